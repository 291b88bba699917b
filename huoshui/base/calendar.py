"""Working days by the State Council's calendar, make-up days included."""

from datetime import date
from functools import cache

import chinese_calendar


@cache
def is_working_day(day: date) -> bool:
    """Beyond the last year announced, Monday to Friday: provisional, until the calendar is out."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
