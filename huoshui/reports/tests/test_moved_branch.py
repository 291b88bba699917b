"""A branch that hung under one county until 30 June and under another from 1 July, in every report.

It held a theme day in each month from February to October; a sister branch in the old county from January on. One of
its members learnt 1,000 minutes before the move and 1,000 after it. Today is 10 November.
"""

from datetime import date
from importlib import import_module

import pytest
from django.test import Client

from huoshui.base import clock
from huoshui.ledger.periods import Period, periods_of_year
from huoshui.organisation import actions
from huoshui.packs.loaded import pack
from huoshui.reports.queries.city import Unfolding, lines_of
from huoshui.reports.queries.figures import figures_of
from huoshui.reports.queries.matrix import cells_of, running_cells
from huoshui.reports.queries.records import records_behind
from huoshui.reports.rules import duties_of_year

from .conftest import JAN

MOVED_ON = date(2021, 7, 1)
CITY = ("south", "north", "second", "city")
BY_MONTH = {
    "south": [1, 2, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0],
    "north": [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0],
    "second": [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0],
    "city": [1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0],
}
BY_QUARTER = {"south": [5, 6, 3, 1], "north": [0, 0, 3, 1], "second": [2, 3, 3, 1], "city": [5, 6, 6, 2]}
BY_YEAR = {"south": [15], "north": [4], "second": [9], "city": [19]}
PERIODS = [("month", BY_MONTH), ("quarter", BY_QUARTER), ("year", BY_YEAR)]


@pytest.fixture(autouse=True)
def moved(units, records, do):
    """The member of the branch."""
    for month in range(1, 11):
        records.held(units["first"], date(2021, month, 8), "theme_day")
    member = do(actions.add_person, name="张建国")
    do(actions.employ, person=member, unit=units["south"], on=JAN)
    do(actions.join_branch, person=member, branch=units["second"], status="member", on=JAN)
    _live(units["second"], range(2, 7), records, member.ledger_key.key)
    do(actions.move_unit, unit=units["second"], parent=units["north"], on=MOVED_ON)
    units["second"].refresh_from_db()
    _live(units["second"], range(7, 11), records, member.ledger_key.key)
    return member


def _live(branch, months, records, key):
    for month in months:
        records.held(branch, date(2021, month, 9), "theme_day")
    records.held(branch, date(2021, months[-1], 20), "members_meeting", kind="members_meeting")
    records.attended(branch, date(2021, months[-1], 20), key, "concentrated_study", minutes=1000)


def _said(unit, period):
    return {said.figure.code: said.value for said in figures_of(unit, period)}


@pytest.mark.parametrize(("per", "expected"), PERIODS)
def test_figures_count_it_where_it_was(units, per, expected):
    periods = periods_of_year(2021, per)

    found = {code: [_said(units[code], period)["theme_days"] for period in periods] for code in CITY}

    assert found == expected


@pytest.mark.parametrize(("per", "expected"), PERIODS)
def test_records_behind_are_as_many(units, per, expected):
    periods, figure = periods_of_year(2021, per), pack().figures["theme_days"]

    found = {code: [records_behind(figure, units[code], period).count for period in periods] for code in CITY}

    assert found == expected


def test_command_prints_the_same(units, capsys):
    command, found = import_module("huoshui.config.cli"), {}
    for code in ("south", "north"):
        for period in ("2021-Q2", "2021-Q3"):
            command.main(["figures", "--unit", code, "--period", period])
            found[code, period] = [
                line for line in capsys.readouterr().out.splitlines() if line.startswith("主题党日  ")
            ]

    assert found == {
        ("south", "2021-Q2"): ["主题党日  6 次"],
        ("south", "2021-Q3"): ["主题党日  3 次"],
        ("north", "2021-Q2"): ["主题党日  0 次"],
        ("north", "2021-Q3"): ["主题党日  3 次"],
    }


def test_branches_and_members_go_along_on_the_day(units):
    def balance(code, month):
        said = _said(units[code], Period.month(2021, month))
        return said["branches"], said["members"]

    assert [balance(code, 6) for code in CITY] == [(2, 1), (1, 0), (1, 1), (3, 1)]
    assert [balance(code, 7) for code in CITY] == [(1, 0), (2, 1), (1, 1), (3, 1)]


def test_people_and_their_hours_count_on_both_sides_and_once_in_the_whole(units):
    def learnt(code):
        said = _said(units[code], Period.year(2021))
        return said["study_minutes"], said["people_reached"], said["members_studied_32_hours"]

    assert {code: learnt(code) for code in CITY} == {
        "south": (1000, 1, 0),
        "north": (1000, 1, 0),
        "second": (2000, 1, 1),
        "city": (2000, 1, 1),
    }


def test_matrix_asks_the_county_it_belonged_to(units):
    def done(code, norm):
        cells = cells_of(units[code], duties_of_year(pack().norms[norm], 2021), clock.today())
        return [(cell.done, cell.owing) for cell in cells]

    assert done("south", "theme_day") == [(1, 2), *[(2, 2)] * 5, *[(1, 1)] * 4, (0, 1), (0, 1)]
    assert done("north", "theme_day") == [*[(0, 1)] * 6, *[(1, 2)] * 4, (0, 2), (0, 2)]
    assert done("south", "members_meeting") == [(0, 2), (1, 2), (0, 1), (0, 1)]
    assert done("north", "members_meeting") == [(0, 1), (0, 1), (0, 2), (1, 2)]


def test_a_whole_year_is_judged_where_it_is_at_the_end_by_all_it_did(units):
    def done(code):
        [cell] = cells_of(units[code], duties_of_year(pack().norms["concentrated_study"], 2021), clock.today())
        return [(standing.unit.code, standing.count, standing.asked) for standing in cell.standings]

    assert {code: done(code) for code in CITY} == {
        "south": [],
        "north": [("second", 1, 1)],
        "second": [("second", 1, 1)],
        "city": [("second", 1, 1)],
    }


def test_city_folds_it_into_the_county_of_then(units):
    duties = [duty for duty in duties_of_year(pack().norms["theme_day"], 2021) if duty.version]

    def lines(everything):
        of_city = lines_of(units["city"], duties, date(2021, 12, 31), clock.today(), Unfolding(everything=everything))
        return {line.unit.code: line.cells for line in of_city}

    def done(cells):
        return [(one.cell.done, one.cell.owing) for one in cells]

    folded, unfolded = lines(everything=False), lines(everything=True)

    assert list(folded) == ["north", "south"]
    assert done(folded["south"]) == [(1, 2), *[(2, 2)] * 5, *[(1, 1)] * 4, (0, 1), (0, 1)]
    assert done(folded["north"]) == [*[(0, 1)] * 6, *[(1, 2)] * 4, (0, 2), (0, 2)]
    assert list(unfolded) == ["north", "hill", "second", "south", "first"]
    assert done(unfolded["second"]) == [(0, 1), *[(1, 1)] * 9, (0, 1), (0, 1)]
    assert [one.elsewhere for one in unfolded["second"]] == ["衡南县分公司"] * 6 + [""] * 6


def test_a_county_that_lost_its_last_branch_keeps_what_it_had(units, do):
    do(actions.move_unit, unit=units["first"], parent=units["north"], on=date(2021, 9, 1))
    duties = [duty for duty in duties_of_year(pack().norms["theme_day"], 2021) if duty.version]

    lines = lines_of(units["city"], duties, date(2021, 12, 31), clock.today(), Unfolding())
    [south] = [line for line in lines if line.unit.code == "south"]

    assert [(one.cell.done, one.cell.owing) for one in south.cells] == [
        (1, 2),
        *[(2, 2)] * 5,
        *[(1, 1)] * 2,
        *[(0, 0)] * 4,
    ]
    assert south.is_open is None


@pytest.mark.parametrize(
    ("month", "lines"),
    [
        ("2021-06", ["north", "hill", "south", "first", "second"]),  # the year's columns judge it under the north
        ("2021-07", ["north", "hill", "second", "first"]),
    ],
)
def test_month_of_the_city_has_it_under_the_county_of_then(units, enter, month, lines):
    page = enter("city_officer", "city").get(f"/matrix/city/{month}/?all=")

    assert [line["unit"].code for line in page.context["lines"]] == lines


def test_today_asks_the_county_it_belongs_to(units, enter):
    owing = {code: next(iter(running_cells(units[code], clock.today()))).owing for code in ("south", "north")}

    assert owing == {"south": 1, "north": 2}
    assert "1 个党支部中，0 个已完成" in enter("county_officer", "south").get("/").content.decode()
    assert "2 个党支部中，0 个已完成" in enter("county_officer", "north").get("/").content.decode()


def test_timeline_of_a_county_tells_of_it_only_while_it_belonged_there(units, enter):
    browser = enter("city_reader", "city")

    def by_month(code):
        folded = browser.get(f"/timeline/{code}/2021/?below=1").context["folded"]
        told = {m.month.first % 100: f.value for m in folded for f in m.folds if f.figure == "theme_days"}
        return [told.get(month, 0) for month in range(1, 13)]

    assert {code: by_month(code) for code in CITY} == BY_MONTH


def test_its_own_timeline_goes_on(units, enter):
    page = enter("county_officer", "north").get("/timeline/second/2021/?oldest=1")

    lines = [(x.day.month, x.title) for m in page.context["months"] for x in m.lines]

    assert [month for month, title in lines if title.endswith("次活动")] == [2, 3, 4, 5, 6, 6, 6, 7, 8, 9, 10, 10, 10]
    assert [month for month, title in lines if title == "调整隶属"] == [7]


def test_year_page_counts_it_where_it_was(units, enter):
    def theme_days(code):
        practices = enter("county_officer", code).get("/year/2021/").context["practices"]
        return {said.figure.code: said.value for said in practices[1].figures}["theme_days"]

    assert (theme_days("south"), theme_days("north")) == (15, 4)


def test_a_members_year_goes_on(units, do, moved):
    account = do(actions.open_account, username="member", password=None, person=moved)
    do(actions.grant_role, account=account, role="staff", unit=units["second"], from_on=JAN)
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = browser.get(f"/timeline/people/{moved.pk}/2021/?oldest=1")

    lines = [(x.day.month, x.title) for m in page.context["months"] for x in m.lines]
    assert [title for _, title in lines[:2]] == ["到岗", "编入支部"]
    assert [month for month, _ in lines[2:]] == [6, 10]
    assert [hours.minutes for hours in page.context["hours"]] == [2000]


@pytest.mark.parametrize(
    "address",
    [
        "/figures/second/2021/",
        "/figures/second/2021-05/theme_days/",
        "/matrix/second/2021/",
        "/matrix/second/2021-05/theme_day/",
        "/timeline/second/2021/",
    ],
)
def test_its_pages_belong_to_the_county_it_is_in(units, enter, address):
    assert enter("county_officer", "south").get(address).status_code == 404
    assert enter("county_officer", "north").get(address).status_code == 200


def test_the_old_county_keeps_its_records_by_name(units, enter):
    page = enter("county_officer", "south").get("/figures/south/2021-05/theme_days/")
    after = enter("county_officer", "north").get("/figures/north/2021-05/theme_days/")

    assert {line.unit_name for line in page.context["lines"]} == {"衡南第一党支部", "衡南第二党支部"}
    assert after.context["lines"] == []
