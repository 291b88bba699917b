"""What comes again and again: rules in iCalendar's words (RRULE), the few shapes people use, and how to say them.

    FREQ=WEEKLY;BYDAY=MO,FR            每周一、周五
    FREQ=WEEKLY;INTERVAL=2;BYDAY=FR    每两周的周五
    FREQ=MONTHLY;BYDAY=+2FR            每月第二个周五
    FREQ=MONTHLY;BYMONTHDAY=15         每月15日
    FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15    每季度第一个月15日

A day of the month of -1, and a week of -1, are the last one.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAY_WORDS = "一二三四五六日"
WEEKS = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", -1: "最后一个"}
MONTH_DAYS = (*range(1, 29), -1)  # every month has them
QUARTER_MONTHS = {1: "第一个月", 2: "第二个月", 3: "第三个月"}
_DAYS = "|".join(WEEKDAYS)
_SHAPES = {
    "weekly": rf"FREQ=WEEKLY;(?:INTERVAL=(?P<interval>2);)?BYDAY=(?P<days>(?:{_DAYS})(?:,(?:{_DAYS}))*)",
    "monthly": rf"FREQ=MONTHLY;BYDAY=(?P<week>\+[1-4]|-1)(?P<day>{_DAYS})",
    "dated": r"FREQ=MONTHLY;BYMONTHDAY=(?P<month_day>-1|[1-9]|1\d|2[0-8])",
    "quarterly": r"FREQ=YEARLY;BYMONTH=(?P<first>[123]),\d,\d,\d\d;BYMONTHDAY=(?P<month_day>-1|[1-9]|1\d|2[0-8])",
}


class NotOurRule(ValueError):
    """A rule of none of the shapes above."""


def weekly(weekdays: Sequence[int], *, every_second: bool = False) -> str:
    """Monday is 0."""
    days = ",".join(WEEKDAYS[day] for day in sorted(set(weekdays)))
    return f"FREQ=WEEKLY;{'INTERVAL=2;' if every_second else ''}BYDAY={days}"


def monthly(week: int, weekday: int) -> str:
    return f"FREQ=MONTHLY;BYDAY={week:+d}{WEEKDAYS[weekday]}"


def dated(month_day: int) -> str:
    return f"FREQ=MONTHLY;BYMONTHDAY={month_day}"


def quarterly(month: int, month_day: int) -> str:
    """In the first, second or third month of each quarter."""
    months = ",".join(str(month + quarter) for quarter in (0, 3, 6, 9))
    return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={month_day}"


def parts_of(rule: str) -> tuple[str, dict[str, str]]:
    """The shape's name and what the rule says in it. Raises NotOurRule."""
    for shape, pattern in _SHAPES.items():
        if (said := re.fullmatch(pattern, rule)) and rule == _written(shape, said.groupdict()):
            return shape, {name: value for name, value in said.groupdict().items() if value}
    raise NotOurRule(rule)


def days_of(rule: str, anchor: date, first: date, last: date) -> list[date]:
    """The days of the rule from `first` to `last`, both included. It runs from `anchor`, never before it."""
    if last < anchor:
        return []
    found = rrulestr(rule, dtstart=datetime.combine(anchor, time()))
    between = found.between(datetime.combine(max(first, anchor), time()), datetime.combine(last, time()), inc=True)
    return [moment.date() for moment in between]


def sentence(rule: str) -> str:
    """As people say it. Raises NotOurRule."""
    shape, said = parts_of(rule)
    if shape == "weekly":
        days = "、".join(f"周{WEEKDAY_WORDS[WEEKDAYS.index(day)]}" for day in said["days"].split(","))
        return f"每两周的{days}" if "interval" in said else f"每{days}"
    if shape == "monthly":
        return f"每月{WEEKS[int(said['week'])]}周{WEEKDAY_WORDS[WEEKDAYS.index(said['day'])]}"
    day = "最后一天" if said["month_day"] == "-1" else f"{said['month_day']}日"
    return f"每月{day}" if shape == "dated" else f"每季度{QUARTER_MONTHS[int(said['first'])]}{day}"


def _written(shape: str, said: dict[str, str]) -> str:
    """The one way to write it, so that what is read is what the functions above make."""
    if shape == "weekly":
        return weekly([WEEKDAYS.index(day) for day in said["days"].split(",")], every_second=bool(said["interval"]))
    if shape == "monthly":
        return monthly(int(said["week"]), WEEKDAYS.index(said["day"]))
    if shape == "dated":
        return dated(int(said["month_day"]))
    return quarterly(int(said["first"]), int(said["month_day"]))
