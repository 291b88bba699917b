"""On which days a series is held: its rule's days, moved off holidays, two that meet on a day made one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from huoshui.base.calendar import A_DAY, is_provisional, is_working_day, working_day_near
from huoshui.base.clock import SHANGHAI
from huoshui.base.recurrence import days_of

from ..enums import OffDays
from ..models import Series

AHEAD = timedelta(days=366)  # so far series are put onto the calendar


class Repeated(Protocol):
    """What decides on which days: a series, or one still to be started."""

    @property
    def rule(self) -> str: ...

    @property
    def off_days(self) -> str: ...

    @property
    def starts_on(self) -> date: ...

    @property
    def last_on(self) -> date | None: ...


@dataclass(frozen=True)
class Occurrence:
    """`series_on` is the day the rule names, `on` the day it is held."""

    series_on: date
    on: date

    @property
    def is_provisional(self) -> bool:
        return is_provisional(self.on)


def occurrences(series: Repeated, first: date, last: date) -> list[Occurrence]:
    """Those held from `first` to `last`, both included, in order.

    The rule's own days lie from `starts_on` to `last_on`; one moved off a holiday may be held just before or after.
    Moves stay within a month, so whole months are looked at and the answer does not depend on where they are cut.
    """
    end = min(_month_end(last), series.last_on or date.max)
    named = days_of(series.rule, series.starts_on, first.replace(day=1), end)
    held = _one_a_day(Occurrence(day, on) for day in named if (on := _held_on(day, series.off_days)))
    return [occurrence for occurrence in held if first <= occurrence.on <= last]


def begins_at(series: Series, on: date) -> datetime:
    return datetime.combine(on, series.begins, SHANGHAI)


def _held_on(day: date, off_days: str) -> date | None:
    if off_days == OffDays.KEEP or is_working_day(day):
        return day
    return None if off_days == OffDays.SKIP else working_day_near(day, earlier=off_days == OffDays.EARLIER)


def _one_a_day(found: Iterable[Occurrence]) -> list[Occurrence]:
    """Of two on one day, the one whose own day it is stays, else the earlier named."""
    days: dict[date, Occurrence] = {}
    for occurrence in found:
        if occurrence.on not in days or occurrence.series_on == occurrence.on:
            days[occurrence.on] = occurrence
    return [days[on] for on in sorted(days)]


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - A_DAY
