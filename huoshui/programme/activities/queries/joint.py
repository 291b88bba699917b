"""Activities several units hold together: who may, who does, and whose roster is still to be told."""

from datetime import date, timedelta

from django.db.models import QuerySet

from huoshui.base.clock import at_time
from huoshui.organisation.public import Unit, Viewer
from huoshui.packs.loaded import pack
from huoshui.packs.schema import ActivityKind

from ..enums import ActivityState, JoiningState
from ..models import Activity, Joining, JoiningQuerySet
from .activities import OVERDUE_DAYS
from .reach import units_recorded_by


def units_that_may_join(unit: Unit, kind: ActivityKind, on: date) -> QuerySet[Unit]:
    """Every unit open on the day that holds such activities itself, whoever looks: names of units are no secret."""
    kinds = kind.unit_kinds if kind.joint else ()
    return Unit.objects.open_on(on).filter(kind__in=kinds).exclude(pk=unit.pk).in_order()


def joinings_of(activity: Activity) -> list[Joining]:
    """In official order; those the organiser took out again are gone."""
    named = activity.joinings.exclude(state=JoiningState.REMOVED)
    return list(named.select_related("unit").order_by("unit__place", "pk"))


def joinings_told_by(viewer: Viewer) -> JoiningQuerySet:
    """Those whose rosters the viewer tells, of activities that stand recorded."""
    there = Joining.objects.exclude(state=JoiningState.REMOVED).filter(unit__in=units_recorded_by(viewer))
    return there.filter(activity__state=ActivityState.RECORDED).select_related("unit", "activity__unit")


def rosters_to_tell(viewer: Viewer, day: date) -> JoiningQuerySet:
    """Joint activities of which the viewer's branches have not yet said who of theirs was there."""
    keeping = [kind.code for kind in pack().unit_kinds.values() if kind.keeps_rosters]
    since, until = at_time(day - timedelta(days=OVERDUE_DAYS), 0), at_time(day + timedelta(days=1), 0)
    waiting = joinings_told_by(viewer).joined().filter(told_at=None, unit__kind__in=keeping)
    return waiting.filter(activity__starts_at__gte=since, activity__starts_at__lt=until).order_by("activity__starts_at")


def sees(viewer: Viewer, held: Activity | Joining) -> bool:
    """Whether the unit is in sight, where it is now or where it was: others see of it how many came, and no more."""
    prefixes = viewer.prefixes("activities.view")
    return held.path.startswith(prefixes) or held.unit.path.startswith(prefixes)
