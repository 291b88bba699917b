"""Last year's plan, taken over into this year's: each thing once, however often somebody asks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from huoshui.organisation.public import Unit, paths_on

from ..models import Activity, Series
from ..queries import LastYear, Proposal, SeriesProposal, last_year
from .filling import fill

COPY_BELOW = "activities.copy_below"  # the job that does it for every branch below a unit


@dataclass(frozen=True)
class Copied:
    activities: int
    series: int


def copy_year(
    *,
    unit: Unit,
    year: int,
    today: date,
    activities: Collection[int] | None = None,
    series: Collection[int] | None = None,
) -> Copied:
    """Take over those of last year's activities and series, by id; without ids, all that is usually taken over.

    What was taken over before is left as it is now, moved, cancelled or recorded.
    """
    with transaction.atomic():
        held = Unit.objects.select_for_update().get(pk=unit.pk)
        offered = last_year(held, year, today)
        chosen = _chosen(offered, activities)
        rows = _rows(held, chosen)
        Activity.objects.bulk_create(rows)
        repeated = [one for one in offered.open_series if series is None or one.source.pk in series]
        for one in repeated:
            fill(_copy_of(one), today)
        return Copied(len(rows), len(repeated))


def _chosen(offered: LastYear, activities: Collection[int] | None) -> list[Proposal]:
    if activities is None:
        return [one for one in offered.activities if one.is_usual]
    return [one for one in offered.open_activities if one.source.pk in activities]


def _rows(unit: Unit, chosen: Collection[Proposal]) -> list[Activity]:
    """Without those of days on which there is no such unit."""
    paths = paths_on((unit.pk, one.on) for one in chosen)
    return [_row(unit, one, paths[unit.pk, one.on]) for one in chosen if (unit.pk, one.on) in paths]


def _row(unit: Unit, one: Proposal, path: str) -> Activity:
    return Activity(
        unit=unit,
        path=path,
        kind=one.source.kind,
        title=one.title,
        starts_at=one.starts_at,
        minutes=one.source.minutes,
        place=one.source.place,
        is_provisional=one.is_provisional,
        copied_from=one.source,
    )


def _copy_of(one: SeriesProposal) -> Series:
    """Who took the chair last year need not take it again."""
    names = ("unit_id", "kind", "title", "place", "begins", "minutes", "rule", "off_days")
    same = {name: getattr(one.source, name) for name in names}
    return Series.objects.create(**same, starts_on=one.starts_on, until_on=one.until_on, copied_from=one.source)
