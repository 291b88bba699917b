"""What moves on a page, with scripts and without: a toast that is undone, a dialog, a list, the menu of a phone."""

import pytest
from playwright.sync_api import Page, expect

SHOWN = "/components/"
TOLD = "已记下（只是样张，什么也没有改动）。"
BACK = "好了（只是样张，什么也没有改动）。"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request, someone) -> Page:
    page = someone(java_script_enabled=request.param).new_page()
    page.goto(SHOWN)
    return page


def test_what_was_done_is_told_and_undone(page):
    page.get_by_role("button", name="做一件可以撤销的事").click()
    told = page.locator(".messages .toast")
    expect(told).to_contain_text(TOLD)

    told.get_by_role("button", name="撤销").click()

    expect(page.locator(".messages")).to_contain_text(BACK)
    expect(page.locator(".messages")).not_to_contain_text(TOLD)


def test_a_button_that_needs_a_script_stands_only_where_there_is_one(page, request):
    has_scripts = "with scripts" in request.node.callspec.id
    expect(page.get_by_role("button", name="复制简报")).to_be_visible(visible=has_scripts)


def test_a_list_is_searched_narrowed_and_turned_by_its_address(page):
    listing = page.locator("[data-listing]").first
    listing.get_by_label("地段").select_option("乡镇")
    listing.get_by_role("button", name="查找").click()
    expect(listing.get_by_role("status")).to_have_text("找到 3 个网点")

    listing.get_by_label("找网点").fill("没有这个")
    listing.get_by_label("找网点").press("Enter")

    expect(listing.get_by_role("link", name="看全部")).to_be_visible()


def test_a_dialog_asks_once_more_and_gives_the_focus_back(someone):
    page = someone().new_page()
    page.goto(SHOWN)
    link = page.get_by_role("link", name="撤回这条记录")
    dialog = page.get_by_role("dialog", name="撤回这条记录？")

    link.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()

    link.click()
    dialog.get_by_role("button", name="撤回").click()
    expect(page.locator(".messages")).to_contain_text(BACK)


def test_where_there_are_no_dialogs_the_link_leads_to_the_page(someone):
    context = someone()
    context.add_init_script("delete HTMLDialogElement.prototype.showModal")
    page = context.new_page()
    page.goto(SHOWN)

    page.get_by_role("link", name="撤回这条记录").click()

    expect(page).to_have_url(f"{page.url.split(SHOWN)[0]}{SHOWN}?asked=1#words")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_list_answers_while_one_types(someone):
    page = someone().new_page()
    page.goto(SHOWN)
    listing = page.locator("[data-listing]").first

    listing.get_by_label("找网点").press_sequentially("第2")

    expect(listing.get_by_role("status")).to_have_text("找到 1 个网点")
    expect(listing.locator("tbody tr")).to_have_count(1)
    expect(listing.get_by_label("找网点")).to_be_focused()
    assert "q=" in page.url


def test_the_menu_of_a_phone_closes_by_escape_and_by_looking_elsewhere(someone, tour):
    page = someone(storage_state=tour.states["officer"]).new_page()
    page.goto("/")
    more = page.get_by_text("更多", exact=True)

    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.get_by_role("heading", level=1).click()):
        more.click()
        expect(page.get_by_role("link", name="搜索")).to_be_visible()
        leave()
        expect(page.get_by_role("link", name="搜索")).to_be_hidden()
