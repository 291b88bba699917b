"""The one clock. Moments are aware and in UTC; days and months are those of Asia/Shanghai."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


def wall() -> datetime:
    """What the clock on the wall says, on a fixed demo day too: for heartbeats, pauses and timetables."""
    return datetime.now(UTC)


def now() -> datetime:
    """The present moment; on the fixed demo day when HUOSHUI_TODAY is set, with the real time of day."""
    moment = wall()
    if fixed := settings.HUOSHUI_TODAY:
        moment = moment.astimezone(SHANGHAI).replace(year=fixed.year, month=fixed.month, day=fixed.day)
    return moment.astimezone(UTC)


def today() -> date:
    return day_of(now())


def day_of(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def month_of(moment: datetime) -> int:
    """The month as YYYYMM, as every tally names it."""
    day = day_of(moment)
    return day.year * 100 + day.month


def at_time(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment of a wall-clock time in Shanghai."""
    return datetime.combine(day, time(hour, minute), SHANGHAI).astimezone(UTC)
