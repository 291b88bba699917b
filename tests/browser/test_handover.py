"""A new secretary takes over: an officer hands everything on, the new one records, the old one cannot any more."""

from typing import NamedTuple

from playwright.sync_api import BrowserContext, Page

from .house import PASSWORD, open_planned, plan, save

BRANCH = "hengdong-zhibu-4"  # of the third secretary, whom no other story needs
OWN = "yi-ye-zhi-qiu-2026"


class Secretary(NamedTuple):
    username: str
    password: str


def test_a_new_secretary_takes_over_on_a_phone_and_then_another_at_a_desk(someone, tour):
    secretary = Secretary("demo-secretary-3", PASSWORD)
    for width in (360, 1280):
        secretary = taken_over(someone, tour, secretary, width, f"交接以后 {width}")


def taken_over(someone, tour, old: Secretary, width: int, title: str) -> Secretary:
    """Who is secretary afterwards."""
    before = signed_in(someone(width=width), old)
    plan(before, BRANCH, title)
    open_planned(before, title)
    form = before.url

    new = handed_on(someone(width=width, storage_state=tour.states["officer"]))
    page = signed_in(someone(width=width), new)
    assert page.url.endswith("/password/")
    change_password(page)
    open_planned(page, title)
    save(page)

    assert before.goto(form).status in (403, 404)
    before.goto("/")
    assert title not in before.content()
    return Secretary(new.username, OWN)


def handed_on(context: BrowserContext) -> Secretary:
    """By the city's officer, from the branch's page; everything of the branch goes to one person without an account."""
    page = context.new_page()
    page.goto(f"/organisation/units/{BRANCH}/")
    page.locator(".row", has_text="书记").first.get_by_role("link").click()
    page.get_by_role("link", name="交接", exact=True).click()
    successor = page.get_by_label("都交给")
    successor.select_option(index=successor.locator("option").count() - 1)
    for kept in page.get_by_label("单位负责人").all():
        kept.select_option("keep")
    page.get_by_role("button", name="办理交接").click()
    page.get_by_text("这个密码只显示这一次").wait_for()
    told = page.locator(".once code").all_inner_texts()
    page.get_by_role("table").get_by_text("书记").first.wait_for()
    return Secretary(*told)


def signed_in(context: BrowserContext, who: Secretary) -> Page:
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill(who.username)
    page.get_by_label("密码").fill(who.password)
    with page.expect_navigation():
        page.get_by_role("button", name="登录").click()
    return page


def change_password(page: Page) -> None:
    page.get_by_label("新密码").fill(OWN)
    page.get_by_label("再输一遍").fill(OWN)
    with page.expect_navigation():
        page.get_by_role("button", name="改好了").click()
