"""Every Friday of 2020 to 2026 is held where the State Council's notices put it, read here a second time by hand."""

from collections import Counter
from datetime import date, time

import pytest

from huoshui.base.calendar import is_provisional, is_working_day
from huoshui.base.recurrence import dated, weekly

from ..actions import Repeating
from ..queries import occurrences
from .official_calendar import WORKED_DAYS, every_day, held_on, is_worked

FIRST, LAST = date(2020, 1, 1), date(2026, 12, 31)
DAYS = every_day(FIRST, LAST)
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


def held(rule: str, policy: str, first: date = FIRST, last: date = LAST) -> list[date]:
    series = Repeating("reading_club", rule, time(12), 60, date(2019, 12, 6), None, policy)
    return [one.on for one in occurrences(series, first, last)]


def test_each_day_works_or_not_as_announced():
    assert [day for day in DAYS if is_working_day(day) != is_worked(day)] == []
    assert len(WORKED_DAYS) == 46
    assert {day.isoweekday() for day in WORKED_DAYS} == {6, 7}


@pytest.mark.parametrize("policy", ["earlier", "later", "skip"])
def test_every_friday_is_held_where_the_notices_put_it(policy):
    fridays = [day for day in DAYS if day.weekday() == FRIDAY]
    expected = sorted({on for day in fridays if (on := held_on(day, policy))})

    assert held(weekly([FRIDAY]), policy) == expected
    off = Counter(day.year for day in fridays if not is_worked(day))
    assert off == {2020: 5, 2021: 3, 2022: 3, 2023: 4, 2024: 4, 2025: 4, 2026: 6}


@pytest.mark.parametrize(
    ("friday", "earlier", "later"),
    [
        (date(2020, 1, 24), date(2020, 1, 23), date(2020, 1, 23)),  # 初一 to 2 February: January has no day left
        (date(2020, 1, 31), date(2020, 1, 23), date(2020, 1, 23)),  # the extended festival; two Fridays become one
        (date(2020, 10, 2), date(2020, 10, 9), date(2020, 10, 9)),  # no day before it in October
        (date(2021, 1, 1), date(2021, 1, 4), date(2021, 1, 4)),
        (date(2021, 2, 12), date(2021, 2, 10), date(2021, 2, 18)),
        (date(2021, 5, 1 + 6), date(2021, 5, 7), date(2021, 5, 7)),
        (date(2023, 10, 6), date(2023, 10, 7), date(2023, 10, 7)),  # a make-up Saturday
        (date(2024, 5, 3), date(2024, 5, 6), date(2024, 5, 6)),
        (date(2025, 4, 4), date(2025, 4, 3), date(2025, 4, 7)),
        (date(2026, 2, 20), date(2026, 2, 14), date(2026, 2, 24)),  # back to a make-up Saturday
        (date(2026, 9, 25), date(2026, 9, 24), date(2026, 9, 28)),
    ],
)
def test_fridays_anybody_can_look_up(friday, earlier, later):
    assert (held_on(friday, "earlier"), held_on(friday, "later")) == (earlier, later)
    assert earlier in held(weekly([FRIDAY]), "earlier")
    assert later in held(weekly([FRIDAY]), "later")


def test_saturdays_that_are_held_on_working_days_only_are_the_make_up_days():
    assert held(weekly([SATURDAY, SUNDAY]), "skip") == sorted(WORKED_DAYS)


def test_saturdays_kept_are_every_saturday():
    assert held(weekly([SATURDAY]), "keep") == [day for day in DAYS if day.weekday() == SATURDAY]


@pytest.mark.parametrize("policy", ["earlier", "later"])
def test_what_is_due_in_a_month_stays_in_it(policy):
    months = [(day.year, day.month) for day in held(dated(1), policy)]

    assert months == [(year, month) for year in range(2020, 2027) for month in range(1, 13)]


def test_where_the_time_is_cut_changes_nothing():
    whole = held(weekly([FRIDAY]), "later")

    pieces = [day for n in range(0, len(DAYS), 9) for day in held(weekly([FRIDAY]), "later", DAYS[n], DAYS[n:][:9][-1])]

    assert pieces == whole


def test_years_whose_calendar_is_not_out_are_provisional():
    series = Repeating("reading_club", weekly([FRIDAY]), time(12), 60, FIRST, None, "earlier")

    found = occurrences(series, date(2026, 12, 25), date(2027, 1, 8))

    assert [(f"{one.on:%m-%d}", one.is_provisional) for one in found] == [
        ("12-25", False),
        ("01-01", True),
        ("01-08", True),
    ]
    assert [day for day in DAYS if is_provisional(day)] == []
