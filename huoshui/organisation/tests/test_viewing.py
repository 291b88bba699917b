from datetime import date

import pytest
from django.urls import reverse

from huoshui.organisation import actions
from huoshui.organisation.models import Unit
from huoshui.organisation.part import PART
from huoshui.organisation.public import keys_of, search_people, unit_visible, units_under, viewer_of

from .conftest import JAN, JULY

NEXT_YEAR = date(2022, 1, 1)
PASSWORD = "chun-jiang-shui-nuan"


@pytest.fixture
def account(units, person, do):
    """Secretary of the branch during 2021."""
    opened = do(actions.open_account, username="zhang", password=PASSWORD, phone="13800000001", person=person)
    do(
        actions.grant_role,
        account=opened,
        role="branch_secretary",
        unit=units["branch"],
        from_on=JAN,
        until_on=NEXT_YEAR,
    )
    return opened


@pytest.fixture
def others(units, person, do):
    """People of the same name in sight and out of it."""
    made = do(actions.add_people, people=[actions.NewPerson("张在此"), actions.NewPerson("张在彼")])
    rows = [actions.NewMembership(made[0], units["branch"], "member", JAN)]
    rows.append(actions.NewMembership(made[1], units["hill"], "member", JAN))
    do(actions.join_branches, memberships=rows)
    return made


@pytest.fixture
def signed_in(client, account, settings):
    settings.HUOSHUI_TODAY = JULY
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_nobody_may_do_anything(db):
    nobody = viewer_of(None, JULY)

    assert (nobody.is_signed_in, nobody.may("people.view"), nobody.key, nobody.home_unit) == (False, False, None, None)
    assert list(nobody.units("people.view")) == []


def test_a_viewer_sees_the_subtree_only(units, account):
    viewer = viewer_of(account, JULY)

    assert [unit.code for unit in viewer.units("activities.record")] == ["branch", "cell"]
    assert unit_visible(viewer, "activities.record", "cell") == units["cell"]
    with pytest.raises(Unit.DoesNotExist):
        unit_visible(viewer, "activities.record", "hill")
    with pytest.raises(Unit.DoesNotExist):
        unit_visible(viewer, "organisation.manage", "branch")


def test_a_viewer_knows_home_and_key(units, person, account):
    viewer = viewer_of(account, JULY)

    assert viewer.home_unit == units["branch"]
    assert (viewer.person_id, viewer.key) == (person.pk, keys_of([person.pk])[person.pk])


def test_roles_begin_and_end_on_their_dates(account):
    days = [date(2020, 12, 31), JAN, date(2021, 12, 31), NEXT_YEAR]

    assert [viewer_of(account, day).may("people.view") for day in days] == [False, True, True, False]


def test_an_ended_role_or_inactive_account_may_nothing(account, do):
    do(actions.end_role, grant=account.grants.get(), on=JULY)
    assert not viewer_of(account, JULY).may("people.view")

    account.is_active = False
    assert not viewer_of(account, date(2021, 6, 30)).is_signed_in


def test_scope_keeps_the_paths_of_before_the_move(units, account, do):
    old = units["branch"].path
    new = do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY).path
    viewer = viewer_of(account, JULY)

    assert viewer.prefixes("figures.view") == (new,)
    assert viewer.scope("figures.view").paths == tuple(sorted([old, new]))


def test_roles_over_a_unit_and_its_county_are_one_prefix(units, account, do):
    do(actions.grant_role, account=account, role="county_officer", unit=units["south"], from_on=JAN)

    assert viewer_of(account, JULY).prefixes("people.view") == (units["south"].path,)
    assert viewer_of(account, JULY).prefixes("organisation.manage") == (units["south"].path,)


def test_a_viewer_costs_one_query_whatever_is_asked(units, account, do, django_assert_num_queries):
    with django_assert_num_queries(1):
        viewer = viewer_of(account, JULY)
        assert viewer.may("people.view")
        assert viewer.prefixes("people.view")
        assert viewer.home_unit
    for code in ("south", "north"):
        do(actions.grant_role, account=account, role="county_officer", unit=units[code], from_on=JAN)

    with django_assert_num_queries(1):
        assert viewer_of(account, JULY).may("people.view")


def test_search_finds_only_people_in_sight(units, account, others):
    viewer = viewer_of(account, JULY)

    assert [person.name for person in search_people(viewer, "张")] == ["张建国", "张在此"]
    assert [found.title for found in PART.search(viewer, " 张在 ")] == ["张在此"]
    assert search_people(viewer, "  ") == search_people(viewer_of(None, JULY), "张") == []


def test_search_costs_the_same_for_one_and_for_three(account, others, units, do, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert len(list(PART.search(viewer_of(account, JULY), "张在"))) == 1
    for name in ("张在左", "张在右"):
        one = do(actions.add_person, name=name)
        do(actions.join_branch, person=one, branch=units["branch"], status="member", on=JAN)

    with django_assert_num_queries(4):
        assert len(list(PART.search(viewer_of(account, JULY), "张在"))) == 3


def test_subtree_costs_the_same_for_one_and_for_three(units, django_assert_num_queries):
    for code, found in (("hill", 1), ("branch", 2), ("south", 4)):
        with django_assert_num_queries(2):
            assert len(units_under(units[code], JULY)) == found


def test_a_membership_opens_the_person_only_for_those_over_the_branch(account, person, others):
    rows = {one.name: one.memberships.get().pk for one in (person, *others)}

    found = PART.pages["organisation.membership"](viewer_of(account, JULY), rows.values())

    assert found == {
        rows["张建国"]: (f"/organisation/people/{person.pk}/", "张建国"),
        rows["张在此"]: (f"/organisation/people/{others[0].pk}/", "张在此"),
    }


def test_person_page_is_404_for_anothers_person(signed_in, person, others):
    here, there = others

    assert signed_in.get(reverse("organisation:person", args=[here.pk])).status_code == 200
    assert signed_in.get(reverse("organisation:person", args=[there.pk])).status_code == 404
    assert signed_in.get(reverse("organisation:person", args=[999999])).status_code == 404


def test_person_page_tells_posts_and_places(signed_in, units, person, do):
    do(actions.appoint, person=person, unit=units["branch"], kind="secretary", on=JAN)
    page = signed_in.get(reverse("organisation:person", args=[person.pk])).content.decode()

    for words in ("张建国", "三塘网点", "衡南第一党支部", "党员"):
        assert words in page


def test_membership_is_hidden_from_those_over_the_workplace_alone(client, settings, units, others, do):
    settings.HUOSHUI_TODAY = JULY
    do(actions.employ, person=others[1], unit=units["outlet"], on=JAN)
    officer = do(actions.open_account, username="officer", password=None)
    do(actions.grant_role, account=officer, role="county_officer", unit=units["south"], from_on=JAN)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("organisation:person", args=[others[1].pk])).content.decode()

    assert "三塘网点" in page
    assert "衡山党支部" not in page
    assert "党员" not in page


def test_person_page_needs_signing_in_and_permission(client, settings, units, person, do):
    settings.HUOSHUI_TODAY = JULY
    url = reverse("organisation:person", args=[person.pk])
    assert client.get(url).url == f"/sign-in/?next={url}"

    staff = do(actions.open_account, username="staff", password=None)
    do(actions.grant_role, account=staff, role="staff", unit=units["city"], from_on=JAN)
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(url).status_code == 403
