"""Every page of the organisation: who may open it, and that what lies elsewhere is not there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huoshui.organisation import actions
from huoshui.organisation.models import Account, Person, Unit

from .conftest import JAN, JULY, Doing

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MAY = date(2021, 5, 1)
UNIT_PAGES = ["open_unit", "rename_unit", "move_unit", "close_unit", "exempt_unit", "serve", "add_person"]
PERSON_PAGES = ["employ", "join", "appoint", "exempt", "handover"]
POST_ONLY = {"reopen_post", "reopen_membership", "reopen_employment", "stop_serving"}


def to(name: str, *args: Any) -> str:
    return reverse(f"organisation:{name}", args=args)


@dataclass
class House:
    """South with a member in post, and north with another, each exempted and with a membership, a job, a service."""

    units: dict[str, Unit]
    person: Person
    stranger: Person
    rows: dict[str, dict[str, int]]


@pytest.fixture
def house(units, person, do) -> House:
    stranger = do(actions.add_person, name="王大山")
    do(actions.employ, person=stranger, unit=units["north"], on=JAN)
    do(actions.join_branch, person=stranger, branch=units["hill"], status="member", on=JAN)
    rows = {
        "south": _rows(do, units, person, "branch", "south"),
        "north": _rows(do, units, stranger, "hill", "north"),
    }
    return House(units, person, stranger, rows)


def _rows(do: Doing, units: dict[str, Unit], person: Person, branch: str, county: str) -> dict[str, int]:
    post = do(actions.appoint, person=person, unit=units[branch], kind="secretary", on=JAN)
    service = do(actions.serve_outlet, party_unit=units[branch], outlet=units["outlet"], on=JAN)
    given = {"from_on": JAN, "until_on": None}
    exemption = do(actions.exempt, person=person, norm="concentrated_study", decided_by=units[branch], **given)
    of_unit = do(actions.exempt_unit, unit=units[branch], norm="theme_day", decided_by=units[county], **given)
    membership, job = person.memberships.get().pk, person.employments.get().pk
    return {
        "end_post": post.pk,
        "reopen_post": post.pk,
        "change_membership": membership,
        "leave_branch": membership,
        "reopen_membership": membership,
        "leave_work": job,
        "reopen_employment": job,
        "stop_serving": service.pk,
        "end_exemption": exemption.pk,
        "end_unit_exemption": of_unit.pk,
    }


@pytest.fixture
def enter(house, do, settings):
    """Signs somebody in, by role and unit, on a day in July."""
    settings.HUOSHUI_TODAY = JULY

    def come(role: str, code: str) -> Client:
        account = do(actions.open_account, username=f"{role}-{code}", password=None)
        do(actions.grant_role, account=account, role=role, unit=house.units[code], from_on=JAN)
        client = Client()
        client.force_login(account, backend=BACKEND)
        return client

    return come


def test_pages_of_ones_own_county_open(house, enter):
    client = enter("county_officer", "south")

    pages = [to("tree"), to("people"), to("unit", "branch"), to("unit", "outlet"), to("person", house.person.pk)]
    pages += [to(name, "branch") for name in UNIT_PAGES]
    pages += [to(name, house.person.pk) for name in PERSON_PAGES]
    pages += [to(name, pk) for name, pk in house.rows["south"].items() if name not in POST_ONLY]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_lies_in_another_county_is_not_there(house, enter, method):
    client = enter("county_officer", "south")

    pages = [to(name, code) for name in ("unit", *UNIT_PAGES) for code in ("hill", "north", "nowhere")]
    pages += [to(name, pk) for name in ("person", *PERSON_PAGES) for pk in (house.stranger.pk, 10**12)]
    pages += [to(name, pk) for name, pk in house.rows["north"].items() if method == "post" or name not in POST_ONLY]
    assert {page: getattr(client, method)(page).status_code for page in pages} == dict.fromkeys(pages, 404)


def test_the_unit_one_looks_after_is_not_ones_own_to_exempt_by_oneself(house, enter):
    page = enter("county_officer", "south").get(to("exempt_unit", "branch")).content.decode()

    assert '<option value="south">' in page
    assert '<option value="branch">' not in page
    assert '<option value="city">' not in page


@pytest.mark.parametrize("role", ["branch_secretary", "city_reader"])
def test_who_may_read_may_change_nothing(house, enter, role):
    client = enter(role, "branch")

    assert client.get(to("unit", "branch")).status_code == 200
    assert "维护这个单位" not in client.get(to("unit", "branch")).content.decode()
    changing = [to(name, "branch") for name in UNIT_PAGES] + [to(name, house.person.pk) for name in PERSON_PAGES]
    assert {client.post(page).status_code for page in changing} == {403}


def test_staff_see_no_organisation(house, enter):
    client = enter("staff", "city")

    assert [client.get(to(name)).status_code for name in ("tree", "people", "accounts")] == [403, 403, 403]


def test_who_looks_after_accounts_changes_no_unit_and_sees_no_people(house, enter):
    client = enter("system_admin", "city")
    unit = client.get(to("unit", "branch")).content.decode()

    assert [client.get(to(name)).status_code for name in ("tree", "accounts", "people")] == [200, 200, 403]
    assert client.get(to("rename_unit", "branch")).status_code == 403
    assert "衡南第一党支部" in unit
    assert house.person.name not in unit


def test_nobody_signed_in_is_asked_to(house, client):
    for page in (to("tree"), to("unit", "branch"), to("people"), to("handover", house.person.pk)):
        assert client.get(page).url == f"/sign-in/?next={page}"


def test_a_unit_page_tells_its_life(house, enter, do):
    do(actions.rename_unit, unit=house.units["branch"], name="三塘党支部", on=JULY)
    page = enter("county_officer", "south").get(to("unit", "branch")).content.decode()

    for words in (
        "三塘党支部",
        "衡南第一党支部",
        "2021年1月1日至2021年6月30日",
        "张建国",
        "书记",
        "三塘网点",
        "主题党日",
    ):
        assert words in page
    assert "1 名党员" in page
    assert "王大山" not in page


def test_a_list_of_people_costs_the_same_for_one_and_for_three(house, enter, do, django_assert_num_queries):
    client = enter("county_officer", "south")
    client.get(to("people"))
    with django_assert_num_queries(8):
        assert "共 1 人" in client.get(to("people")).content.decode()
    made = do(actions.add_people, people=[actions.NewPerson("陈一"), actions.NewPerson("陈二")])
    do(actions.employ_people, employments=[actions.NewEmployment(one, house.units["outlet"], JAN) for one in made])

    with django_assert_num_queries(8):
        assert "共 3 人" in client.get(to("people")).content.decode()


def test_people_are_found_narrowed_and_stand_in_pinyin_order(house, enter, do):
    names = ("曾三", "安一", "单二")
    made = do(actions.add_people, people=[actions.NewPerson(name) for name in names])
    do(actions.employ_people, employments=[actions.NewEmployment(one, house.units["outlet"], JAN) for one in made])
    client = enter("county_officer", "south")

    def listed(**asked: str) -> list[str]:
        page = client.get(to("people"), asked).content.decode()
        found = [(page.index(f">{name}</a>"), name) for name in (*names, "张建国", "王大山") if f">{name}</a>" in page]
        return [name for _, name in sorted(found)]

    assert listed() == ["安一", "单二", "曾三", "张建国"]
    assert listed(q="zs") == ["曾三"]
    assert listed(q="zhangjg") == ["张建国"]
    assert listed(status="member") == ["张建国"]
    assert listed(unit="branch") == ["张建国"]
    assert listed(unit="outlet") == ["安一", "单二", "曾三", "张建国"]
    assert listed(unit="hill") == listed()
    assert listed(here="left") == []


def test_who_left_is_found_by_who_looks_after_the_organisation_alone(house, enter, do):
    for membership in house.person.memberships.all():
        do(actions.leave_branch, membership=membership, on=JULY)
    do(actions.leave_employment, employment=house.person.employments.get(), on=JULY)
    officer, reader = enter("county_officer", "south"), enter("city_reader", "south")

    assert ">张建国</a>" not in officer.get(to("people")).content.decode()
    assert ">张建国</a>" in officer.get(to("people"), {"here": "left"}).content.decode()
    assert ">张建国</a>" not in reader.get(to("people"), {"here": "left"}).content.decode()
    assert officer.get(to("person", house.person.pk)).status_code == 200
    assert reader.get(to("person", house.person.pk)).status_code == 404


def test_an_account_that_was_told_its_password_sets_one_of_its_own_first(house, do, settings):
    settings.HUOSHUI_TODAY = JULY
    opened = do(
        actions.open_with_role,
        person=house.person,
        username="zhangjianguo",
        phone="",
        password="k7mq-3ndx-w9pa",
        role="branch_secretary",
        unit=house.units["branch"],
        from_on=JAN,
        until_on=None,
    )
    client = Client()
    client.post("/sign-in/", {"login": "zhangjianguo", "password": opened.password})

    assert client.get(to("tree")).url == client.get(to("unit", "branch")).url == "/password/"
    said = client.post("/password/", {"password": opened.password, "repeated": opened.password})
    assert (said.status_code, "和原来的一样" in said.content.decode()) == (422, True)
    assert client.post("/password/", {"password": "chun-jiang-shui", "repeated": "no"}).status_code == 422
    assert client.post("/password/", {"password": "12345678901", "repeated": "12345678901"}).status_code == 422
    client.post("/password/", {"password": "chun-jiang-shui", "repeated": "chun-jiang-shui"})
    assert client.get(to("tree")).status_code == 200
    assert not Account.objects.get(username="zhangjianguo").has_once_password

    taken = {"password": "xia-tian-de-shui ", "repeated": "xia-tian-de-shui "}
    for guess in ({}, {"current": "chun-jiang"}):
        assert client.post("/password/", taken | guess).status_code == 422
    assert Account.objects.get(username="zhangjianguo").check_password("chun-jiang-shui")
    assert client.post("/password/", taken | {"current": "chun-jiang-shui"}).status_code == 302
    assert Account.objects.get(username="zhangjianguo").check_password("xia-tian-de-shui ")

    Account.objects.update(is_demo=True)
    again = {"current": "xia-tian-de-shui ", "password": "qiu-tian-de-shui", "repeated": "qiu-tian-de-shui"}
    assert "人人都在用" in client.post("/password/", again).content.decode()


def test_who_went_to_another_county_is_looked_after_there(house, enter, do):
    """Nothing decided there is seen, and the work there is not ended, by those they left."""
    gone = house.person
    for row in gone.memberships.all():
        do(actions.leave_branch, membership=row, on=MAY)
    do(actions.change_workplace, person=gone, unit=house.units["north"], on=MAY)
    do(actions.join_branch, person=gone, branch=house.units["hill"], status="member", on=MAY)
    given = {"from_on": date(2021, 6, 1), "until_on": None}
    do(actions.end_exemption, exemption=gone.exemptions.get(), on=MAY)
    do(actions.exempt, person=gone, norm="concentrated_study", decided_by=house.units["hill"], **given)
    south, city = enter("county_officer", "south"), enter("city_officer", "city")

    assert ["衡山党支部" in c.get(to("person", gone.pk)).content.decode() for c in (south, city)] == [False, True]
    answers = [c.post(to("employ", gone.pk), {"unit": "outlet", "on": "2021-06-15"}) for c in (south, city)]
    assert [answer.status_code for answer in answers] == [422, 302]
    assert list(answers[0].context["form"].errors) == ["unit"]
