"""Series on the calendar: what is missing is put there, what nobody touched follows its series, all else stays."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from huoshui.base.calendar import is_provisional, working_day_near
from huoshui.base.clock import SHANGHAI, at_time, day_of
from huoshui.organisation.public import Unit, paths_on

from ..models import Activity, Series
from ..queries import AHEAD, Occurrence, begins_at, occurrences, untouched_from

WEEKEND = 5  # Saturday's weekday
LIKE_ITS_SERIES = ("kind", "title", "place", "minutes", "chair_id", "recorder_id")


def fill_series(*, series_id: int, today: date) -> int:
    """Bring one series forward, every night: a published calendar moves what was provisional. How many rows changed;
    doing it again changes none."""
    with transaction.atomic():
        unit_id = Series.objects.values_list("unit", flat=True).get(pk=series_id)
        Unit.objects.select_for_update().get(pk=unit_id)
        return fill(Series.objects.select_related("unit").get(pk=series_id), today)


def confirm_days(*, today: date) -> int:
    """Plans of no series, or apart from theirs, whose year's calendar has come out: no longer provisional, and off a
    holiday if nobody has touched them since they were copied. How many; doing it again changes none."""
    with transaction.atomic():
        open_days = Activity.objects.planned().filter(is_provisional=True, starts_at__gte=at_time(today, 0))
        apart = open_days.filter(Q(series=None) | Q(is_apart=True)).select_for_update(of=("self",))
        known = [row for row in apart.order_by("pk") if not is_provisional(day_of(row.starts_at))]
        for row in known:
            _confirm(row)
        return len(known)


def _confirm(row: Activity) -> None:
    local = row.starts_at.astimezone(SHANGHAI)
    if row.copied_from_id and not row.revision:
        day = working_day_near(local.date(), earlier=True) if local.weekday() < WEEKEND else local.date()
        row.starts_at = datetime.combine(day, local.time(), SHANGHAI)
    row.is_provisional = False
    row.save(update_fields=["starts_at", "is_provisional"])


def fill(series: Series, today: date) -> int:
    """The caller holds the unit."""
    wanted = {one.series_on: one for one in occurrences(series, today, today + AHEAD)}
    untouched = {row.series_on: row for row in untouched_from(series, today).select_for_update()}
    gone = [row.pk for day, row in untouched.items() if day not in wanted]
    Activity.objects.filter(pk__in=gone).delete()
    there = set(Activity.objects.filter(series=series, series_on__in=wanted).values_list("series_on", flat=True))
    new = _rows(series, [one for day, one in wanted.items() if day not in there])
    Activity.objects.bulk_create(new)
    changed = [row for day, row in untouched.items() if day in wanted and _follow(row, series, wanted[day])]
    return len(gone) + len(new) + len(_located(series, changed))


def _rows(series: Series, missing: Iterable[Occurrence]) -> list[Activity]:
    rows = [Activity(unit=series.unit, series=series, series_on=one.series_on) for one in missing]
    for row, one in zip(rows, missing, strict=True):
        _follow(row, series, one)
    return _placed(series, rows)


def _follow(row: Activity, series: Series, one: Occurrence) -> bool:
    """Whether anything of the row had to change."""
    said = {name: getattr(series, name) for name in LIKE_ITS_SERIES}
    said |= {"starts_at": begins_at(series, one.on), "is_provisional": one.is_provisional}
    differs = any(getattr(row, name) != value for name, value in said.items())
    for name, value in said.items():
        setattr(row, name, value)
    return differs


def _located(series: Series, rows: list[Activity]) -> list[Activity]:
    for row in _placed(series, rows):
        row.revision += 1
        row.save()
    return rows


def _placed(series: Series, rows: list[Activity]) -> list[Activity]:
    """With the unit's path on each day; without those of days on which there is no such unit."""
    paths = paths_on((series.unit_id, day_of(row.starts_at)) for row in rows)
    placed = [row for row in rows if (series.unit_id, day_of(row.starts_at)) in paths]
    for row in placed:
        row.path = paths[series.unit_id, day_of(row.starts_at)]
    return placed
