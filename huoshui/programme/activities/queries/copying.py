"""What of last year's plan can be taken over into this year's, and on which days it would be."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huoshui.base.calendar import is_provisional, is_working_day, working_day_near
from huoshui.base.clock import SHANGHAI, day_of
from huoshui.organisation.public import Unit

from ..enums import ActivityState
from ..models import Activity, Series
from .activities import kinds_for
from .focus import focuses_for
from .year import series_of_year

WEEK = timedelta(days=7)
A_YEAR = 52 * WEEK
OFTEN = 20  # held more often than this in a year, it is a series in all but name


@dataclass(frozen=True)
class Proposal:
    """An activity of last year, and when and under which theme this year has it. `is_often`: better a series;
    `has_series`: there is one of its kind for the year."""

    source: Activity
    starts_at: datetime
    title: str
    is_copied: bool
    is_often: bool
    has_series: bool

    @property
    def on(self) -> date:
        return day_of(self.starts_at)

    @property
    def is_usual(self) -> bool:
        """Taken over unless somebody says otherwise."""
        return not (self.is_copied or self.is_often or self.has_series)

    @property
    def is_provisional(self) -> bool:
        return is_provisional(self.on)


@dataclass(frozen=True)
class SeriesProposal:
    source: Series
    starts_on: date
    until_on: date
    is_copied: bool


@dataclass(frozen=True)
class LastYear:
    activities: Sequence[Proposal]
    series: Sequence[SeriesProposal]

    @property
    def open_activities(self) -> list[Proposal]:
        return [one for one in self.activities if not one.is_copied]

    @property
    def open_series(self) -> list[SeriesProposal]:
        return [one for one in self.series if not one.is_copied]


def last_year(unit: Unit, year: int, today: date) -> LastYear:
    """For the year's plan, from the year before; what would be over already is left out."""
    sources = list(_held_in(unit, year - 1))
    copied = set(Activity.objects.filter(copied_from__in=sources).values_list("copied_from", flat=True))
    times = Counter((source.kind, source.title) for source in sources)
    themes, repeated = _themes(unit, year), {one.kind for one in series_of_year(unit, year)}
    proposals = [
        Proposal(
            source,
            moved_into(source.starts_at, year),
            themes.get((source.title, day_of(source.starts_at).month), source.title),
            source.pk in copied,
            times[source.kind, source.title] > OFTEN,
            source.kind in repeated,
        )
        for source in sources
    ]
    still_open = sorted((one for one in proposals if one.on >= today), key=lambda one: (one.starts_at, one.source.pk))
    return LastYear(still_open, _series(unit, year, today))


def moved_into(starts_at: datetime, year: int) -> datetime:
    """The same weekday 52 weeks later, a week on where that would leave the month; off holidays, if it was on none."""
    local = starts_at.astimezone(SHANGHAI)
    day = _same_weekday(local.date(), year)
    if is_working_day(local.date()):
        day = working_day_near(day, earlier=True)
    return _at(day, local.time())


def _same_weekday(day: date, year: int) -> date:
    shifted = day + A_YEAR
    if shifted.month != day.month or shifted.year != year:
        shifted += WEEK
    return shifted


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)


def _held_in(unit: Unit, year: int):
    begins, ends = _at(date(year, 1, 1), time()), _at(date(year + 1, 1, 1), time())
    states = (ActivityState.PLANNED, ActivityState.RECORDED)
    found = Activity.objects.filter(unit=unit, series=None, state__in=states, kind__in=kinds_for(unit))
    return found.filter(starts_at__gte=begins, starts_at__lt=ends).order_by("starts_at", "pk")


def _themes(unit: Unit, year: int) -> dict[tuple[str, int], str]:
    """Where last year's theme was the month's focus, this year's is this year's focus, or none yet."""
    found = focuses_for(unit, (year - 1) * 100 + 1, year * 100 + 12)
    this_year = {focus.month % 100: focus.title for focus in found if focus.month // 100 == year}
    before = {(focus.title, focus.month % 100) for focus in found if focus.month // 100 == year - 1}
    return {(title, month): this_year.get(month, "") for title, month in before}


def _series(unit: Unit, year: int, today: date) -> list[SeriesProposal]:
    """Those that ended with or within last year; one without an end, or with a later one, goes on by itself."""
    found = Series.objects.filter(unit=unit, ended_on=None, until_on__year=year - 1, kind__in=kinds_for(unit))
    sources = list(found.order_by("starts_on", "pk"))
    copied = _taken_over(unit, year)
    proposals = [_series_moved(source, year, source.pk in copied) for source in sources]
    return [one for one in proposals if one.until_on >= today]


def _taken_over(unit: Unit, year: int) -> set[int]:
    """The series whose copy the year has, and those that took over from such a one since."""
    copies = Series.objects.filter(unit=unit, starts_on__year=year).exclude(copied_from=None)
    taken = {pk for pk in copies.values_list("copied_from", flat=True) if pk is not None}
    followers = Series.objects.filter(unit=unit).exclude(follows=None).order_by("pk")
    for pk, before in followers.values_list("pk", "follows"):
        if before in taken:
            taken.add(pk)
    return taken


def _series_moved(source: Series, year: int, is_copied: bool) -> SeriesProposal:
    begins = max(source.starts_on, date(year - 1, 1, 1))
    until = source.until_on or date(year - 1, 12, 31)
    return SeriesProposal(source, _same_date(begins, year), _same_date(until, year), is_copied)


def _same_date(day: date, year: int) -> date:
    """The 29th of February is the 28th where there is none."""
    return date(year, day.month, min(day.day, 28) if day.month == 2 else day.day)
