"""What is changed on pages: defaults are filled, refusals stand at their field, and ends can be taken back."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from huoshui.organisation import actions
from huoshui.organisation.models import Account, Person, RoleGrant, Unit, UnitExemption

from .conftest import JAN, JULY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def to(name, *args):
    return reverse(f"organisation:{name}", args=args)


def words(response):
    return unescape(re.sub(r"<[^>]+>", "", response.content.decode()))


@pytest.fixture
def enter(units, do, settings):
    settings.HUOSHUI_TODAY = JULY

    def come(role, code):
        account = do(actions.open_account, username=f"{role}-{code}", password=None)
        do(actions.grant_role, account=account, role=role, unit=units[code], from_on=JAN)
        client = Client()
        client.force_login(account, backend=BACKEND)
        return client

    return come


@pytest.fixture
def officer(enter):
    return enter("county_officer", "south")


@pytest.fixture
def admin(enter):
    return enter("system_admin", "city")


def test_a_unit_is_opened_renamed_moved_and_closed_on_pages(units, enter):
    city = enter("city_officer", "city")
    form = {"kind": "branch", "name": "新设党支部", "code": "new-branch", "on": "2021-03-01", "order": "9"}

    assert city.post(to("open_unit", "south"), form).url == to("unit", "new-branch")
    assert city.post(to("rename_unit", "new-branch"), {"name": "新名党支部", "on": "2021-04-01"}).status_code == 302
    assert city.post(to("move_unit", "new-branch"), {"parent": "north", "on": "2021-05-01"}).status_code == 302
    assert city.post(to("close_unit", "new-branch"), {"on": "2021-06-01"}).status_code == 302
    unit = Unit.objects.get(code="new-branch")
    assert (unit.name, unit.parent, unit.closed_on.isoformat()) == ("新名党支部", units["north"], "2021-06-01")
    assert list(unit.spells.order_by("from_on").values_list("name", "parent__code")) == [
        ("新设党支部", "south"),
        ("新名党支部", "south"),
        ("新名党支部", "north"),
    ]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"code": "branch"}, "code", "已被“衡南第一党支部”使用"),
        ({"on": "2021-12-01"}, "on", "还没有到"),
        ({"on": "2020-12-01"}, "on", "还没有设立"),
        ({"on": "soon"}, "on", "这样的日期"),
        ({"kind": "cell"}, "kind", "选择"),
        ({"party_superior": "hill"}, "party_superior", "没有这个单位"),
        ({"name": ""}, "name", "请填写名称"),
    ],
)
def test_a_refusal_stands_at_its_field(units, officer, changed, field, said):
    form = {"kind": "branch", "name": "新设党支部", "code": "new", "on": "2021-03-01", "order": "9"}
    answer = officer.post(to("open_unit", "south"), form | changed)

    assert answer.status_code == 422
    assert [said in error for error in answer.context["form"].errors[field]] == [True]
    assert not Unit.objects.filter(code="new").exists()


def test_a_unit_with_people_in_it_is_not_closed(person, officer):
    answer = officer.post(to("close_unit", "branch"), {"on": JULY})

    assert answer.status_code == 422
    assert "1 名在册党（团）员（先转出）" in words(answer)


def test_a_unit_is_moved_to_where_the_officer_may_put_it_alone(units, officer):
    answer = officer.post(to("move_unit", "branch"), {"parent": "north", "on": JULY})

    assert (answer.status_code, "没有这个单位" in words(answer)) == (422, True)


def test_a_unit_is_exempted_and_asked_again(units, officer):
    form = {"norm": "theme_day", "decided_by": "south", "document_number": "3号", "from_on": "2021-06-01"}
    assert officer.post(to("exempt_unit", "branch"), form).url == to("unit", "branch")
    row = UnitExemption.objects.get()
    page = words(officer.get(to("unit", "branch")))
    officer.post(to("end_unit_exemption", row.pk), {"on": JULY})

    row.refresh_from_db()
    assert (row.unit, row.norm, row.decided_by, row.until_on) == (units["branch"], "theme_day", units["south"], JULY)
    assert "2021年6月1日起　衡南县分公司决定　3号" in page


def test_somebody_new_is_added_with_a_place_once(units, officer):
    page = officer.get(to("add_person", "outlet"))
    form = {"name": "周小芳", "workplace": "outlet", "branch": "branch", "status": "member", "on": "2021-03-01"}
    officer.post(to("add_person", "outlet"), form)
    again = officer.post(to("add_person", "outlet"), form)
    namesake = officer.post(to("add_person", "outlet"), form | {"is_another": "on"})

    assert page.context["form"]["workplace"].value() == "outlet"
    assert again.status_code == 422
    assert "已经有一个同名的人" in words(again)
    people = Person.objects.filter(name="周小芳").order_by("pk")
    assert (namesake.url, people.count()) == (to("person", people[1].pk), 2)
    assert (people[0].memberships.get().unit, people[0].employments.get().unit) == (units["branch"], units["outlet"])


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"workplace": ""}, "workplace"), ({"branch": "branch"}, "status"), ({"phone": "12"}, "phone")],
)
def test_somebody_without_a_place_is_not_added(officer, changed, field):
    form = {"name": "周小芳", "workplace": "outlet", "on": "2021-03-01"}
    answer = officer.post(to("add_person", "outlet"), form | changed)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Person.objects.filter(name="周小芳").exists()


def test_who_belongs_to_another_county_is_not_found_by_their_name(units, person, enter):
    form = {"name": person.name, "workplace": "north", "branch": "branch", "status": "member", "on": "2021-03-01"}
    answer = enter("county_officer", "north").post(to("add_person", "north"), form)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["branch"])


def test_a_name_that_no_database_could_hold_is_refused_at_its_field(units, officer):
    answer = officer.post(to("add_person", "outlet"), {"name": "周\0小芳", "workplace": "out\0let", "on": "2021-03-01"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name", "workplace"])


def test_a_post_brings_its_role_and_ends_and_goes_on(units, person, officer):
    given = {"unit": "branch", "kind": "secretary", "on": "2021-02-01"}
    shown = officer.post(to("appoint", person.pk), given)
    post = person.posts.get()
    account = Account.objects.get(person=person)

    assert (account.username, account.has_once_password) == ("zhangjianguo", True)
    assert shown.context["opened"][0].password in shown.content.decode()
    assert list(account.grants.values_list("role", "unit__code")) == [("branch_secretary", "branch")]
    ended = officer.post(to("end_post", post.pk), {"on": "2021-06-01"}, follow=True)
    assert to("reopen_post", post.pk) in ended.content.decode()
    for _ in range(2):
        assert officer.post(to("reopen_post", post.pk)).url == to("person", person.pk)
        post.refresh_from_db()
        assert post.until_on is None


def test_memberships_and_work_are_changed_ended_and_taken_back(units, person, officer):
    membership, job = person.memberships.get(), person.employments.get()
    change = {"status": "member", "cell": "cell", "on": "2021-03-01"}
    officer.post(to("change_membership", membership.pk), change)
    following = person.memberships.get(until_on=None)
    officer.post(to("leave_branch", following.pk), {"on": "2021-06-01"})
    officer.post(to("leave_work", job.pk), {"on": "2021-06-01"})
    officer.post(to("reopen_membership", following.pk))
    officer.post(to("reopen_employment", job.pk))
    first = officer.post(to("reopen_membership", membership.pk), follow=True)
    officer.post(to("employ", person.pk), {"unit": "south", "on": "2021-06-15"})
    late = officer.post(to("reopen_employment", job.pk), follow=True)

    assert list(person.memberships.order_by("from_on").values_list("cell__code", "until_on")) == [
        (None, following.from_on),
        ("cell", None),
    ]
    assert "之后有变更，不能撤销" in words(first)
    assert "之后已有新的安排，不能撤销" in words(late)
    assert list(person.employments.order_by("from_on").values_list("unit__code", flat=True)) == ["outlet", "south"]


def test_an_account_is_opened_granted_and_closed_by_who_looks_after_accounts(units, person, admin):
    found = admin.get(to("choose_person"), {"q": "zjg"})
    form = {"username": "zhangjg", "role": "county_officer", "unit": "south", "from_on": "2021-07-01"}
    shown = admin.post(to("open_account", person.pk), form)
    account = Account.objects.get(username="zhangjg")
    admin.post(to("grant_role", account.pk), {"role": "staff", "unit": "branch", "from_on": "2021-06-01"})
    admin.post(to("end_role", account.grants.get(role="staff").pk))

    assert to("open_account", person.pk) in found.content.decode()
    assert account.check_password(shown.context["opened"][0].password)
    assert list(account.grants.order_by("pk").values_list("role", "unit__code", "until_on")) == [
        ("county_officer", "south", None),
        ("staff", "branch", JULY),
    ]
    told = admin.post(to("close_account", account.pk), follow=True)
    assert to("reopen_account", account.pk) in told.content.decode()
    assert not Account.objects.get(pk=account.pk).is_active
    admin.post(to("reopen_account", account.pk))
    assert Account.objects.get(pk=account.pk).is_active
    again = admin.post(to("open_account", person.pk), form | {"username": "other"})
    assert (again.status_code, "已有账号“zhangjg”" in words(again)) == (422, True)


def test_a_username_is_what_one_can_type(units, person, admin):
    form = {"role": "staff", "unit": "south", "from_on": "2021-07-01"}
    for name in ("zhang san", "<b>", "张😀"):
        answer = admin.post(to("open_account", person.pk), form | {"username": name})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["username"])


def test_a_new_password_ends_the_sessions_of_the_old_one(units, person, admin, do):
    opened = {"username": "zhang", "phone": "", "role": "branch_secretary", "unit": units["branch"], "until_on": None}
    account = do(actions.open_with_role, person=person, password="k7mq-3ndx-w9pa", from_on=JAN, **opened).account
    do(actions.change_password, account=account, password="chun-jiang-shui")
    inside = Client()
    inside.post("/sign-in/", {"login": "zhang", "password": "chun-jiang-shui"})
    assert inside.get(to("tree")).status_code == 200
    shown = admin.post(to("give_password", account.pk))

    assert inside.get(to("tree")).url.startswith("/sign-in/")
    assert Account.objects.get(pk=account.pk).check_password(shown.context["opened"][0].password)


def test_nobody_decides_over_their_own_account(units, admin):
    own = Account.objects.get(username="system_admin-city")

    for name in ("grant_role", "close_account", "reopen_account", "give_password"):
        assert admin.post(to(name, own.pk)).status_code == 404
    assert admin.post(to("end_role", own.grants.get().pk)).status_code == 404
    assert admin.get(to("account", own.pk)).status_code == 200


def test_accounts_of_another_county_are_not_there(units, enter, do):
    stranger = do(actions.add_person, name="王大山")
    do(actions.employ, person=stranger, unit=units["north"], on=JAN)
    account = do(actions.open_account, username="wang", password=None, person=stranger)
    do(actions.grant_role, account=account, role="staff", unit=units["north"], from_on=JAN)
    south = enter("system_admin", "south")

    pages = [to("account", account.pk), to("grant_role", account.pk), to("open_account", stranger.pk)]
    assert [south.get(page).status_code for page in pages] == [404, 404, 404]
    posts = [to(name, account.pk) for name in ("close_account", "give_password", "reopen_account")]
    assert [south.post(page).status_code for page in [*posts, to("end_role", account.grants.get().pk)]] == [404] * 4
    assert "wang" not in words(south.get(to("accounts")))
    assert "王大山" not in words(south.get(to("choose_person"), {"q": "王"}))
    assert RoleGrant.objects.filter(account=account).count() == 1


def test_a_list_of_accounts_costs_the_same_for_one_and_for_three(units, admin, do, django_assert_num_queries):
    admin.get(to("accounts"))
    with django_assert_num_queries(7):
        assert "共 1 个账号" in words(admin.get(to("accounts")))
    for username in ("one", "two"):
        account = do(actions.open_account, username=username, password=None)
        do(actions.grant_role, account=account, role="staff", unit=units["branch"], from_on=JAN)

    with django_assert_num_queries(7):
        assert "共 3 个账号" in words(admin.get(to("accounts")))
