"""A secretary leaves: what they held goes to another, once, with the account that belongs to it."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from huoshui.base import parts as house_parts
from huoshui.base.parts import Held, Part
from huoshui.ledger.reconcile import differences
from huoshui.organisation import actions, facts
from huoshui.organisation.models import Account, HandOver, PersonKey, Post
from huoshui.organisation.queries.holding import holdings
from huoshui.organisation.rules import refusals
from huoshui.organisation.viewing import viewer_of
from tests.racing import at_once, on_disk  # noqa: F401  (fixtures)

from .conftest import JAN, JULY
from .test_units import said

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "chun-jiang-shui-nuan"


@pytest.fixture
def secretary(units, person, do):
    """In post since January, with an account, and heading the outlet beside it."""
    do(actions.appoint, person=person, unit=units["branch"], kind="secretary", on=JAN)
    account = do(actions.open_account, username="zhang", password=PASSWORD, person=person)
    do(actions.grant_role, account=account, role="branch_secretary", unit=units["branch"], from_on=JAN)
    return person


@pytest.fixture
def successor(units, do):
    one = do(actions.add_person, name="单长春")
    do(actions.join_branch, person=one, branch=units["branch"], status="member", on=JAN)
    return one


@pytest.fixture
def stranger(units, do):
    """Secretary of the other county's branch."""
    one = do(actions.add_person, name="王大山")
    do(actions.join_branch, person=one, branch=units["hill"], status="member", on=JAN)
    do(actions.appoint, person=one, unit=units["hill"], kind="secretary", on=JAN)
    return one


@pytest.fixture
def officer(units, do):
    account = do(actions.open_account, username="officer", password=None)
    do(actions.grant_role, account=account, role="county_officer", unit=units["south"], from_on=JAN)
    return account


@pytest.fixture
def client(officer, settings):
    settings.HUOSHUI_TODAY = JULY
    browser = Client()
    browser.force_login(officer, backend=BACKEND)
    return browser


@pytest.fixture
def diary(monkeypatch):
    """A part in which things are held and passed on."""
    held: dict[str, int] = {}

    def pass_on(codes, to, by, at, source):
        held.update(dict.fromkeys(codes, to))

    def told(viewer, person_id):
        return [Held(code, "读书会", "衡南第一党支部") for code, holder in held.items() if holder == person_id]

    monkeypatch.setitem(house_parts._parts, "diary", Part("diary", "日程", held=told, pass_on=pass_on))
    return held


def given(officer, person, successor, units, do, **more):
    viewer = viewer_of(officer, JULY)
    choices = {holding.code: successor for holding in holdings(viewer, person)}
    asked = {"viewer": viewer, "person": person, "unit": units["branch"], "choices": choices, "on": JULY}
    return {**asked, "leaving": actions.Leaving(), "submission": uuid4(), **more}


def test_everything_goes_to_the_successor_at_once(units, secretary, successor, officer, diary, do):
    diary["series:1"] = secretary.pk
    handed = do(actions.hand_over, **given(officer, secretary, successor, units, do))

    assert diary == {"series:1": successor.pk}
    assert list(Post.objects.on(JULY).values_list("person", "kind")) == [(successor.pk, "secretary")]
    old = secretary.posts.get()
    assert said(f"organisation.post:{old.pk}")[-1][0] == "post.ended"
    opened = handed.opened[0].account
    assert (opened.username, opened.has_once_password, opened.person) == ("shanchangchun", True, successor)
    assert opened.check_password(handed.opened[0].password)
    assert viewer_of(opened, JULY).may("activities.record")
    assert not viewer_of(Account.objects.get(username="zhang"), JULY).may("activities.record")
    rows = handed.handover.items.values_list("code", "title", "unit_name", "successor")
    assert list(rows.order_by("position")) == [
        (f"post:{old.pk}", "书记", "衡南第一党支部", successor.pk),
        ("diary.series:1", "读书会", "衡南第一党支部", successor.pk),
    ]
    known = set(PersonKey.objects.values_list("key", flat=True))
    assert differences(facts.wanted(), part="organisation", known_people=known) == []


def test_the_same_hand_over_again_changes_nothing(units, secretary, successor, officer, do):
    asked = given(officer, secretary, successor, units, do)
    first = do(actions.hand_over, **asked)
    again = do(actions.hand_over, **asked)

    assert (again.handover, again.opened) == (first.handover, [])
    assert HandOver.objects.count() == 1


def test_who_comes_second_is_told(units, secretary, successor, officer, do):
    asked = given(officer, secretary, successor, units, do)
    do(actions.hand_over, **asked)

    with pytest.raises(refusals.HandedMeanwhile, match="可能已有人办理了交接"):
        do(actions.hand_over, **asked | {"submission": uuid4()})
    assert HandOver.objects.count() == 1


def test_leaving_altogether_ends_everything_and_closes_the_account(units, secretary, successor, officer, do):
    browser = Client()
    browser.post("/sign-in/", {"login": "zhang", "password": PASSWORD})
    leaving = actions.Leaving(secretary.memberships.get(), secretary.employments.get(), closes_account=True)
    do(actions.hand_over, **given(officer, secretary, successor, units, do, leaving=leaving))

    assert (secretary.memberships.get().until_on, secretary.employments.get().until_on) == (JULY, JULY)
    assert not Account.objects.get(username="zhang").is_active
    assert browser.get(reverse("organisation:tree")).url.startswith("/sign-in/")


def test_nothing_is_left_behind_by_who_leaves(units, secretary, successor, officer, do):
    asked = given(officer, secretary, successor, units, do)
    asked["leaving"] = replace(asked["leaving"], employment=secretary.employments.get())
    asked["choices"] = dict.fromkeys(asked["choices"], actions.KEEP)

    with pytest.raises(refusals.NoSuccessor, match="书记”还没有人接"):
        do(actions.hand_over, **asked)
    assert secretary.employments.get().until_on is None


def test_an_appointment_of_that_very_day_is_as_if_it_had_never_been(units, secretary, successor, officer, do):
    do(actions.hand_over, **given(officer, secretary, successor, units, do))
    mistaken = successor.posts.get()
    do(actions.hand_over, **given(officer, successor, secretary, units, do))

    assert list(Post.objects.on(JULY).values_list("person", flat=True)) == [secretary.pk]
    assert not successor.posts.exists()
    assert said(f"organisation.post:{mistaken.pk}") == []
    assert not viewer_of(Account.objects.get(person=successor), JULY).may("activities.record")
    assert viewer_of(Account.objects.get(person=secretary), JULY).may("activities.record")


def test_a_refusal_leaves_everything_as_it_was(units, secretary, successor, officer, diary, do):
    diary["series:1"] = secretary.pk
    asked = given(officer, secretary, successor, units, do, on=date(2020, 12, 31))  # before the post began

    with pytest.raises(refusals.WrongDates):
        do(actions.hand_over, **asked)
    assert list(Post.objects.on(JULY).values_list("person", flat=True)) == [secretary.pk]
    assert not Account.objects.filter(person=successor).exists()


def test_the_page_lists_what_is_held_and_hands_it_over(units, secretary, successor, stranger, client):
    url = reverse("organisation:handover", args=[secretary.pk])
    page = client.get(url)
    post = secretary.posts.get()
    form = page.context["form"]

    assert [(h.code, h.title, h.note) for h in form.held] == [
        (f"post:{post.pk}", "书记", "账号角色“党支部书记”随职务交接")
    ]
    assert [person.name for person in form.people.values()] == ["单长春"]
    sent = {"on": JULY, "to": successor.pk, f"item-post:{post.pk}": "same"}
    sent |= {"submission": str(form["submission"].value()), "seen": form["seen"].value()}
    assert client.post(url, sent | {"to": stranger.pk}).status_code == 422
    assert client.post(url, sent | {"to": ""}).status_code == 422
    assert client.post(url, sent | {"on": "2021-07-02"}).status_code == 422
    done = client.post(url, sent)
    shown = done.content.decode()
    assert (done.status_code, "shanchangchun" in shown, done.context["opened"][0].password in shown) == (
        200,
        True,
        True,
    )
    handover = HandOver.objects.get(submission=UUID(sent["submission"]))
    listed = reverse("organisation:handed", args=[handover.pk])
    assert client.post(url, sent).url == listed
    assert client.post(url, sent | {"submission": str(uuid4())}).url == url
    paper = client.get(listed).content.decode()
    assert ("书记" in paper, "单长春" in paper, done.context["opened"][0].password in paper) == (True, True, False)


def test_successors_are_looked_for_in_sight_alone(units, secretary, successor, stranger, client, do):
    clerk = do(actions.add_person, name="王小溪")
    do(actions.employ, person=clerk, unit=units["south"], on=JAN)
    page = client.get(reverse("organisation:handover", args=[secretary.pk]), {"q": "w"})

    assert [person.name for person in page.context["form"].people.values()] == ["王小溪"]


def test_another_countys_hand_over_is_not_there(units, stranger, client, do):
    row = HandOver.objects.create(person=stranger, unit=units["hill"], on=JULY, made_at=do.at, submission=uuid4())

    assert client.get(reverse("organisation:handed", args=[row.pk])).status_code == 404
    assert client.post(reverse("organisation:handover", args=[stranger.pk])).status_code == 404


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_wins_and_one_is_told(secretary, successor, units, officer, do, on_disk, at_once):  # noqa: F811
    sent = iter([given(officer, secretary, successor, units, do) for _ in range(2)])

    answers = at_once(lambda: do(actions.hand_over, **next(sent)).handover)

    assert [a for a in answers if isinstance(a, HandOver)] == [HandOver.objects.get()]
    assert [type(a) for a in answers if not isinstance(a, HandOver)] == [refusals.HandedMeanwhile]
    assert Post.objects.on(JULY).filter(kind="secretary").count() == 1
