"""Days of the demo city: which months it lives through, and on which days things are done."""

from collections.abc import Iterator
from datetime import date, timedelta

from huoshui.base.calendar import is_working_day

FULL_YEAR = 2021
SPARSE_MONTHS = ((2020, 10), (2020, 11), (2020, 12))
RECENT = 12  # months at least, this one included
FRIDAY = 4

Month = tuple[int, int]


def months_until(today: date) -> list[Month]:
    """The end of 2020, the whole of 2021, and this year, or the last twelve months while it is young."""
    recent = [_before(today, back) for back in range(max(RECENT, today.month))]
    full = [(FULL_YEAR, month) for month in range(1, 13)]
    return sorted({*SPARSE_MONTHS, *full, *recent})


def days_of(month: Month) -> list[date]:
    first = date(*month, 1)
    return [day for n in range(31) if (day := first + timedelta(days=n)).month == first.month]


def working_days(month: Month) -> list[date]:
    return [day for day in days_of(month) if is_working_day(day)]


def working_fridays(month: Month) -> list[date]:
    return [day for day in working_days(month) if day.weekday() == FRIDAY]


def next_working_day(day: date) -> date:
    """Within the month, the day or the nearest working one after it, else before it."""
    days = working_days((day.year, day.month))
    return next((later for later in days if later >= day), days[-1])


def last_working_days(before: date) -> Iterator[date]:
    """The working days before a day, the latest first."""
    while True:
        before -= timedelta(days=1)
        if is_working_day(before):
            yield before


def _before(today: date, back: int) -> Month:
    months = today.year * 12 + today.month - 1 - back
    return months // 12, months % 12 + 1
