from datetime import date

import pytest

from huoshui.ledger.models import Fact
from huoshui.ledger.reconcile import differences
from huoshui.organisation import actions, facts
from huoshui.organisation.models import PersonKey, UnitSpell
from huoshui.organisation.public import name_on, outlets_served, path_on, paths_on, scope_of, units_under
from huoshui.organisation.rules import refusals

from .conftest import DEC, JAN, JULY

JUNE = date(2021, 6, 30)


def codes(then):
    return [unit.code for unit in then]


def said(subject):
    """The net facts of a subject, as (kind, path, day, cause)."""
    found = Fact.objects.net().filter(subject=subject).order_by("occurred_at", "pk")
    return [(f.kind.split(".", 1)[1], f.path, f.occurred_at.date(), f.says.get("cause")) for f in found]


def test_units_under_are_in_official_order(units):
    found = units_under(units["city"], JUNE)

    assert codes(found) == ["city", "north", "hill", "south", "outlet", "branch", "cell"]
    assert codes(units_under(units["city"], JUNE, kinds={"branch"})) == ["hill", "branch"]


def test_a_unit_is_not_in_the_tree_before_it_opens(units):
    assert units_under(units["city"], date(2020, 12, 31)) == []


def test_past_subtree_is_the_one_of_then(units, do):
    do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)

    assert codes(units_under(units["south"], JUNE)) == ["south", "outlet", "branch", "cell"]
    assert codes(units_under(units["south"], JULY)) == ["south", "outlet"]
    assert codes(units_under(units["north"], JULY)) == ["north", "hill", "branch", "cell"]


def test_path_on_follows_the_move(units, do):
    before = units["cell"].path
    do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)
    units["cell"].refresh_from_db()
    cell = units["cell"]

    assert path_on(cell.pk, JUNE) == before
    assert path_on(cell.pk, JULY) == cell.path == f"{units['north'].path}{units['branch'].path[-6:]}{before[-6:]}"
    assert paths_on([(cell.pk, JUNE), (cell.pk, date(2020, 1, 1))]) == {(cell.pk, JUNE): before}
    assert scope_of(cell).paths == tuple(sorted([before, cell.path]))


def test_move_closes_at_the_old_path_and_opens_at_the_new(units, do):
    old = units["branch"].path
    moved = do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)

    assert said(f"organisation.unit:{moved.pk}") == [
        ("unit.opened", old, date(2020, 12, 31), "new"),
        ("unit.closed", old, JUNE, "moved"),
        ("unit.opened", moved.path, JUNE, "moved"),
    ]


def test_move_takes_everything_open_along(units, person, do):
    old = units["branch"].path
    post = do(actions.appoint, person=person, unit=units["branch"], kind="secretary", on=JAN)
    exemption = {"norm": "concentrated_study", "from_on": JAN, "until_on": None, "decided_by": units["branch"]}
    freed = do(actions.exempt, person=person, **exemption)
    new = do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY).path
    membership, work = person.memberships.get(), person.employments.get()

    for kind, row in (("membership", membership), ("post", post), ("exemption", freed)):
        assert said(f"organisation.{kind}:{row.pk}") == [
            (f"{kind}.began", old, date(2020, 12, 31), "new"),
            (f"{kind}.ended", old, JUNE, "moved"),
            (f"{kind}.began", new, JUNE, "moved"),
        ]
    assert len(said(f"organisation.employment:{work.pk}")) == 1


def test_move_leaves_what_ended_before_it(units, person, do):
    membership = person.memberships.get()
    do(actions.leave_branch, membership=membership, on=date(2021, 6, 1))
    before = said(f"organisation.membership:{membership.pk}")
    do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)

    assert said(f"organisation.membership:{membership.pk}") == before


def test_moving_there_again_changes_nothing(units, do):
    do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)
    count = Fact.objects.count()
    do(actions.move_unit, unit=units["branch"], parent=units["north"], on=DEC)

    assert Fact.objects.count() == count


def test_move_before_another_change_is_refused(units, do):
    do(actions.rename_unit, unit=units["cell"], name="向阳党小组", on=DEC)

    with pytest.raises(refusals.ChangedSince, match="向阳党小组"):
        do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)


def test_move_under_a_parent_that_has_moved_since_is_refused(units, do):
    do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)
    late = actions.NewUnit("second", "cell", "第二党小组", JAN, "branch")

    with pytest.raises(refusals.ChangedSince, match="衡南第一党支部"):
        do(actions.open_units, units=[late])


def test_move_under_itself_or_the_wrong_kind_is_refused(units, do):
    with pytest.raises(refusals.UnderItself):
        do(actions.move_unit, unit=units["south"], parent=units["branch"], on=JULY)
    with pytest.raises(refusals.WrongKind):
        do(actions.move_unit, unit=units["cell"], parent=units["north"], on=JULY)


def test_changes_ahead_of_their_day_are_refused(units, do):
    with pytest.raises(refusals.NotYet):
        do(actions.move_unit, unit=units["branch"], parent=units["north"], on=date(2022, 1, 1))


def test_rename_keeps_the_old_name_then(units, do):
    do(actions.rename_unit, unit=units["branch"], name="衡南机关党支部", on=JULY)

    assert [unit.name for unit in units_under(units["branch"], JUNE, kinds={"branch"})] == ["衡南第一党支部"]
    assert [unit.name for unit in units_under(units["branch"], JULY, kinds={"branch"})] == ["衡南机关党支部"]
    assert name_on(units["branch"].pk, JUNE) == "衡南第一党支部"
    assert [fact[0] for fact in said(f"organisation.unit:{units['branch'].pk}")] == ["unit.opened", "unit.renamed"]


def test_close_ends_the_unit_and_its_services(units, do):
    closed = do(actions.close_unit, unit=units["outlet"], on=JULY)

    assert codes(units_under(units["south"], JULY)) == ["south", "branch", "cell"]
    assert said(f"organisation.unit:{closed.pk}")[-1] == ("unit.closed", closed.path, JUNE, "closed")
    assert units["branch"].services.get().until_on == JULY


def test_closing_a_unit_with_people_is_refused_and_says_what_to_do(units, person, do):
    with pytest.raises(refusals.UnitInUse, match=r"1 个下级单位（先撤销或调整）、1 名在册党（团）员（先转出）"):
        do(actions.close_unit, unit=units["branch"], on=JULY)


def test_opening_checks_code_kind_and_parent(units, do):
    with pytest.raises(refusals.CodeTaken):
        do(actions.open_units, units=[actions.NewUnit("city", "department", "另一个", JAN, "city")])
    with pytest.raises(refusals.WrongKind):
        do(actions.open_units, units=[actions.NewUnit("x", "cell", "小组", JAN, "city")])
    with pytest.raises(refusals.UnknownUnit):
        do(actions.open_units, units=[actions.NewUnit("x", "outlet", "网点", JAN, "nowhere")])
    with pytest.raises(refusals.WrongKind):
        do(actions.open_units, units=[actions.NewUnit("x", "branch", "支部", JAN, "city", party_superior="south")])


def test_rows_and_facts_agree_after_everything(units, person, do):
    do(actions.rename_unit, unit=units["branch"], name="衡南机关党支部", on=date(2021, 3, 1))
    do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)
    do(actions.leave_branch, membership=person.memberships.get(), on=DEC)
    do(actions.leave_employment, employment=person.employments.get(), on=DEC)
    do(actions.erase_person, person=person)

    known = set(PersonKey.objects.values_list("key", flat=True))
    assert differences(facts.wanted(), part="organisation", known_people=known) == []
    assert UnitSpell.objects.filter(unit=units["branch"]).count() == 3


def test_opening_the_same_unit_again_returns_it(units, do):
    given = {"code": "outlet", "kind": "outlet", "name": "三塘网点", "on": JAN, "parent": units["south"]}

    assert do(actions.open_unit, **given) == units["outlet"]
    with pytest.raises(refusals.CodeTaken):
        do(actions.open_unit, **(given | {"name": "另一个网点"}))


def test_a_cell_with_members_does_not_leave_its_branch(units, person, do):
    do(actions.change_membership, membership=person.memberships.get(), on=JULY, status="member", cell=units["cell"])

    with pytest.raises(refusals.UnitInUse):
        do(actions.move_unit, unit=units["cell"], parent=units["hill"], on=JULY)


def test_outlets_are_served_from_a_day_until_another(units, do):
    row = do(actions.serve_outlet, party_unit=units["hill"], outlet=units["outlet"], on=JULY)
    assert do(actions.serve_outlet, party_unit=units["hill"], outlet=units["outlet"], on=DEC) == row
    do(actions.stop_serving, service=row, on=DEC)

    assert [outlets_served(units["hill"], day) for day in (JUNE, JULY, DEC)] == [[], [units["outlet"]], []]
    with pytest.raises(refusals.WrongKind):
        do(actions.serve_outlet, party_unit=units["south"], outlet=units["outlet"], on=JULY)
