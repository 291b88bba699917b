from datetime import date

import pytest

from huoshui.ledger.models import Fact
from huoshui.ledger.periods import Period
from huoshui.organisation import actions
from huoshui.organisation.models import Person, PersonKey
from huoshui.organisation.public import holders, home_of, keys_of, names_of, roster, units_with_post
from huoshui.organisation.rules import refusals

from .conftest import DEC, JAN, JULY
from .test_units import said

JUNE = date(2021, 6, 30)
NEW_YEARS_EVE = date(2020, 12, 31)  # in UTC: facts begin at midnight in Shanghai


def names(people):
    return [person.name for person in people]


@pytest.fixture
def colleague(units, do):
    """Works at the same outlet; a member of nothing."""
    one = do(actions.add_person, name="李秀英")
    do(actions.employ, person=one, unit=units["outlet"], on=JAN)
    return one


@pytest.fixture
def stranger(units, do):
    """A probationary member of the other county's branch."""
    one = do(actions.add_person, name="王大山")
    do(actions.employ, person=one, unit=units["north"], on=JAN)
    do(actions.join_branch, person=one, branch=units["hill"], status="probationary", on=JAN)
    return one


def test_joining_and_leaving_are_facts(units, person, do):
    membership = person.memberships.get()
    do(actions.leave_branch, membership=membership, on=JULY)
    path = units["branch"].path

    assert said(f"organisation.membership:{membership.pk}") == [
        ("membership.began", path, NEW_YEARS_EVE, "new"),
        ("membership.ended", path, JUNE, "ended"),
    ]
    fact = Fact.objects.filter(kind="organisation.membership.began").get()
    assert (fact.person, fact.unit_id, fact.month, fact.says["status"]) == (
        keys_of([person.pk])[person.pk],
        units["branch"].pk,
        202101,
        "member",
    )


def test_employment_begins_and_ends(units, person, do):
    work = person.employments.get()
    do(actions.leave_employment, employment=work, on=JULY)

    assert said(f"organisation.employment:{work.pk}") == [
        ("employment.began", units["outlet"].path, NEW_YEARS_EVE, "new"),
        ("employment.ended", units["outlet"].path, JUNE, "ended"),
    ]


def test_a_corrected_end_reverses_the_old_one(units, person, do):
    work = person.employments.get()
    do(actions.leave_employment, employment=work, on=JULY)
    do(actions.leave_employment, employment=work, on=DEC)

    days = [day for kind, _, day, _ in said(f"organisation.employment:{work.pk}") if kind == "employment.ended"]
    assert days == [date(2021, 11, 30)]
    assert Fact.objects.filter(kind="organisation.employment.ended").count() == 3


def test_joining_a_second_branch_is_refused(units, person, do):
    with pytest.raises(refusals.AlreadyMember, match="张建国自 2021-01-01 起已编入“衡南第一党支部”"):
        do(actions.join_branch, person=person, branch=units["hill"], status="member", on=JULY)


def test_joining_twice_in_one_file_is_refused(units, person, colleague, do):
    rows = [
        actions.NewMembership(colleague, units["hill"], "member", JULY),
        actions.NewMembership(colleague, units["branch"], "member", DEC),
    ]

    with pytest.raises(refusals.AlreadyMember):
        do(actions.join_branches, memberships=rows)


def test_joining_again_the_same_day_returns_the_same_row(units, person, do):
    again = do(actions.join_branch, person=person, branch=units["branch"], status="member", on=JAN)

    assert again == person.memberships.get()
    assert Fact.objects.filter(kind="organisation.membership.began").count() == 1


def test_joining_an_outlet_or_a_branch_not_yet_open_is_refused(units, colleague, do):
    with pytest.raises(refusals.WrongKind):
        do(actions.join_branch, person=colleague, branch=units["outlet"], status="member", on=JAN)
    with pytest.raises(refusals.UnitNotOpen):
        do(actions.join_branch, person=colleague, branch=units["branch"], status="member", on=date(2020, 5, 1))


def test_a_change_of_status_ends_one_row_and_begins_another(units, stranger, do):
    first = stranger.memberships.get()
    second = do(actions.change_membership, membership=first, on=JULY, status="member", cell=None)

    assert said(f"organisation.membership:{first.pk}")[-1][::3] == ("membership.ended", "changed")
    assert said(f"organisation.membership:{second.pk}")[0][::3] == ("membership.began", "changed")
    assert (second.status, second.unit_id) == ("member", units["hill"].pk)


def test_home_is_the_branch_of_a_member_else_the_workplace(units, person, colleague, stranger):
    found = home_of([person.pk, colleague.pk, stranger.pk], JULY)

    assert found == {
        person.pk: (units["branch"].pk, units["branch"].path),
        colleague.pk: (units["outlet"].pk, units["outlet"].path),
        stranger.pk: (units["hill"].pk, units["hill"].path),
    }
    assert home_of([person.pk], date(2020, 1, 1)) == {}


def test_a_league_member_is_at_home_at_work(units, colleague, do):
    do(actions.join_branch, person=colleague, branch=units["branch"], status="league", on=JAN)

    assert home_of([colleague.pk], JULY) == {colleague.pk: (units["outlet"].pk, units["outlet"].path)}


def test_roster_of_members(units, person, colleague, stranger, do):
    do(actions.join_branch, person=colleague, branch=units["branch"], status="league", on=JAN)

    assert names(roster(units["branch"], JULY, "members")) == ["张建国"]
    assert names(roster(units["south"], JULY, "members")) == ["张建国"]
    assert names(roster(units["city"], JULY, "members")) == ["王大山", "张建国"]
    assert roster(units["branch"], date(2020, 1, 1), "members") == []


def test_roster_of_a_cell(units, person, stranger, do):
    do(actions.change_membership, membership=person.memberships.get(), on=JULY, status="member", cell=units["cell"])

    assert names(roster(units["cell"], JULY, "cell")) == ["张建国"]
    assert names(roster(units["cell"], JUNE, "cell")) == []


def test_roster_of_the_committee_is_by_post(units, person, colleague, stranger, do):
    do(actions.appoint, person=colleague, unit=units["branch"], kind="committee_member", on=JAN)
    do(actions.appoint, person=person, unit=units["branch"], kind="secretary", on=JAN)
    do(actions.appoint, person=stranger, unit=units["hill"], kind="secretary", on=JAN)

    found = roster(units["branch"], JULY, "committee")

    assert [(p.name, p.unit_id) for p in found] == [("张建国", units["branch"].pk), ("李秀英", units["outlet"].pk)]


def test_roster_of_staff(units, person, colleague, stranger):
    assert names(roster(units["outlet"], JULY, "staff")) == ["李秀英", "张建国"]
    assert names(roster(units["branch"], JULY, "staff")) == ["李秀英", "张建国"]
    assert names(roster(units["city"], JULY, "staff")) == ["李秀英", "王大山", "张建国"]
    assert roster(units["city"], JULY, "open") == []


def test_roster_costs_the_same_for_one_and_for_three(units, person, do, django_assert_num_queries):
    with django_assert_num_queries(8):
        roster(units["branch"], JULY, "members")
    for name in ("陈一", "陈二"):
        one = do(actions.add_person, name=name)
        do(actions.join_branch, person=one, branch=units["branch"], status="member", on=JAN)

    with django_assert_num_queries(8):
        assert len(roster(units["branch"], JULY, "members")) == 3


def test_posts_begin_end_and_are_held(units, person, stranger, do):
    post = do(actions.appoint, person=person, unit=units["branch"], kind="secretary", on=JAN)
    do(actions.appoint, person=stranger, unit=units["hill"], kind="committee_member", on=JAN)
    do(actions.end_post, post=post, on=JULY)

    assert [kind for kind, *_ in said(f"organisation.post:{post.pk}")] == ["post.began", "post.ended"]
    assert holders(units["branch"], "secretary", JUNE) == [person]
    assert holders(units["branch"], "secretary", JULY) == []
    assert units_with_post("secretary", Period.month(2021, 6)) == {units["branch"].pk}
    assert units_with_post("secretary", Period.month(2021, 7)) == set()


def test_a_post_where_there_is_none_or_twice_is_refused(units, person, do):
    do(actions.appoint, person=person, unit=units["branch"], kind="secretary", on=JAN)

    with pytest.raises(refusals.WrongKind):
        do(actions.appoint, person=person, unit=units["outlet"], kind="secretary", on=JAN)
    with pytest.raises(refusals.AlreadyHolds):
        do(actions.appoint, person=person, unit=units["branch"], kind="secretary", on=JULY)


def test_an_exemption_goes_along_with_the_person(units, person, do):
    given = {"norm": "concentrated_study", "from_on": JAN, "until_on": date(2022, 1, 1), "decided_by": units["branch"]}
    row = do(actions.exempt, person=person, **given)
    do(actions.leave_branch, membership=person.memberships.get(), on=JULY)

    assert said(f"organisation.exemption:{row.pk}") == [
        ("exemption.began", units["branch"].path, NEW_YEARS_EVE, "new"),
        ("exemption.ended", units["branch"].path, JUNE, "moved"),
        ("exemption.began", units["outlet"].path, JUNE, "moved"),
        ("exemption.ended", units["outlet"].path, date(2021, 12, 31), "ended"),
    ]
    do(actions.end_exemption, exemption=row, on=JULY)
    assert [day for *_, day, _ in said(f"organisation.exemption:{row.pk}")] == [NEW_YEARS_EVE, JUNE]


def test_erasing_deletes_the_key_and_leaves_the_facts(units, person, do):
    key = keys_of([person.pk])[person.pk]
    do(actions.open_account, username="zhang", password=None, phone="13800000001", person=person)
    do(actions.leave_branch, membership=person.memberships.get(), on=JULY)
    do(actions.leave_employment, employment=person.employments.get(), on=JULY)
    count = Fact.objects.count()
    do(actions.erase_person, person=person)
    row = Person.objects.get(pk=person.pk)

    assert (row.name, row.phone, row.sort_key) == ("（已删除）", "", "")
    assert not PersonKey.objects.filter(person=person).exists()
    assert not hasattr(row, "account")
    assert names_of([key]) == {}
    assert Fact.objects.count() == count
    assert Fact.objects.filter(person=key).count() == 4
    with pytest.raises(refusals.PersonErased):
        do(actions.employ, person=row, unit=units["outlet"], on=DEC)


def test_erasing_somebody_still_here_is_refused(person, do):
    with pytest.raises(refusals.StillInside):
        do(actions.erase_person, person=person)
