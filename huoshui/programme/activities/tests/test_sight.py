"""Another unit's activity does not exist: by page, by search, on 今天, behind a figure."""

from datetime import date

import pytest
from django.urls import reverse

from huoshui.ledger.models import Fact
from huoshui.organisation import actions as organisation
from huoshui.organisation.models import Account
from huoshui.organisation.public import viewer_of

from ..actions import plan_activity
from ..models import Activity
from ..part import PART
from .conftest import HELD, TODAY, to
from .page import text_of

STRANGERS = [("branch_secretary", "hill"), ("branch_secretary", "second"), ("county_officer", "north")]


def viewer(role, code):
    return viewer_of(Account.objects.get(username=f"{role}-{code}"), TODAY)


@pytest.mark.parametrize(("role", "code"), STRANGERS)
def test_another_units_activity_is_not_there(role, code, house, recorded, enter):
    client, facts = enter(role, code), Fact.objects.count()
    waiting = plan_activity(unit=house.units["branch"], kind="theme_day", starts_at=HELD)
    names = [("show", recorded), ("correct", recorded), ("withdraw", recorded), ("record", waiting), ("show", waiting)]
    urls = [to(name, activity.pk) for name, activity in names]
    urls += [to("plan", "branch"), to("record_new", "branch", "theme_day"), f"{to('new')}?unit=branch"]

    for url in urls:
        assert client.get(url).status_code == 404, url
    for url in urls[1:-1]:
        if url != to("show", waiting.pk):
            assert client.post(url, {"revision": "1", "minutes": "60"}).status_code == 404, url
    assert Fact.objects.count() == facts
    assert Activity.objects.get(pk=recorded.pk).is_recorded


@pytest.mark.parametrize(("role", "code"), STRANGERS)
def test_nor_by_search_nor_on_today_nor_behind_figures(role, code, recorded, enter, house):
    enter(role, code)
    plan_activity(unit=house.units["branch"], kind="theme_day", starts_at=HELD, title="学党史下一讲")
    looking = viewer(role, code)

    assert list(PART.search(looking, "学党史")) == []
    assert list(PART.search(looking, "主题党日")) == []
    assert list(PART.search(looking, "衡南")) == []
    assert list(PART.agenda(looking, TODAY)) == []
    assert PART.pages["activities.activity"](looking, [recorded.pk]) == {}
    assert PART.record_url(looking, house.units["branch"], "theme_day") is None


@pytest.mark.parametrize(
    ("role", "code"), [("branch_secretary", "branch"), ("county_officer", "south"), ("city_officer", "city")]
)
def test_those_over_the_unit_see_it(role, code, house, recorded, enter):
    client = enter(role, code)
    looking, url = viewer(role, code), to("show", recorded.pk)

    assert "学党史" in text_of(client.get(url))
    assert [(found.title, found.detail, found.url) for found in PART.search(looking, "党史")] == [
        ("主题党日：学党史", "衡南第一党支部，2021年4月9日", url)
    ]
    assert [found.url for found in PART.search(looking, "主题党")] == [url]
    assert PART.pages["activities.activity"](looking, [recorded.pk, 999]) == {recorded.pk: (url, "主题党日：学党史")}
    own = [("主题党日：学党史", "done", url)] if role == "branch_secretary" else []
    assert [(item.title, item.state, item.url) for item in PART.agenda(looking, TODAY)] == own


@pytest.mark.parametrize(("role", "code"), [("county_officer", "south"), ("city_officer", "city")])
def test_who_was_absent_stays_in_the_branch(role, code, house, recorded, enter):
    client = enter(role, code)
    waiting = plan_activity(unit=house.units["branch"], kind="theme_day", starts_at=HELD)

    page = text_of(client.get(to("show", recorded.pk)))

    assert "应到6人，实到4人，请假1人" in page
    for words in ("方大海", "高远", "出班投递"):
        assert words not in page
    for url in (to("correct", recorded.pk), to("withdraw", recorded.pk), to("record", waiting.pk)):
        assert client.get(url).status_code == 404
    assert client.get(to("record_new", "branch", "theme_day")).status_code == 404
    assert client.get(to("record_new", code, "reading_club")).status_code == 200
    assert PART.record_url(viewer(role, code), house.units["branch"], "theme_day") is None


def test_signs_of_like_find_nothing(recorded, enter):
    enter("branch_secretary", "branch")

    assert list(PART.search(viewer("branch_secretary", "branch"), "%")) == []
    assert list(PART.search(viewer("branch_secretary", "branch"), "_")) == []


def test_staff_see_the_record_but_not_who_was_absent_or_why(house, recorded, enter):
    client = enter("staff", "branch")

    page = text_of(client.get(to("show", recorded.pk)))

    for words in ("应到6人，实到4人，请假1人", "6 人", "4 人"):
        assert words in page
    for words in ("方大海", "高远", "出班投递", to("correct", recorded.pk), to("withdraw", recorded.pk)):
        assert words not in page
    for words in ("/figures/", "/matrix/"):  # closed to them
        assert words not in page
    for url in (to("correct", recorded.pk), to("withdraw", recorded.pk), to("new"), to("plan", "branch")):
        assert client.get(url).status_code == 403


def test_who_looks_after_accounts_sees_no_activity(recorded, enter):
    client = enter("system_admin", "city")

    assert client.get(to("show", recorded.pk)).status_code == 403
    assert client.get(to("new")).status_code == 403


def test_not_signed_in_means_signing_in(client, recorded):
    for name in ("show", "record", "correct", "withdraw"):
        url = to(name, recorded.pk)
        assert client.get(url).url == f"{reverse('organisation:sign_in')}?next={url}"


@pytest.mark.parametrize("page", ["/activities/new/", "/matrix/", "/figures/"])
def test_a_unit_whose_code_no_database_can_hold_is_not_found(page, secretary):
    assert secretary.get(page, {"unit": "branch\0"}).status_code == 404


def test_an_activity_that_never_was_is_not_found(secretary, house):
    for pk in (999, 10**18, 10**30):
        assert secretary.get(f"/activities/{pk}/").status_code == 404


def test_the_agenda_has_what_waits_and_what_is_due(house, enter):
    enter("branch_secretary", "branch")
    for day, title in (
        (date(2021, 4, 10), "明天"),
        (TODAY, "今天"),
        (date(2021, 4, 2), "上周"),
        (date(2020, 12, 1), "久远"),
    ):
        Activity.objects.create(
            unit=house.units["branch"],
            path=house.units["branch"].path,
            kind="lecture",
            title=title,
            starts_at=HELD.replace(year=day.year, month=day.month, day=day.day),
            minutes=60,
        )

    items = PART.agenda(viewer("branch_secretary", "branch"), TODAY)

    assert [(item.title, item.state) for item in items] == [("专题党课：上周", "late"), ("专题党课：今天", "due")]


def test_a_matrix_cell_leads_to_a_form_that_carries_its_tag(house, enter):
    enter("branch_secretary", "branch")
    looking = viewer("branch_secretary", "branch")

    found = {tag: PART.record_url(looking, house.units["branch"], tag) for tag in ("lecture", "base_education", "x")}

    assert found == {
        "lecture": to("record_new", "branch", "lecture"),
        "base_education": to("record_new", "branch", "base_education"),
        "x": None,
    }


def test_recording_for_somebody_whose_first_role_records_nothing(house, enter, do):
    client = enter("staff", "outlet")
    account = Account.objects.get(username="staff-outlet")
    do(organisation.grant_role, account=account, role="branch_secretary", unit=house.units["branch"], from_on=TODAY)

    page = text_of(client.get(to("new")))

    assert to("record_new", "branch", "theme_day") in page
    assert to("record_new", "outlet", "volunteering") not in page
