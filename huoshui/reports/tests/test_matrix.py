from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huoshui.ledger.periods import Period
from huoshui.organisation import actions
from huoshui.organisation.models import Unit
from huoshui.packs.loaded import pack
from huoshui.reports.queries.figures import figure_of
from huoshui.reports.queries.matrix import cells_of, matrix_of, running_cells
from huoshui.reports.rules import Duty, State, duties_of_year

from .conftest import JAN, TODAY

D, U, L, F, N = State.DONE, State.DUE, State.LATE, State.FUTURE, State.NONE


def _row(unit: Unit, norm: str, year: int = 2021, today: date = TODAY):
    return cells_of(unit, duties_of_year(pack().norms[norm], year), today)


def _states(unit: Unit, norm: str, year: int = 2021, today: date = TODAY) -> list[State]:
    return [cell.state for cell in _row(unit, norm, year, today)]


def _stood(cell):
    return [(standing.unit.code, standing.count, standing.state) for standing in cell.standings]


def test_months_of_a_branch_are_done_late_due_or_ahead(units, records):
    records.held(units["first"], date(2021, 3, 5), "theme_day")
    records.held(units["first"], date(2021, 3, 26), "theme_day")
    records.held(units["first"], date(2021, 10, 8), "lecture")
    records.held(units["second"], date(2021, 4, 9), "theme_day")

    cells = _row(units["first"], "theme_day")

    assert [cell.state for cell in cells] == [L, L, D, L, L, L, L, L, L, L, U, F]
    assert cells[2].standings[0].count == 2
    assert all(cell.is_own(units["first"]) for cell in cells)


def test_quarters_and_years_have_their_own_periods(units, records):
    records.held(units["first"], date(2021, 5, 7), "members_meeting", "oath_renewal")

    assert _states(units["first"], "members_meeting") == [L, D, L, U]
    assert _states(units["first"], "oath_renewal") == [D]
    assert _states(units["second"], "oath_renewal") == [U]


def test_superior_sees_who_is_done_in_official_order(units, records):
    records.held(units["first"], date(2021, 3, 5), "theme_day")
    records.held(units["hill"], date(2021, 3, 5), "theme_day")

    march = _row(units["city"], "theme_day")[2]

    assert (march.done, march.owing, march.state) == (2, 3, L)
    assert _stood(march) == [("hill", 1, D), ("first", 1, D), ("second", 0, L)]


def test_cells_owe_for_themselves_under_their_branch(units, records):
    records.held(units["cell"], date(2021, 10, 8), "cell_meeting")

    october = _row(units["first"], "cell_meeting")[9]

    assert _stood(october) == [("cell", 1, D)]
    assert not october.is_own(units["first"])


def test_what_a_cell_did_counts_for_its_branch_in_the_matrix_as_in_the_figure(units, records):
    records.held(units["cell"], date(2021, 10, 8), "cell_meeting", "self_study")
    records.held(units["south"], date(2021, 10, 9), "self_study")

    [own], [county] = (_row(units[code], "self_study") for code in ("first", "south"))

    assert (own.standings[0].count, own.state) == (1, D)
    assert own.standings[0].count == figure_of(pack().figures["self_studies"], units["first"], own.duty.period).value
    assert _stood(county) == [("first", 1, D), ("second", 0, U)]


def test_unit_owes_nothing_before_it_opened_and_after_it_closed(units, do):
    opened = do(
        actions.open_unit, code="new", kind="branch", name="新支部", on=date(2021, 4, 15), parent=units["south"]
    )
    do(actions.close_unit, unit=opened, on=date(2021, 9, 30))

    assert _states(opened, "theme_day") == [N, N, N, L, L, L, L, L, N, N, N, N]
    assert [c.owing for c in _row(units["south"], "theme_day")] == [2, 2, 2, 3, 3, 3, 3, 3, 2, 2, 2, 2]


def test_past_is_judged_by_the_tree_of_then(units, records, do):
    records.held(units["second"], date(2021, 4, 9), "theme_day")
    do(actions.move_unit, unit=units["second"], parent=units["north"], on=date(2021, 6, 1))

    south, north = _row(units["south"], "theme_day"), _row(units["north"], "theme_day")

    assert [cell.owing for cell in south] == [2] * 5 + [1] * 7
    assert [cell.owing for cell in north] == [1] * 5 + [2] * 7
    assert _stood(south[3]) == [("first", 0, L), ("second", 1, D)]


def test_what_a_unit_did_before_it_moved_still_counts_in_the_period(units, records, do):
    records.held(units["second"], date(2021, 4, 9), "members_meeting")
    do(actions.move_unit, unit=units["second"], parent=units["north"], on=date(2021, 6, 1))

    assert _stood(_row(units["north"], "members_meeting")[1]) == [("hill", 0, L), ("second", 1, D)]
    assert _stood(_row(units["second"], "members_meeting")[1]) == [("second", 1, D)]


def test_norm_that_needs_a_post_is_owed_where_the_post_was_held(units, do):
    one = do(actions.add_person, name="张建国")
    do(actions.employ, person=one, unit=units["south"], on=JAN)
    do(actions.join_branch, person=one, branch=units["first"], status="member", on=JAN)
    post = do(actions.appoint, person=one, unit=units["first"], kind="committee_member", on=date(2021, 3, 10))
    do(actions.end_post, post=post, on=date(2021, 6, 1))

    assert _states(units["first"], "committee_meeting") == [N, N, L, L, L] + [N] * 7
    assert _states(units["second"], "committee_meeting") == [N] * 12


def test_hours_are_asked_of_members_less_those_exempted(units, records, do):
    people = [do(actions.add_person, name=name) for name in ("张建国", "李卫东")]
    for person in people:
        do(actions.employ, person=person, unit=units["south"], on=JAN)
        do(actions.join_branch, person=person, branch=units["first"], status="member", on=JAN)
    key = people[0].ledger_key.key
    records.attended(units["first"], date(2021, 5, 1), key, "concentrated_study", minutes=1919)

    [before] = _row(units["first"], "concentrated_study")
    records.attended(units["first"], date(2021, 5, 2), key, "concentrated_study", minutes=1)
    given = {"norm": "concentrated_study", "from_on": JAN, "until_on": None, "decided_by": units["south"]}
    [reached] = _row(units["first"], "concentrated_study")
    do(actions.exempt, person=people[1], **given)
    [after] = _row(units["first"], "concentrated_study")

    assert [(c.standings[0].count, c.standings[0].asked, c.state) for c in (before, reached, after)] == [
        (0, 2, U),
        (1, 2, U),
        (1, 1, D),
    ]
    assert _states(units["second"], "concentrated_study") == [N]


def test_matrix_leaves_out_norms_nobody_under_the_unit_owes(units):
    assert "cell_meeting" not in {row[0].duty.norm.code for row in matrix_of(units["north"], 2021, TODAY)}
    assert [row[0].duty.norm.code for row in matrix_of(units["first"], 2021, TODAY)] == [
        code for code in pack().norms if code not in ("committee_meeting", "concentrated_study")
    ]
    assert matrix_of(units["first"], 2020, TODAY) == []


def test_running_cells_are_those_of_the_month_quarter_and_year_of_today(units):
    periods = {cell.duty.norm.code: cell.duty.period for cell in running_cells(units["first"], TODAY)}

    assert periods["theme_day"] == Period.month(2021, 11)
    assert periods["members_meeting"] == Period.quarter(2021, 4)
    assert periods["members_review"] == Period.year(2021)


def test_norm_that_changed_in_mid_year_counts_by_each_version(units, records):
    norm = pack().norms["theme_day"]
    [version] = norm.versions
    before = version.model_copy(update={"until_on": date(2021, 7, 1)})
    after = version.model_copy(update={"from_on": date(2021, 7, 1), "per": "quarter", "at_least": 2})
    changed = norm.model_copy(update={"versions": (before, after)})
    for day in (date(2021, 2, 5), date(2021, 7, 9), date(2021, 8, 6), date(2021, 10, 8)):
        records.held(units["first"], day, "theme_day")

    cells = cells_of(units["first"], duties_of_year(changed, 2021), TODAY)

    assert [(c.duty.period.written, c.state) for c in cells] == [
        ("2021-01", L),
        ("2021-02", D),
        ("2021-03", L),
        ("2021-04", L),
        ("2021-05", L),
        ("2021-06", L),
        ("2021-Q3", D),
        ("2021-Q4", U),
    ]


def test_months_without_a_version_are_an_empty_cell(units):
    empty = Duty(pack().norms["theme_day"], Period(202101, 202102), None)

    assert [(cell.state, cell.standings) for cell in cells_of(units["first"], [empty], TODAY)] == [(N, ())]


@pytest.mark.parametrize("unit", ["first", "south", "city"])
def test_matrix_is_read_in_the_same_few_statements(units, records, unit):
    for branch in ("first", "second", "hill"):
        records.held(units[branch], date(2021, 3, 5), "theme_day")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        matrix_of(units[unit], 2021, TODAY)

    statements = [query["sql"] for query in asked]
    assert len([sql for sql in statements if "ledger_" in sql]) == 6
    assert len(statements) == 12
