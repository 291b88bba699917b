"""The matrix of many units: folded, unfolded, moved, exempt; always in official order and in as few statements."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huoshui.ledger.periods import Period
from huoshui.organisation import actions
from huoshui.reports.queries.city import Unfolding, lines_of
from huoshui.reports.queries.matrix import running_duties

from .conftest import JAN, TODAY

MONTH = "/matrix/city/2021-{:02}/{}"
ALL = Unfolding(everything=True)


def _cells(line: dict[str, Any], page: Any) -> dict[str, tuple[str, str]]:
    heads = [column["label"] for column in page.context["columns"]]
    return {head: (cell.state, cell.count) for head, cell in zip(heads, line["cells"], strict=True)}


def _lines(page: Any) -> list[tuple[str, int, bool | None]]:
    return [(line["unit"].code, line["level"], line["is_open"]) for line in page.context["lines"]]


def _theme_days(page: Any) -> dict[str, tuple[str, str]]:
    return {line["unit"].code: _cells(line, page)["主题党日"] for line in page.context["lines"]}


def test_units_are_folded_in_official_order(units, enter, records):
    records.held(units["first"], date(2021, 10, 8), "theme_day")

    page = enter("city_officer", "city").get(MONTH.format(10, ""))

    assert _lines(page) == [("hill", 0, None), ("south", 0, False)]
    assert _theme_days(page) == {"hill": ("late", ""), "south": ("late", "1/2")}
    assert page.context["lines"][0]["above"] == "衡山县分公司"
    assert "，2 个党支部中，1 个已完成" in page.content.decode()


@pytest.mark.parametrize("asked", ["?open=south", "?all=", "?open=south&open=nowhere&all="])
def test_a_county_unfolds_into_the_units_that_owe(units, enter, records, asked):
    records.held(units["first"], date(2021, 10, 8), "theme_day")

    page = enter("city_officer", "city").get(MONTH.format(10, asked))

    assert _lines(page) == [("hill", 0, None), ("south", 0, True), ("first", 1, None), ("second", 1, None)]
    assert _theme_days(page)["first"] == ("done", "1")


def test_unfolding_one_is_a_link_that_comes_back_to_its_line(units, enter):
    browser = enter("city_officer", "city")

    folded = browser.get(MONTH.format(10, "")).context["lines"][1]["toggle"]
    opened = browser.get("/matrix/city/2021-10/" + folded.partition("#")[0]).context["lines"][1]["toggle"]

    assert (folded, opened) == ("?open=south#unit-south", "/matrix/city/2021-10/#unit-south")


def test_each_norm_stands_in_its_own_period_that_holds_the_month(units, enter):
    page = enter("city_officer", "city").get(MONTH.format(5, ""))

    periods = {column["label"]: column["period"] for column in page.context["columns"]}
    assert (periods["主题党日"], periods["党课"], periods["组织生活会"]) == ("5月", "二季度", "全年")
    assert page.context["steps"]["back"]["url"] == "/matrix/city/2021-04/"
    assert page.context["steps"]["ahead"]["url"] == "/matrix/city/2021-06/"


def test_steps_keep_what_is_unfolded_and_end_with_the_year(units, enter):
    steps = enter("city_officer", "city").get(MONTH.format(12, "?open=south")).context["steps"]

    assert steps["back"]["url"] == "/matrix/city/2021-11/?open=south"
    assert steps["ahead"] is None


def test_what_a_branch_has_under_it_is_folded_into_its_line(units, enter, records):
    records.held(units["cell"], date(2021, 10, 8), "cell_meeting")

    page = enter("county_officer", "south").get("/matrix/south/2021-10/")

    assert [_cells(line, page)["党小组会"] for line in page.context["lines"]] == [("done", "1/1"), ("none", "")]


def test_a_branch_of_its_own_has_a_line_for_itself(units, enter):
    page = enter("branch_secretary", "first").get("/matrix/first/2021-10/")

    assert _lines(page) == [("first", 0, None), ("cell", 0, None)]


def test_cells_open_and_what_is_ahead_does_not(units, enter):
    browser = enter("city_officer", "city")

    october, december = (browser.get(MONTH.format(month, "")).context["lines"][1]["cells"][0] for month in (10, 12))

    assert (october.url, december.url, december.state) == ("/matrix/south/2021-10/theme_day/", "", "future")
    assert browser.get(october.url).status_code == 200


def test_a_moved_branch_counts_where_it_was_and_where_it_is(units, enter, records, do):
    records.held(units["second"], date(2021, 6, 9), "theme_day")
    do(actions.move_unit, unit=units["second"], parent=units["north"], on=date(2021, 7, 1))
    browser = enter("city_officer", "city")

    june, july = (browser.get(MONTH.format(month, "?all=")) for month in (6, 7))

    in_june = [("north", 0, True), ("hill", 1, None), ("south", 0, True), ("first", 1, None), ("second", 1, None)]
    assert _lines(june) == in_june  # the north has a line of its own: the year's columns count the second there
    assert _theme_days(june)["south"] == ("late", "1/2")
    assert _lines(july) == [("north", 0, True), ("hill", 1, None), ("second", 1, None), ("first", 0, None)]
    assert _theme_days(july)["north"] == ("late", "0/2")


def test_a_yearly_norm_of_a_moved_branch_counts_where_it_was_last(units, enter, do):
    do(actions.move_unit, unit=units["second"], parent=units["north"], on=date(2021, 7, 1))

    page = enter("city_officer", "city").get(MONTH.format(6, "?all="))

    said = {line["unit"].code: _cells(line, page)["组织生活会"] for line in page.context["lines"]}
    assert (said["south"], said["second"]) == (("due", "0/1"), ("due", ""))
    yearly = [column for column in page.context["columns"] if column["period"] == "全年"]
    assert page.content.decode().count("，计入衡山县分公司") == len(yearly)


def test_a_norm_over_the_year_follows_the_tree_of_each_period(units, enter, records, do):
    do(actions.move_unit, unit=units["second"], parent=units["north"], on=date(2021, 7, 1))
    do(actions.open_unit, code="new", kind="branch", name="新支部", on=date(2021, 2, 1), parent=units["south"])
    do(actions.close_unit, unit=units["cell"], on=date(2021, 2, 1))
    do(actions.close_unit, unit=units["first"], on=date(2021, 3, 1))

    page = enter("city_officer", "city").get("/matrix/city/2021/norm/theme_day/?all=")

    rows = {line["unit"].code: [cell.count for cell in line["cells"]] for line in page.context["lines"]}
    states = {line["unit"].code: [cell.state for cell in line["cells"]] for line in page.context["lines"]}
    assert list(rows) == ["north", "hill", "second", "south", "new", "first"]
    assert rows["south"] == ["0/2", "0/3"] + ["0/2"] * 4 + ["0/1"] * 5 + [""]
    assert rows["north"] == ["0/1"] * 6 + ["0/2"] * 5 + [""]
    assert states["first"] == ["late"] * 2 + ["none"] * 10
    assert [cell.also for cell in page.context["lines"][2]["cells"]] == ["计入他处"] * 6 + [""] * 6


def test_an_exempt_branch_is_told_beside_and_not_among_them(units, enter, do):
    exemption = {"unit": units["first"], "norm": "theme_day", "from_on": date(2021, 9, 15), "until_on": None}
    do(actions.exempt_unit, **exemption, decided_by=units["south"], document_number="衡南党〔2021〕9号")
    browser = enter("city_officer", "city")

    august, september = (browser.get(MONTH.format(month, "?all=")) for month in (8, 9))

    assert _theme_days(august)["south"] == ("late", "0/2")
    assert _theme_days(september)["south"] == ("late", "0/1")
    assert _theme_days(september)["first"] == ("exempt", "")
    assert "，1 个党支部中，0 个已完成，另有 1 个免做" in september.content.decode()


def test_an_exempt_branch_that_did_it_has_done_it(units, enter, records, do):
    exemption = {"unit": units["first"], "norm": "theme_day", "from_on": JAN, "until_on": None}
    do(actions.exempt_unit, **exemption, decided_by=units["south"], document_number="")
    records.held(units["first"], date(2021, 9, 8), "theme_day")

    assert _theme_days(enter("city_officer", "city").get(MONTH.format(9, "")))["south"] == ("late", "1/2")


def test_a_branch_whose_members_are_all_exempt_is_exempt(units, enter, do):
    one = do(actions.add_person, name="张建国")
    do(actions.employ, person=one, unit=units["south"], on=JAN)
    do(actions.join_branch, person=one, branch=units["first"], status="member", on=JAN)
    given = {"norm": "concentrated_study", "from_on": JAN, "until_on": None, "decided_by": units["south"]}
    do(actions.exempt, person=one, **given)

    page = enter("city_officer", "city").get(MONTH.format(9, "?all="))

    assert {line["unit"].code: _cells(line, page)["集中学习"][0] for line in page.context["lines"]} == {
        "hill": "none",
        "south": "exempt",
        "first": "exempt",
        "second": "none",
    }


def test_units_that_left_are_named_without_a_link(units, enter, do):
    do(actions.move_unit, unit=units["second"], parent=units["north"], on=date(2021, 6, 1))

    page = enter("county_officer", "south").get("/matrix/south/2021-04/")

    assert [(line["unit"].code, bool(line["url"])) for line in page.context["lines"]] == [
        ("first", True),
        ("second", False),
    ]
    assert not any(cell.url for cell in page.context["lines"][1]["cells"])


def test_neither_states_nor_numbers_change_the_order(units, records, enter):
    browser = enter("city_officer", "city")

    before = _lines(browser.get(MONTH.format(10, "?all=")))
    records.held(units["second"], date(2021, 10, 8), "theme_day", "lecture", "members_meeting")

    page = browser.get(MONTH.format(10, "?all="))
    assert _lines(page) == before
    assert not re.search(r">[^<]*(\d ?[%％]|排序)", page.content.decode())


def test_names_are_escaped(units, enter, do):
    do(actions.open_unit, code="odd", kind="branch", name="<b>支部", on=JAN, parent=units["south"])

    page = enter("city_officer", "city").get(MONTH.format(10, "?all=")).content.decode()

    assert "&lt;b&gt;支部" in page
    assert "<b>支部" not in page


@pytest.mark.parametrize("unit", ["first", "south", "city"])
def test_lines_are_read_in_the_same_few_statements(units, unit):
    with CaptureQueriesContext(connection) as asked:
        month = Period.month(2021, 10)
        lines_of(units[unit], running_duties(month.ends_on), month.ends_on, TODAY, ALL)

    statements = [query["sql"] for query in asked]
    assert (len([sql for sql in statements if "ledger_" in sql]), len(statements)) == (6, 12)


def test_paper_has_the_legend_and_no_controls(units, enter):
    page = enter("city_officer", "city").get(MONTH.format(10, "")).content.decode()

    assert 'class="legend"' in page
    assert '<body class="across"' in page
    assert 'href="/static/reports/across.css" media="print"' in page
    for control in ("steps", "city-toggle", "actions"):
        assert re.search(rf'class="{control} no-print"', page), control
