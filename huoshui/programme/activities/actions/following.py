"""When a unit turns out to have moved, what was recorded there since belongs to its new place."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huoshui.base.clock import day_of
from huoshui.ledger.recording import Stamp
from huoshui.organisation.public import paths_on

from ..models import Activity, Attendance
from .writing import settle_rows


def follow_move(*, unit_id: int, since: datetime, stamp: Stamp) -> int:
    """Put activities and attendances of the unit from that day on at its path of their day; how many activities.

    A move entered late meets records made meanwhile; one entered in time meets none. Doing it again changes nothing.
    """
    with transaction.atomic():
        theirs = Q(unit=unit_id) | Q(roster__home=unit_id)
        found = Activity.objects.filter(theirs, starts_at__gte=since).order_by("pk").distinct()
        activities = list(Activity.objects.select_for_update().filter(pk__in=found).order_by("pk"))
        moved = [activity for activity in activities if _follow(activity, unit_id)]
        for activity in moved:
            settle_rows(activity, stamp)
        return len(moved)


def _follow(activity: Activity, unit_id: int) -> bool:
    """Whether anything of the activity was elsewhere."""
    day = day_of(activity.starts_at)
    path = paths_on([(unit_id, day)]).get((unit_id, day))
    if path is None:
        return False
    lines = Attendance.objects.filter(activity=activity, home=unit_id).exclude(home_path=path)
    own = Activity.objects.filter(pk=activity.pk, unit=unit_id).exclude(path=path)
    changed = lines.update(home_path=path) + own.update(path=path)
    activity.refresh_from_db(fields=["path"])
    return bool(changed)
