"""A clerk complains about a form and reads the answer; so does somebody without a name, with the code alone."""

import re

import pytest
from playwright.sync_api import Page

from .test_every_page import seen_by_all
from .test_keyboard import tab_to

FORM = "哪张表、哪本台账或哪个页面"


@pytest.mark.parametrize(("width", "name"), [(360, "走访登记表"), (1280, "巡查登记表")])
def test_a_clerk_complains_about_a_form_and_reads_the_answer(someone, tour, width, name):
    clerk = someone(width=width, storage_state=tour.states["clerk"]).new_page()
    clerk.goto("/search/")
    clerk.get_by_role("link", name="这张表有负担？").click()
    assert clerk.get_by_label(FORM).input_value() == "本系统的页面 /search/"

    clerk.get_by_label(FORM).fill(name)
    clerk.get_by_label("哪个部门要求的").fill("衡南县分公司")
    clerk.get_by_label("哪些内容别处已经有").fill("日期、地点")
    clerk.get_by_role("button", name="送出").click()
    code = shown_code(clerk)
    assert width > 360 or seen_by_all(clerk, "suggestion-sent") == {}
    answer(someone(width=width, storage_state=tour.states["county"]).new_page(), name, "登记表停用，以系统里的为准。")

    find(clerk, code)
    assert "登记表停用，以系统里的为准。" in clerk.locator(".course").inner_text()
    assert width > 360 or seen_by_all(clerk, "suggestion-found") == {}
    clerk.goto("/suggestions/mine/")
    clerk.get_by_role("link", name=name).click()
    assert "登记表停用，以系统里的为准。" in clerk.locator(".course").inner_text()
    clerk.get_by_role("button", name="可以，办结").click()
    assert clerk.locator(".state").first.inner_text() == "已办结"


def test_two_people_answer_at_once_and_nothing_is_lost(someone, tour):
    nobody = someone().new_page()
    write(nobody, "complaint", "县里的两个人同时来答", unit="hengnan")
    pages = [someone(storage_state=tour.states[who]).new_page() for who in ("county", "officer")]
    for page in pages:
        open_in_the_inbox(page, "县里的两个人同时来答")
    first, second = pages
    say(first, "第一个答复")

    say(second, "第二个答复")

    assert second.get_by_text("第一个答复").is_visible()
    assert "已经先办了一步" in second.get_by_role("alert").inner_text()
    assert second.get_by_text("第二个答复").is_visible()


def test_an_answer_is_taken_back_from_its_toast(someone, tour):
    write(someone().new_page(), "help", "答复写错了怎么办", unit="hengnan")
    county = someone(storage_state=tour.states["county"]).new_page()
    open_in_the_inbox(county, "答复写错了怎么办")
    say(county, "写错的答复")

    county.get_by_role("button", name="撤销").click()

    assert county.locator(".state").first.inner_text() == "已收到"
    assert "（已撤销）" in county.locator(".course").inner_text()


def test_without_an_account_without_scripts_and_without_a_pointer(someone, tour):
    page = someone(java_script_enabled=False).new_page()
    write(page, "suggestion", "不用脚本也能写", unit="hengnan")
    code = shown_code(page)
    answer(
        someone(storage_state=tour.states["county"], java_script_enabled=False).new_page(), "不用脚本也能写", "收到。"
    )

    keys = someone().new_page()
    keys.goto("/suggestions/find/")
    tab_to(keys, "input[name=code]")
    keys.keyboard.type(code.replace("-", " ").lower())
    keys.keyboard.press("Enter")
    keys.get_by_text("收到。", exact=True).wait_for()
    keys.locator("summary").press("Enter")
    tab_to(keys, "textarea")
    keys.keyboard.type("还没有解决")
    tab_to(keys, "button:has-text('请再办一次')")
    keys.keyboard.press("Enter")

    keys.get_by_text("再次办理").first.wait_for()
    assert code not in keys.url


def write(page: Page, kind: str, words: str, *, unit: str) -> None:
    page.goto(f"/suggestions/new/{kind}/")
    page.get_by_label("要说的事").fill(words)
    page.get_by_label("说的是哪个单位的事").select_option(unit)
    page.get_by_role("button", name="送出").click()
    page.locator(".code-letters").wait_for()


def shown_code(page: Page) -> str:
    code = page.locator(".code-letters").inner_text()
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)
    return code


def find(page: Page, code: str) -> None:
    page.goto("/suggestions/find/")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看").click()
    page.locator(".course").wait_for()


def open_in_the_inbox(page: Page, words: str) -> None:
    page.goto(f"/suggestions/inbox/?q={words}")
    page.get_by_role("link", name=words).click()


def say(page: Page, words: str) -> None:
    page.get_by_label("答复", exact=True).fill(words)
    page.get_by_role("button", name="送出答复").click()
    page.locator(".course").wait_for()


def answer(page: Page, words: str, said: str) -> None:
    open_in_the_inbox(page, words)
    say(page, said)
