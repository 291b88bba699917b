"""What somebody types survives a closed page and a dropped line; nobody else reads it, and nothing is written twice."""

import json

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .house import BRANCH, OTHER_BRANCH, enter, open_planned, plan, save

NEW, OTHER_NEW = (f"/activities/new/{branch}/members_meeting/" for branch in (BRANCH, OTHER_BRANCH))
RESTORED = "上次没有保存完的内容已恢复。"
GONE = "网络断开了，内容已留在本机；连上后再按保存。"
WORDS = "讨论发展计划"
KEPT = "() => Object.keys(localStorage).map(name => [name, localStorage.getItem(name)])"
PUT = "kept => kept.forEach(pair => localStorage.setItem(pair[0], pair[1]))"
WITHOUT_CRYPTO = "Object.defineProperty(Crypto.prototype, 'subtle', {get: function () {}})"


@pytest.fixture
def secretary(someone, tour) -> BrowserContext:
    return someone(storage_state=tour.states["secretary"])


def test_a_page_that_was_killed_comes_back_as_it_was(secretary):
    page = filled(secretary)
    sent_as = submission(page)
    page.close()

    again = opened(secretary)

    expect(again.get_by_text(RESTORED)).to_be_visible()
    expect(again.get_by_label("主题")).to_have_value(WORDS)
    expect(again.locator(".roster-tick").first).not_to_be_checked()
    expect(again.locator("[data-roster-count]").first).to_contain_text("请假 1 人")
    assert submission(again) == sent_as


def test_what_is_not_wanted_any_more_is_gone_for_good(secretary):
    filled(secretary).close()
    page = opened(secretary)

    page.get_by_role("button", name="不要了，重新填").click()

    expect(page.get_by_label("主题")).not_to_have_value(WORDS)
    expect(page.locator(".roster-tick").first).to_be_checked()
    assert kept(page) == {}


def test_a_dropped_line_keeps_the_page_and_what_was_typed(secretary):
    page = filled(secretary)
    page.get_by_label("时间").fill("08:15")
    secretary.set_offline(True)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status").get_by_text(GONE)).to_be_visible()
    expect(page.get_by_label("主题")).to_have_value(WORDS)

    secretary.set_offline(False)
    page.reload()
    expect(page.get_by_label("主题")).to_have_value(WORDS)
    save(page)

    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS)
    assert kept(page) == {}


def test_an_answer_that_was_lost_on_its_way_writes_nothing_twice(secretary):
    page = filled(secretary)
    page.get_by_label("时间").fill("08:30")
    page.route("**/?sent", lambda route: (route.fetch(max_redirects=0), route.abort("connectionreset")))
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        page.get_by_role("button", name="保存").click()
    page.close()
    secretary.clear_cookies(name="huoshui_saved")

    again = opened(secretary)
    expect(again.get_by_label("主题")).to_have_value(WORDS)
    save(again)

    expect(again.get_by_text("这张表已经保存过，只记一次。")).to_be_visible()


def test_nobody_else_can_read_it_and_signing_out_takes_it_away(someone, tour):
    context = someone()
    enter(context.new_page(), "secretary")
    page = filled(context)
    ((name, written),) = kept(page).items()
    assert json.loads(written).keys() == {"at", "iv", "box"}

    stranger = opened(someone(storage_state=tour.states["other"]), OTHER_NEW)
    owner = stranger.locator("body").get_attribute("data-draft-owner")
    as_if_own = f"huoshui.draft:{owner}:new-{OTHER_BRANCH}-members_meeting"
    stranger.evaluate(PUT, [[name, written], [as_if_own, written]])
    stranger = opened(stranger.context, OTHER_NEW)
    expect(stranger.get_by_label("主题")).not_to_have_value(WORDS)

    page.get_by_role("button", name="退出").click()
    page.get_by_role("link", name="登录").wait_for()
    assert kept(page) == {}


def test_a_session_that_ended_while_typing_costs_nothing(someone, tour):
    context = someone(storage_state=tour.states["secretary"])
    page = filled(context)
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/sign-in/**")

    context.add_cookies([one for one in tour.states["secretary"]["cookies"] if one["name"] == "sessionid"])
    page = opened(context)

    expect(page.get_by_label("主题")).to_have_value(WORDS)


def test_a_draft_never_overwrites_what_others_wrote_since(someone, tour):
    title = "两个人同时改"
    context = someone(storage_state=tour.states["other"])
    page = context.new_page()
    plan(page, OTHER_BRANCH, title)
    open_planned(page, title)
    save(page)
    correction = page.url.replace("?saved=1", "correction/")
    mine = filled(context, correction)
    mine.close()

    colleague = someone(storage_state=tour.states["other"])
    theirs = opened(colleague, correction)
    theirs.get_by_label("主题").fill("别人改过的主题")
    save(theirs)

    again = opened(context, correction)
    expect(again.get_by_label("主题")).to_have_value("别人改过的主题")
    again.get_by_role("button", name="用我上次的内容").click()
    expect(again.get_by_label("主题")).to_have_value(WORDS)


def test_where_a_browser_cannot_encrypt_no_word_is_kept(secretary):
    secretary.add_init_script(WITHOUT_CRYPTO)

    page = filled(secretary)
    assert WORDS not in "".join(kept(page).values())
    page.close()

    again = opened(secretary)
    expect(again.locator(".roster-tick").first).not_to_be_checked()
    expect(again.get_by_label("主题")).not_to_have_value(WORDS)


def opened(context: BrowserContext, address: str = NEW) -> Page:
    page = context.new_page()
    page.goto(address)
    page.locator("form[data-draft-ready]").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    return page


def filled(context: BrowserContext, address: str = NEW) -> Page:
    """With a title, and the first of the roster on leave; kept by the browser."""
    page = opened(context, address)
    page.locator(".roster-tick").first.uncheck()
    page.get_by_label("主题").fill(WORDS)
    before = page.evaluate(KEPT)
    page.locator(".roster-reason select").first.select_option(index=1)
    page.wait_for_function(f"before => JSON.stringify(({KEPT})()) !== JSON.stringify(before)", arg=before)
    return page


def kept(page: Page) -> dict[str, str]:
    return dict(page.evaluate(KEPT))


def submission(page: Page) -> str:
    return page.locator("input[name=submission]").input_value()
