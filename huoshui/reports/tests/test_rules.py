from dataclasses import dataclass
from datetime import date

import pytest

from huoshui.ledger.periods import Period
from huoshui.reports.rules import (
    Note,
    State,
    When,
    credited,
    duties_of_year,
    duty_in,
    judged_on,
    note_on,
    running_duty,
    short_label,
    state_of_all,
    when_is,
)

MAY = Period.month(2021, 5)
BEFORE, FIRST, LAST, AFTER = date(2021, 4, 30), date(2021, 5, 1), date(2021, 5, 31), date(2021, 6, 1)


@dataclass(frozen=True)
class Version:
    per: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Norm:
    versions: tuple[Version, ...]
    code: str = "theme_day"

    def version_on(self, day):
        held = (v for v in self.versions if v.from_on <= day and (v.until_on is None or day < v.until_on))
        return next(held, None)


@pytest.mark.parametrize(
    ("today", "when"), [(BEFORE, When.BEFORE), (FIRST, When.OPEN), (LAST, When.OPEN), (AFTER, When.OVER)]
)
def test_period_is_open_from_its_first_day_to_its_last(today, when):
    assert when_is(MAY, today) == when


@pytest.mark.parametrize(
    ("until_on", "note"), [(None, Note.NONE), (LAST, Note.OPEN), (FIRST, Note.OPEN), (BEFORE, Note.EXPIRED)]
)
def test_note_holds_to_the_end_of_its_last_day(until_on, note):
    assert note_on(until_on, FIRST) == note


@pytest.mark.parametrize(
    ("states", "together"),
    [
        ([], State.NONE),
        ([State.NONE], State.NONE),
        ([State.DONE, State.NONE], State.DONE),
        ([State.DONE, State.FUTURE], State.FUTURE),
        ([State.DONE, State.DUE, State.FUTURE], State.DUE),
        ([State.DUE, State.LATE, State.IN_THE_WAY, State.DONE], State.LATE),
        ([State.DUE, State.IN_THE_WAY, State.DONE], State.IN_THE_WAY),
        ([State.EXEMPT, State.DONE], State.DONE),
        ([State.EXEMPT, State.NONE], State.EXEMPT),
    ],
)
def test_state_of_several_is_what_is_most_in_the_way(states, together):
    assert state_of_all(states) == together


def test_running_period_is_judged_by_the_tree_of_today():
    assert judged_on(MAY, BEFORE) == BEFORE
    assert judged_on(MAY, FIRST) == FIRST
    assert judged_on(MAY, AFTER) == LAST


def test_year_falls_into_the_periods_of_the_norm():
    monthly, quarterly, yearly = (Norm((Version(per, date(2018, 1, 1)),)) for per in ("month", "quarter", "year"))

    assert [d.period for d in duties_of_year(monthly, 2021)] == [Period.month(2021, n) for n in range(1, 13)]
    assert [d.period for d in duties_of_year(quarterly, 2021)] == [Period.quarter(2021, n) for n in range(1, 5)]
    assert [d.period for d in duties_of_year(yearly, 2021)] == [Period.year(2021)]


def test_norm_that_changes_in_mid_year_is_judged_by_the_version_in_force():
    monthly = Version("month", date(2018, 1, 1), date(2021, 7, 1))
    quarterly = Version("quarter", date(2021, 7, 1))

    duties = duties_of_year(Norm((monthly, quarterly)), 2021)

    assert [(d.period, d.version) for d in duties] == [
        *((Period.month(2021, n), monthly) for n in range(1, 7)),
        (Period.quarter(2021, 3), quarterly),
        (Period.quarter(2021, 4), quarterly),
    ]


def test_change_of_what_is_asked_within_a_period_is_judged_by_its_last_day():
    before = Version("quarter", date(2018, 1, 1), date(2021, 8, 15))
    after = Version("quarter", date(2021, 8, 15))

    duties = duties_of_year(Norm((before, after)), 2021)

    assert [d.version for d in duties] == [before, before, after, after]


def test_period_cut_short_by_a_change_of_rhythm_asks_nothing():
    quarterly = Version("quarter", date(2018, 1, 1), date(2021, 9, 1))
    monthly = Version("month", date(2021, 9, 1))

    duties = duties_of_year(Norm((quarterly, monthly)), 2021)

    assert [(d.period, d.version) for d in duties] == [
        (Period.quarter(2021, 1), quarterly),
        (Period.quarter(2021, 2), quarterly),
        (Period(202107, 202108), None),
        *((Period.month(2021, n), monthly) for n in range(9, 13)),
    ]


def test_norm_not_yet_in_force_asks_nothing():
    norm = Norm((Version("month", date(2021, 4, 1)),))

    assert [(d.period, bool(d.version)) for d in duties_of_year(norm, 2021)][:2] == [
        (Period(202101, 202103), False),
        (Period.month(2021, 4), True),
    ]
    assert [(d.period, d.version) for d in duties_of_year(norm, 2020)] == [(Period.year(2020), None)]


def test_yearly_norm_begun_in_mid_year_is_first_asked_for_the_next_year():
    norm = Norm((Version("year", date(2021, 4, 1)),))

    assert [d.version for d in duties_of_year(norm, 2021)] == [None]
    assert [bool(d.version) for d in duties_of_year(norm, 2022)] == [True]


def test_duty_is_found_by_its_own_period_only():
    norm = Norm((Version("quarter", date(2018, 1, 1)),))

    assert duty_in(norm, Period.quarter(2021, 2)).period == Period.quarter(2021, 2)
    assert duty_in(norm, Period.month(2021, 5)) is None
    assert running_duty(norm, date(2021, 5, 20)).period == Period.quarter(2021, 2)
    assert running_duty(norm, date(2017, 5, 20)) is None


def test_short_labels_name_the_period_within_its_year():
    periods = [Period.month(2021, 4), Period.quarter(2021, 2), Period.year(2021), Period(202101, 202102)]

    assert [short_label(p) for p in periods] == ["4月", "二季度", "全年", "1–2月"]


def test_what_a_unit_did_counts_for_the_nearest_that_owes():
    county, branch, cell, other = "000001", "000001000002", "000001000002000003", "000001000004"
    paths = {1: county, 2: branch, 3: cell, 4: other}

    assert credited({1: 5, 2: 1, 3: 2, 4: 7, 9: 9}, {2: branch, 4: other}, paths) == {2: 3, 4: 7}
    assert credited({1: 5, 2: 1, 3: 2}, {1: county, 2: branch, 3: cell}, paths) == {1: 5, 2: 1, 3: 2}
    assert credited({}, {2: branch}, paths) == {2: 0}
