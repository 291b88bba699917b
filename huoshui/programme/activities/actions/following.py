"""When a unit turns out to have moved, what was recorded there since belongs to its new place."""

from datetime import datetime

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.recording import Stamp
from huoshui.organisation.public import paths_on

from ..models import Activity, Attendance, Joining, MakeUp
from .writing import settle_rows


def follow_move(*, unit_id: int, since: datetime, stamp: Stamp) -> int:
    """Put activities, attendances, joinings and make-ups of the unit from that day on at its path of their day; of
    how many activities.

    A move entered late meets records made meanwhile; one entered in time meets none. Doing it again changes nothing.
    """
    with transaction.atomic():
        found = _touching(unit_id, since)
        activities = list(Activity.objects.select_for_update().filter(pk__in=found).order_by("pk"))
        moved = [activity for activity in activities if _follow(activity, unit_id)]
        for activity in moved:
            settle_rows(activity, stamp)
        return len(moved)


def _touching(unit_id: int, since: datetime) -> set[int]:
    """The ids of activities of which something counts at the unit from that moment on."""
    own = Activity.objects.filter(unit=unit_id, starts_at__gte=since).values_list("pk", flat=True)
    came = Attendance.objects.filter(home=unit_id, activity__starts_at__gte=since)
    joined = Joining.objects.filter(unit=unit_id, activity__starts_at__gte=since)
    made_up = MakeUp.objects.filter(home=unit_id, held_on__gte=day_of(since))
    return set(own).union(*(rows.values_list("activity", flat=True) for rows in (came, joined, made_up)))


def _follow(activity: Activity, unit_id: int) -> bool:
    """Whether anything of the activity was elsewhere."""
    changed = _follow_make_ups(activity, unit_id)
    day = day_of(activity.starts_at)
    path = paths_on([(unit_id, day)]).get((unit_id, day))
    if path is None:
        return changed
    lines = Attendance.objects.filter(activity=activity, home=unit_id).exclude(home_path=path)
    own = Activity.objects.filter(pk=activity.pk, unit=unit_id).exclude(path=path)
    joined = Joining.objects.filter(activity=activity, unit=unit_id).exclude(path=path)
    moved = lines.update(home_path=path) + own.update(path=path) + joined.update(path=path)
    activity.refresh_from_db(fields=["path"])
    return bool(moved) or changed


def _follow_make_ups(activity: Activity, unit_id: int) -> bool:
    """Each counts on a day of its own."""
    rows = list(MakeUp.objects.filter(activity=activity, home=unit_id))
    paths = paths_on((unit_id, row.held_on) for row in rows)
    moved = [row for row in rows if paths.get((unit_id, row.held_on), row.home_path) != row.home_path]
    for row in moved:
        row.home_path = paths[unit_id, row.held_on]
    MakeUp.objects.bulk_update(moved, ["home_path"])
    return bool(moved)
