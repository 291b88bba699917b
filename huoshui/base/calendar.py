"""Working days by the State Council's calendar, make-up days included."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import chinese_calendar

A_DAY = timedelta(days=1)


@cache
def is_working_day(day: date) -> bool:
    """Beyond the last year announced, Monday to Friday: provisional, until the calendar is out."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


@cache
def is_provisional(day: date) -> bool:
    """Whether the calendar of the day's year is not out yet, so that working days may still move."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return True
    return False


def working_day_near(day: date, *, earlier: bool) -> date:
    """The day itself if it is a working day, else the nearest before it (or after it) in the same month.

    Where the month has none left on that side, the nearest on the other: what is due in a month stays in it.
    """
    for back in (earlier, not earlier):
        if found := next((near for near in _days_from(day, back=back) if is_working_day(near)), None):
            return found
    return day


def _days_from(day: date, *, back: bool) -> Iterator[date]:
    step, month = -A_DAY if back else A_DAY, day.month
    while day.month == month:
        yield day
        day += step
