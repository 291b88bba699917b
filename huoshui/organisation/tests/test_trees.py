"""Readings in bulk say what the single ones say."""

from datetime import date

from huoshui.ledger.periods import Period
from huoshui.organisation import actions
from huoshui.organisation.queries.units import (
    name_on,
    names_on,
    scope_around,
    scope_of,
    trees_under,
    units_under,
    units_with_post,
    units_with_posts,
)

from .conftest import JAN, JULY

MAY = date(2021, 5, 31)
AUGUST = date(2021, 8, 31)
BEFORE = date(2020, 12, 31)


def test_several_days_of_the_tree_are_as_each_alone(units, do):
    do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)
    do(actions.rename_unit, unit=units["hill"], name="改名后的支部", on=JULY)
    days = [BEFORE, JAN, MAY, JULY, AUGUST]

    trees = {code: trees_under(units[code], days) for code in ("city", "south", "north", "branch")}

    assert trees == {code: {day: units_under(units[code], day) for day in days} for code in trees}
    assert [then.code for then in trees["south"][MAY]] == ["south", "outlet", "branch", "cell"]
    assert [then.code for then in trees["south"][AUGUST]] == ["south", "outlet"]
    assert trees["city"][BEFORE] == []
    assert [then.code for then in trees_under(units["north"], days, ["branch"])[AUGUST]] == ["hill", "branch"]


def test_several_names_are_as_each_alone_and_last_after_closing(units, do):
    do(actions.rename_unit, unit=units["hill"], name="改名后的支部", on=JULY)
    closed = do(actions.open_unit, code="short", kind="outlet", name="短暂网点", on=JAN, parent=units["north"])
    do(actions.close_unit, unit=closed, on=JULY)
    hill = units["hill"].pk

    names = names_on([(hill, MAY), (hill, JULY), (closed.pk, MAY), (closed.pk, AUGUST), (closed.pk, BEFORE)])

    assert names == {
        (hill, MAY): name_on(hill, MAY),
        (hill, JULY): "改名后的支部",
        (closed.pk, MAY): "短暂网点",
        (closed.pk, AUGUST): "短暂网点",
    }


def test_several_posts_and_periods_are_as_each_alone(units, person, do):
    post = do(actions.appoint, person=person, unit=units["branch"], kind="secretary", on=date(2021, 2, 10))
    do(actions.end_post, post=post, on=date(2021, 5, 1))
    periods = [Period.month(2021, n) for n in range(1, 7)]
    kinds = ("secretary", "committee_member")

    held = units_with_posts(kinds, periods)

    assert held == {(kind, period): units_with_post(kind, period) for kind in kinds for period in periods}
    assert [bool(held["secretary", period]) for period in periods] == [False, True, True, True, False, False]


def test_scope_around_adds_where_newcomers_were_before(units, do):
    old = units["branch"].path
    do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)

    around = scope_around(units["north"], [units["branch"].pk, units["hill"].pk])

    assert scope_of(units["north"]).paths == (units["north"].path,)
    assert set(around.paths) == {units["north"].path, old}
