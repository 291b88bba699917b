from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huoshui.base.clock import at_time
from huoshui.base.parts import AgendaItem
from huoshui.organisation import actions
from huoshui.organisation.models import Account

PAGES = (
    "/matrix/{}/2021/",
    "/matrix/{}/2021-11/",
    "/matrix/{}/2021/norm/theme_day/",
    "/matrix/{}/2021-11/theme_day/",
    "/figures/{}/2021/",
    "/figures/{}/2021/theme_days/",
)


def _text(response) -> str:
    return " ".join(response.content.decode().split())


def _statements(browser, address: str) -> int:
    """Of a session that is under way: the first page of one also renews it."""
    browser.get("/search/")
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("unit", ["hill", "north", "city", "nowhere"])
def test_unit_of_another_subtree_is_not_there(units, enter, page, unit):
    for role in ("branch_secretary", "county_officer"):
        browser = enter(role, "south")

        assert browser.get(page.format(unit)).status_code == 404
        assert browser.get(page.format("first")).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "/matrix/", "/figures/", "/year/2021/"])
@pytest.mark.parametrize("role", ["system_admin", "staff"])
def test_page_without_permission_is_refused(units, enter, page, role):
    assert enter(role, "city").get(page.format("south")).status_code == 403


@pytest.mark.parametrize("page", [*PAGES, "/matrix/", "/figures/", "/search/", "/year/2021/"])
def test_page_asks_who_is_there(units, client, page):
    address = page.format("south")

    assert client.get(address).url == f"/sign-in/?next={address}"


@pytest.mark.parametrize(
    "address",
    [
        "/matrix/south/1999/",
        "/matrix/south/2021-13/",
        "/matrix/south/2021-Q4/",
        "/matrix/south/2021/norm/no_such_norm/",
        "/matrix/south/2021-13/theme_day/",
        "/matrix/south/2021-Q4/theme_day/",
        "/matrix/south/2020-12/theme_day/",
        "/matrix/south/2021-11/no_such_norm/",
        "/figures/south/2021-5/",
        "/figures/south/2021/no_such_figure/",
    ],
)
def test_address_that_names_nothing_is_not_there(units, enter, address):
    assert enter("county_officer", "south").get(address).status_code == 404


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/matrix/south/2021/",
        "/matrix/south/2021-11/",
        "/matrix/south/2021-11/?all=",
        "/matrix/south/2021-11/theme_day/",
        "/figures/south/2021/",
    ],
)
def test_page_takes_as_many_statements_for_one_branch_as_for_three(units, records, enter, do, page):
    do(actions.close_unit, unit=units["second"], on=date(2021, 1, 2))
    records.held(units["first"], date(2021, 11, 5), "theme_day")
    browser = enter("county_officer", "south")

    one = _statements(browser, page)
    for code in ("third", "fourth"):
        opened = {"code": code, "kind": "branch", "name": code, "on": date(2021, 2, 1), "parent": units["south"]}
        records.held(do(actions.open_unit, **opened), date(2021, 11, 5), "theme_day")

    assert _statements(browser, page) == one


def test_records_page_takes_as_many_statements_for_one_record_as_for_three(units, records, enter):
    browser = enter("county_officer", "south")
    records.held(units["first"], date(2021, 11, 5), "theme_day")

    one = _statements(browser, "/figures/south/2021/theme_days/")
    records.held(units["second"], date(2021, 11, 5), "theme_day")
    records.held(units["first"], date(2021, 10, 8), "theme_day")

    assert _statements(browser, "/figures/south/2021/theme_days/") == one


def test_cells_of_an_own_unit_open_records_or_the_form(units, records, enter):
    records.held(units["first"], date(2021, 10, 8), "theme_day")

    [row, *_] = enter("branch_secretary", "first").get("/matrix/first/2021/").context["rows"]

    assert [(cell.state, cell.url) for cell in row["cells"]][8:] == [
        ("late", "/new/first/theme_day/?day=2021-09-30"),
        ("done", "/figures/first/2021-10/theme_days_with_joint/"),
        ("due", "/new/first/theme_day/"),
        ("future", ""),
    ]


def test_cells_of_a_superior_open_the_units_that_owe(units, records, enter):
    records.held(units["hill"], date(2021, 10, 8), "theme_day")
    browser = enter("city_officer", "city")

    [row, *_] = browser.get("/matrix/city/2021/").context["rows"]
    october = row["cells"][9]
    opened = browser.get(october.url)

    assert (october.state, october.count, october.url) == ("late", "1/3", "/matrix/city/2021-10/theme_day/")
    rows = [(r["standing"].unit.name, r["above"], r["standing"].state.value, r["url"]) for r in opened.context["rows"]]
    assert rows == [
        ("衡山党支部", "衡山县分公司", "done", "/matrix/hill/2021-10/theme_day/"),
        ("衡南第一党支部", "衡南县分公司", "late", "/matrix/first/2021-10/theme_day/"),
        ("衡南第二党支部", "衡南县分公司", "late", "/matrix/second/2021-10/theme_day/"),
    ]


def test_cell_names_a_unit_that_has_left_without_a_link(units, enter, do):
    do(actions.move_unit, unit=units["second"], parent=units["north"], on=date(2021, 6, 1))

    rows = enter("county_officer", "south").get("/matrix/south/2021-04/theme_day/").context["rows"]

    assert [(row["standing"].unit.code, bool(row["url"])) for row in rows] == [("first", True), ("second", False)]


def test_own_cell_shows_its_records_or_the_form(units, records, enter):
    records.held(units["first"], date(2021, 10, 8), "theme_day")
    browser = enter("branch_secretary", "first")

    done, due = (browser.get(f"/matrix/first/2021-{month}/theme_day/") for month in (10, 11))

    assert [(line.day, line.url) for line in done.context["lines"]] == [(date(2021, 10, 8), "/activities/1/")]
    assert "/new/first/theme_day/" not in _text(done)
    assert 'href="/new/first/theme_day/"' in _text(due)


def test_unverified_norm_says_so_with_its_source(units, enter):
    page = _text(enter("branch_secretary", "first").get("/matrix/first/2021/"))

    assert "条文待核对" in page
    assert "依据：中国共产党支部工作条例（试行），第十一条。" in page
    assert "未核对原文。" in page
    assert "已与第二来源核对，未核对原文。" in page


def test_today_is_the_doors_for_nobody_in_the_demo(units, client):
    page = _text(client.get("/"))

    assert [f'action="/demo/enter/{door}/"' in page for door in ("record", "city", "read")] == [True] * 3


def test_today_is_the_way_in_for_nobody_in_production(units, client, settings):
    settings.DEMO = False

    assert client.get("/").url == "/sign-in/"


def test_today_shows_what_is_overdue_first(units, enter, diary):
    for day, state in ((10, "done"), (10, "due"), (3, "late")):
        diary.append(AgendaItem(state, "支部", at_time(date(2021, 11, day), 15), f"/{state}/", state))

    page = enter("branch_secretary", "first").get("/")

    assert [item.title for item in page.context["agenda"]] == ["late", "due"]
    assert [item.title for item in page.context["recorded"]] == ["done"]


def test_today_tells_a_branch_what_it_owes_now(units, records, enter):
    records.held(units["first"], date(2021, 11, 5), "theme_day")

    page = enter("branch_secretary", "first").get("/").context

    [done] = page["settled"]
    said = {d["cell"].duty.norm.code: (d["label"], d["cell"].state.value, d["url"]) for d in page["duties"]}
    assert (done["cell"].duty.norm.code, done["url"]) == ("theme_day", "/figures/first/2021-11/theme_days_with_joint/")
    assert said["members_meeting"] == ("四季度", "due", "/new/first/members_meeting/")
    assert said["members_review"] == ("全年", "due", "/new/first/members_review/")


def test_today_tells_an_officer_how_many_have_done_it(units, records, enter):
    records.held(units["first"], date(2021, 11, 5), "theme_day")

    page = _text(enter("city_officer", "city").get("/"))

    assert "11月，每月 1 次。3 个党支部中，1 个已完成" in page
    assert 'href="/matrix/city/2021-11/theme_day/"' in page


def test_today_shows_staff_no_duties(units, enter):
    page = enter("staff", "first").get("/")

    assert page.status_code == 200
    assert page.context["duties"] == []
    assert 'href="/timeline/me/"' not in page.content.decode()


def test_today_tells_who_was_staff_first_what_their_branch_owes(units, account, do):
    """Who sees the matrix of one unit only is told of no other."""
    held = account("staff", "south")
    do(actions.grant_role, account=held, role="branch_secretary", unit=units["first"], from_on=date(2021, 6, 1))
    browser = Client()
    browser.force_login(held, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = browser.get("/").context

    assert (page["unit"], page["duties"][0]["url"]) == (units["first"], "/new/first/theme_day/")


def test_today_shows_somebody_with_an_account_the_way_to_their_own(units, enter, do):
    person = do(actions.add_person, name="张建国")
    do(actions.employ, person=person, unit=units["south"], on=date(2021, 1, 1))
    browser = enter("staff", "south")
    Account.objects.filter(username="staff-south").update(person=person)

    page = _text(browser.get("/"))

    assert page.count('class="row" href="/timeline/me/"') == 1
    assert 'class="row" href="/suggestions/"' in page


def test_today_folds_what_is_exempt_with_what_is_done(units, enter, do):
    given = {"norm": "theme_day", "from_on": date(2021, 11, 1), "until_on": None, "document_number": ""}
    do(actions.exempt_unit, unit=units["first"], decided_by=units["city"], **given)

    page = enter("branch_secretary", "first").get("/")

    assert [duty["cell"].state.value for duty in page.context["settled"]] == ["exempt"]
    assert "已完成或免做 1 项" in _text(page)


def test_today_lists_a_dozen_and_says_how_many_more(units, enter, diary):
    for day in range(1, 10):
        diary.append(AgendaItem(f"第{day}件", "支部", at_time(date(2021, 11, day), 15), f"/{day}/", "late"))
        diary.append(AgendaItem(f"又第{day}件", "支部", at_time(date(2021, 11, day), 16), f"/{day}/", "late"))

    page = enter("branch_secretary", "first").get("/")

    assert len(page.context["agenda"]) == 12
    assert "还有 6 件没有列出" in _text(page)


def test_matrix_without_an_address_leads_home(units, enter):
    browser = enter("county_officer", "south")

    assert browser.get("/matrix/").url == "/matrix/south/2021-11/"
    assert browser.get("/matrix/?year=2020").url == "/matrix/south/2020/"
    assert enter("branch_secretary", "first").get("/matrix/").url == "/matrix/first/2021/"
    assert browser.get("/matrix/?unit=first&year=2020").url == "/matrix/first/2020/"
    assert browser.get("/matrix/?unit=hill&year=2020").status_code == 404
    assert browser.get(f"/matrix/?year={'9' * 5000}").status_code == 404


def test_search_finds_only_what_may_be_seen(units, enter):
    page = _text(enter("branch_secretary", "south").get("/search/?q=党"))

    assert ["衡南第一党支部" in page, "衡山党支部" in page] == [True, False]
