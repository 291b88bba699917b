"""Reading series, and what a series has for one of its occurrences."""

from datetime import date
from typing import Any

from django.db.models import Q

from huoshui.base.clock import at_time, day_of
from huoshui.organisation.public import Unit, Viewer
from huoshui.packs.loaded import pack

from ..models import Activity, ActivityQuerySet, Series, SeriesQuerySet
from .occurrences import Occurrence, begins_at, occurrences

PLAN = "activities.plan"


def series_visible_to(viewer: Viewer) -> SeriesQuerySet:
    return Series.objects.within(viewer.prefixes("activities.view")).select_related("unit")


def series_planned_by(viewer: Viewer) -> SeriesQuerySet:
    return Series.objects.within(viewer.prefixes(PLAN)).select_related("unit")


def planned_by(viewer: Viewer) -> ActivityQuerySet:
    """The activities of units the viewer plans for."""
    return Activity.objects.filter(unit__in=viewer.units(PLAN)).select_related("unit", "series")


def may_plan(viewer: Viewer, unit: Unit) -> bool:
    return viewer.units(PLAN).filter(pk=unit.pk).exists()


def running_series(today: date) -> list[Series]:
    """Those that may still have days to come, of units that are still there."""
    open_units = Q(unit__closed_on=None) | Q(unit__closed_on__gt=today)
    return [one for one in Series.objects.filter(open_units).order_by("pk") if not one.last_on or one.last_on >= today]


def branches_under(unit: Unit, today: date) -> list[Unit]:
    """The Party branches in the unit's subtree, without itself."""
    kinds = [kind.code for kind in pack().unit_kinds.values() if kind.is_party and kind.keeps_rosters]
    below = Unit.objects.under(unit.path).open_on(today).filter(kind__in=kinds).exclude(pk=unit.pk)
    return list(below.exclude(parent__kind__in=kinds).in_order())


def branches_below(viewer: Viewer, unit: Unit) -> list[Unit]:
    """Those of them the viewer plans for."""
    planned = set(viewer.units(PLAN).values_list("pk", flat=True))
    return [branch for branch in branches_under(unit, viewer.on) if branch.pk in planned]


def untouched_from(series: Series, today: date) -> ActivityQuerySet:
    """What the series put onto the calendar from today on and nobody changed, cancelled or recorded."""
    mine = Activity.objects.planned().filter(series=series, is_apart=False)
    return mine.filter(starts_at__gte=at_time(today, 0)).order_by("starts_at")


def upcoming(series: Series, today: date) -> ActivityQuerySet:
    """All that is still to come, cancelled ones too."""
    return series.occurrences.filter(starts_at__gte=at_time(today, 0)).order_by("starts_at", "pk")


def is_wanted(activity: Activity) -> bool:
    """Whether the activity's series still has its day."""
    return occurrence_of(activity) is not None


def occurrence_of(activity: Activity) -> dict[str, Any] | None:
    """What the series says of the occurrence."""
    series, day = activity.series, activity.series_on
    if series is None or day is None or (one := _one(series, day)) is None:
        return None
    said = {name: getattr(series, name) for name in ("minutes", "title", "place", "chair_id", "recorder_id")}
    return said | {"starts_at": begins_at(series, one.on)}


def was_on(activity: Activity) -> date | None:
    """The day of its series from which an occurrence was moved, if it is elsewhere."""
    day = activity.series_on
    return day if day and day != day_of(activity.starts_at) else None


def _one(series: Series, day: date) -> Occurrence | None:
    month = day.replace(day=1)
    ends = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return next((one for one in occurrences(series, month, ends) if one.series_on == day), None)
