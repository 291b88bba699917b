import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from huoshui.organisation import actions
from huoshui.organisation.models import Account
from huoshui.organisation.rules import refusals

PASSWORD = "chun-jiang-shui-nuan"
PAGE = "/people/1/"
MISMATCH = "用户名（手机号）或密码不对"


@pytest.fixture
def account(units, do):
    return do(actions.open_account, username="zhang", password=PASSWORD, phone="138 0000 0001")


def sign_in(client, login="zhang", password=PASSWORD, **more):
    return client.post("/sign-in/", {"login": login, "password": password, **more})


def writes(client):
    """Whether a page changes the session."""
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return any("UPDATE" in query["sql"] for query in queries)


def who(client):
    return client.session.get(SESSION_KEY)


@pytest.mark.parametrize("login", ["zhang", " zhang ", "13800000001", "138 0000 0001", "+8613800000001"])
def test_sign_in_by_username_or_phone(client, account, login):
    response = sign_in(client, login, next="/people/1/")

    assert (response.status_code, response.url) == (302, "/people/1/")
    assert who(client) == str(account.pk)


def test_sign_in_page_asks_two_things(client, db):
    page = client.get("/sign-in/?next=/people/1/").content.decode()

    assert "用户名或手机号" in page
    assert 'value="/people/1/"' in page
    assert "style=" not in page


def test_wrong_password_is_told_without_saying_which(client, account):
    known, unknown = sign_in(client, password="wrong"), sign_in(client, "nobody", "wrong")

    assert MISMATCH in known.content.decode()
    assert MISMATCH in unknown.content.decode()
    assert who(client) is None


def test_the_fifth_failure_locks_the_account_by_every_name(client, account):
    answers = [sign_in(client, password="wrong").status_code for _ in range(4)]
    locked = sign_in(client, "13800000001", "wrong")
    still = sign_in(client)

    assert answers == [200] * 4
    assert (locked.status_code, still.status_code) == (429, 429)
    assert "请等 15 分钟后再试" in still.content.decode()
    assert who(client) is None


def test_one_locked_account_locks_no_other(client, account, do):
    do(actions.open_account, username="li", password=PASSWORD)
    for _ in range(5):
        sign_in(client, password="wrong")

    assert sign_in(client, "li", next="/people/1/").status_code == 302


def test_an_inactive_account_stays_out(client, account):
    Account.objects.update(is_active=False)
    response = client.post("/sign-in/", {"login": "zhang", "password": PASSWORD}, follow=True)

    assert "这个账号已停用" in response.content.decode()
    assert who(client) is None


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_next_leads_nowhere_else(client, account, url, settings):
    settings.LOGIN_REDIRECT_URL = "/safe/"

    assert sign_in(client, next=url).url == "/safe/"


def test_signing_in_changes_the_session_key(client, account):
    session = client.session
    session["draft"] = 1
    session.save()
    before = session.session_key
    sign_in(client, next="/")

    assert client.session.session_key != before
    assert client.session.get_expiry_age() == 8 * 60 * 60


def test_a_session_in_use_is_renewed_but_not_at_every_page(client, account):
    sign_in(client, next="/")
    client.get(PAGE)
    began = client.session["renewed"]
    assert not writes(client)

    session = client.session
    session["renewed"] = began - 3600
    session.save()
    assert writes(client)
    assert client.session["renewed"] >= began


def test_sign_out_takes_a_post(client, account):
    sign_in(client, next="/")
    assert client.get("/sign-out/").status_code == 405
    assert who(client) == str(account.pk)

    response = client.post("/sign-out/")
    assert (response.url, response["Clear-Site-Data"]) == ("/", '"cache", "storage"')
    assert who(client) is None


def test_accounts_are_refused_what_cannot_be(account, do):
    with pytest.raises(refusals.NameTaken):
        do(actions.open_account, username="zhang", password=PASSWORD)
    with pytest.raises(refusals.BadPhone, match="已绑定另一个账号"):
        do(actions.open_account, username="li", password=PASSWORD, phone="+8613800000001")
    with pytest.raises(refusals.BadPhone, match="不像手机号码"):
        do(actions.open_account, username="li", password=PASSWORD, phone="12345")
    with pytest.raises(refusals.WeakPassword):
        do(actions.open_account, username="li", password="1234567890")


@pytest.fixture
def doors(monkeypatch, units, do):
    monkeypatch.setattr("huoshui.organisation.views.signing.redirect", HttpResponse)
    for username in ("demo-secretary", "demo-officer", "demo-reader"):
        do(actions.open_account, username=username, password=None, is_demo=True)


def test_demo_doors_need_no_password(client, doors, settings):
    settings.DEMO = True
    seen = {}
    for door in ("record", "city", "read"):
        leads_to = client.post(f"/demo/enter/{door}/").content.decode()
        seen[door] = (leads_to, Account.objects.get(pk=who(client)).username)

    assert seen == {
        "record": ("reports:today", "demo-secretary"),
        "city": ("reports:matrix", "demo-officer"),
        "read": ("reports:year", "demo-reader"),
    }


def test_there_are_no_doors_in_production(client, doors, settings):
    settings.DEMO = False

    assert client.post("/demo/enter/record/").status_code == 404
    assert who(client) is None


def test_a_door_is_no_way_into_a_real_account(client, units, do, settings):
    settings.DEMO = True
    do(actions.open_account, username="demo-secretary", password=PASSWORD)

    assert client.post("/demo/enter/record/").status_code == 404
    assert client.post("/demo/enter/cellar/").status_code == 404
    assert client.get("/demo/enter/record/").status_code == 405
