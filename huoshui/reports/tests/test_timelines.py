from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huoshui.ledger.models import Source
from huoshui.ledger.recording import reverse
from huoshui.organisation import actions
from huoshui.packs.loaded import pack

from .conftest import JAN, LATER

STUDY = "concentrated_study"


@pytest.fixture
def person(units, do):
    """Somebody who works in the south and belongs to its first branch."""

    def made(name="张建国", branch="first", on=JAN):
        one = do(actions.add_person, name=name)
        do(actions.employ, person=one, unit=units["south"], on=on)
        do(actions.join_branch, person=one, branch=units[branch], status="member", on=on)
        return one

    return made


@pytest.fixture
def browser_of(do, units):
    """Of somebody with an account and a role."""

    def made(person, role="staff", unit="south"):
        account = do(actions.open_account, username=f"one-{person.pk}", password=None, person=person)
        do(actions.grant_role, account=account, role=role, unit=units[unit], from_on=JAN)
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return made


def _told(response):
    return [(m.month.written, [(x.day.day, x.title) for x in m.lines]) for m in response.context["months"]]


def _take_back(*facts):
    with transaction.atomic():
        reverse(facts, by=None, at=LATER, source=Source.SCREEN)


def _folds(response):
    """{month: {label: value}} of what the pack's figures do and do not count."""
    return {m.month.written: {fold.label: fold.value for fold in m.folds} for m in response.context["folded"]}


def test_what_happened_stands_under_its_month_newest_first_or_oldest(units, records, enter):
    records.held(units["first"], date(2021, 3, 5), "theme_day")
    records.held(units["first"], date(2021, 3, 26), "lecture", kind="lecture")
    records.held(units["first"], date(2021, 5, 7), "theme_day")
    records.held(units["second"], date(2021, 5, 8), "theme_day")
    browser = enter("county_officer", "south")

    newest, oldest = (browser.get(f"/timeline/first/2021/{order}") for order in ("", "?oldest=1"))

    march = [(5, "第 1 次活动"), (26, "第 2 次活动")]
    opened = ("2021-01", [(1, "单位设立：党支部")])
    assert _told(oldest) == [opened, ("2021-03", march), ("2021-05", [(7, "第 3 次活动")])]
    assert _told(newest) == [("2021-05", [(7, "第 3 次活动")]), ("2021-03", march[::-1]), opened]


def test_late_corrected_and_withdrawn_are_said(units, records, enter):
    records.held(units["first"], date(2021, 3, 5), "theme_day", late=True)
    wrong = records.held(units["first"], date(2021, 3, 12), "theme_day", present=3)
    again = records.held(units["first"], date(2021, 4, 2), "theme_day", subject=wrong.subject)
    _take_back(wrong, records.held(units["first"], date(2021, 3, 19), "theme_day"))
    _take_back(records.held(units["first"], date(2021, 4, 2), "theme_day", present=2, subject=wrong.subject))

    months = enter("branch_secretary", "first").get("/timeline/first/2021/?oldest=1").context["months"]

    said = {(x.day.month, x.day.day): (x.is_late, x.is_corrected, x.is_withdrawn) for m in months[1:] for x in m.lines}
    assert again.subject == wrong.subject
    assert said == {(3, 5): (True, False, False), (3, 19): (False, False, True), (4, 2): (False, True, False)}


def test_people_at_what_another_unit_held_are_counted_not_named(units, records, enter, person):
    one, other = person(), person("李卫东")
    held = records.held(units["city"], date(2021, 3, 5), "lecture", kind="lecture")
    for who, state in ((one, "present"), (other, "present"), (person("王秀英"), "absent")):
        records.attended(
            units["first"], date(2021, 3, 5), who.ledger_key.key, "lecture", state=state, subject=held.subject
        )

    page = enter("branch_secretary", "first").get("/timeline/first/2021/?only=activities.attendance")

    [line] = page.context["months"][0].lines
    assert line.detail == "本单位到会 2 人，主题党日，60 分钟"
    assert all(name not in page.content.decode() for name in ("张建国", "李卫东", "王秀英"))


def test_moves_and_new_names_are_told_in_words_and_people_moved_along_are_not(units, enter, do, person):
    person(branch="second")
    do(actions.rename_unit, unit=units["second"], name="改名支部", on=date(2021, 5, 6))
    do(actions.move_unit, unit=units["second"], parent=units["north"], on=date(2021, 7, 1))

    page = enter("city_officer", "city").get("/timeline/second/2021/?oldest=1")

    lines = [(m.month.written, x.day.day, x.title, x.detail) for m in page.context["months"] for x in m.lines]
    assert lines == [
        ("2021-01", 1, "单位设立：党支部", ""),
        ("2021-01", 1, "编入支部", "党员"),
        ("2021-05", 6, "单位更名：党支部", "由“衡南第二党支部”改为“改名支部”"),
        ("2021-07", 1, "调整隶属", "由衡南县分公司调整到衡山县分公司"),
    ]


def test_months_with_units_below_are_the_figures_and_open_their_records(units, records, enter, person):
    someone = person()
    for day in (5, 12):
        records.held(units["first"], date(2021, 3, day), "theme_day")
    records.held(units["hill"], date(2021, 3, 5), "theme_day")
    records.attended(units["first"], date(2021, 3, 5), someone.ledger_key.key, "theme_day")
    browser = enter("county_officer", "south")

    page = browser.get("/timeline/south/2021/?below=1")
    text = page.content.decode()

    assert _folds(page)["2021-03"] == {"开展活动": 2, "主题党日": 2, "参加活动（含列席）": 1}
    assert _folds(page)["2021-01"] == {"单位设立": 4, "到岗": 1, "编入支部": 1}
    assert 'href="/figures/south/2021-03/theme_days/"' in text
    assert 'href="/timeline/south/2021-01/organisation.unit.opened/"' in text
    opened = browser.get("/timeline/south/2021-01/organisation.unit.opened/")
    assert len(opened.context["lines"]) == opened.context["page"].paginator.count == 4


def test_what_was_taken_back_is_not_among_the_numbers(units, do, enter, person):
    gone = person()
    do(actions.leave_branch, membership=gone.memberships.get(), on=date(2021, 6, 1))

    folds = _folds(enter("county_officer", "south").get("/timeline/south/2021/?below=1"))

    assert (folds["2021-01"]["编入支部"], folds["2021-06"]["离开支部"]) == (1, 1)


def test_full_months_make_pages(units, records, enter):
    for month in (2, 3, 4):
        for day in range(1, 26):
            records.held(units["first"], date(2021, month, day), "theme_day")
    browser = enter("branch_secretary", "first")

    pages = [browser.get(f"/timeline/first/2021/?page={n}") for n in (1, 2)]

    assert [[m.month.written for m in page.context["months"]] for page in pages] == [
        ["2021-04", "2021-03"],
        ["2021-02", "2021-01"],
    ]


@pytest.mark.parametrize("address", ["/timeline/south/2021/?below=1", "/timeline/first/2021/", "/timeline/me/"])
def test_a_timeline_is_read_in_as_many_statements_for_one_as_for_many(units, records, person, browser_of, address):
    me = person()
    browser = browser_of(me, "branch_secretary", "south")

    def statements():
        browser.get("/search/")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address, follow=True).status_code == 200
        return len(asked)

    def happen(day):
        for who in (me, person(f"王{day}")):
            records.attended(units["first"], date(2021, 11, day), who.ledger_key.key, "theme_day")
        records.held(units["first"], date(2021, 11, day), "theme_day")

    happen(1)
    one = statements()
    happen(2)
    happen(3)

    assert statements() == one


@pytest.mark.parametrize("address", ["/timeline/{}/2021/", "/timeline/{}/2021-01/organisation.unit.opened/"])
def test_timeline_of_what_may_not_be_seen_is_not_there(units, enter, client, address):
    browser = enter("county_officer", "south")

    assert [browser.get(address.format(code)).status_code for code in ("first", "hill", "city")] == [200, 404, 404]
    assert enter("staff", "first").get(address.format("first")).status_code == 403
    assert client.get(address.format("first")).status_code == 302


@pytest.mark.parametrize("address", ["/timeline/south/2021-01/activities.activity.recorded/", "/timeline/first/1999/"])
def test_timeline_that_names_nothing_is_not_there(units, enter, address):
    assert enter("county_officer", "south").get(address).status_code == 404


def test_a_persons_year_is_open_to_them_and_to_who_keeps_their_roster(units, person, browser_of, enter):
    me = person()
    address = f"/timeline/people/{me.pk}/2021/"

    seen = {
        "own": browser_of(me),
        "secretary": enter("branch_secretary", "first"),
        "other branch": enter("branch_secretary", "second"),
        "county": enter("county_officer", "south"),
        "city": enter("city_officer", "city"),
        "reader": enter("city_reader", "city"),
        "colleague": browser_of(person("李卫东")),
    }

    assert {who: browser.get(address).status_code for who, browser in seen.items()} == {
        "own": 200,
        "secretary": 200,
        "other branch": 404,
        "county": 404,
        "city": 404,
        "reader": 404,
        "colleague": 404,
    }
    assert seen["own"].get("/timeline/me/").url == address
    ways = {who: 'href="/password/"' in seen[who].get(address).content.decode() for who in ("own", "secretary")}
    assert ways == {"own": True, "secretary": False}
    assert "这个账号没有对应的人员" in seen["county"].get("/timeline/me/").content.decode()
    assert 'href="/password/"' in seen["county"].get("/timeline/me/").content.decode()


def test_a_person_reads_what_they_took_part_in_and_not_what_they_missed(units, records, person, browser_of):
    me, other = person(), person("李卫东")
    for day, who, state in ((5, me, "present"), (12, me, "absent"), (19, me, "on_leave"), (26, other, "present")):
        records.attended(units["first"], date(2021, 3, day), who.ledger_key.key, "theme_day", state=state)

    page = browser_of(me).get(f"/timeline/people/{me.pk}/2021/?oldest=1")

    lines = [(x.day, x.title, x.detail) for m in page.context["months"] for x in m.lines]
    assert lines == [
        (JAN, "到岗", "衡南县分公司"),
        (JAN, "编入支部", "衡南第一党支部，党员"),
        (date(2021, 3, 5), "第 1 次活动", "衡南第一党支部，到会，主题党日，60 分钟"),
    ]


def test_hours_learnt_are_the_minutes_of_their_records(units, records, person, browser_of):
    me = person()
    for day, tag in ((5, STUDY), (12, STUDY), (19, "volunteering")):
        records.attended(units["first"], date(2021, 3, day), me.ledger_key.key, tag, minutes=95)
    browser = browser_of(me)

    page = browser.get(f"/timeline/people/{me.pk}/2021/")
    [hours] = page.context["hours"]
    behind = browser.get(f"/timeline/people/{me.pk}/2021/?only={hours.figure.code}").context["months"]

    assert (hours.minutes, hours.hours, hours.rest) == (190, 3, 10)
    assert [x.day.day for m in behind for x in m.lines] == [12, 5]
    assert "每人每年 32 小时" in page.content.decode()
    assert pack().figures[hours.figure.code].at_least == 1920


def test_a_secretary_reads_only_the_years_in_the_branch(units, records, do, person, enter, browser_of):
    me = person(branch="hill")
    records.attended(units["hill"], date(2021, 3, 5), me.ledger_key.key, STUDY)
    do(actions.leave_branch, membership=me.memberships.get(), on=date(2021, 6, 1))
    do(actions.join_branch, person=me, branch=units["first"], status="member", on=date(2021, 6, 1))
    records.attended(units["first"], date(2021, 7, 9), me.ledger_key.key, STUDY)
    address = f"/timeline/people/{me.pk}/2021/"

    theirs, own = enter("branch_secretary", "first").get(address), browser_of(me).get(address)

    assert [x.day for m in theirs.context["months"] for x in m.lines] == [date(2021, 7, 9), date(2021, 6, 1)]
    assert (theirs.context["hours"][0].minutes, own.context["hours"][0].minutes) == (60, 120)
    assert enter("branch_secretary", "hill").get(address).status_code == 404


def test_timeline_without_an_address_leads_home(units, enter):
    browser = enter("county_officer", "south")

    assert browser.get("/timeline/").url == "/timeline/south/2021/"
    assert browser.get("/timeline/?unit=first&year=2020").url == "/timeline/first/2020/"
    assert browser.get("/timeline/?unit=hill&year=2020").status_code == 404
