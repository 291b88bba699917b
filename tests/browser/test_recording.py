"""A theme day is recorded once, in three taps, and every number shows it: through a real server and its worker."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlparse

from playwright.sync_api import Page

from .house import BRANCH, MONTH, OTHER_BRANCH, enter, number, open_planned, plan, save

FIGURES = f"/figures/{BRANCH}/{MONTH}/"
MATRIX = f"/matrix/{BRANCH}/2026/"


def test_three_taps_record_a_theme_day_and_every_number_shows_it(someone, home):
    page = someone(has_touch=True).new_page()
    enter(page, "secretary")
    before = theme_days(page)
    assert cell(page) == "11月 应做"
    page.goto("/")
    taps = Taps(page)

    taps.on("a.row:has-text('主题党日')")
    absent = page.locator(".roster-name").nth(2).inner_text().split()[0]
    taps.on(".roster-name >> nth=2")
    taps.on("button:has-text('保存')")
    page.wait_for_url("**/?saved=1")

    record = page.url.removesuffix("?saved=1")
    assert taps.count == 3
    assert theme_days(page) == before + 1
    assert cell(page) == "11月 1 已完成"
    follow(page, FIGURES, "a:has-text('，主题党日，看记录')", record)
    follow(page, MATRIX, "tr:has-text('主题党日') a:has-text('11月')", record)
    assert f"{absent}　缺席" in page.locator(".name-list").text_content()
    wait_for_the_worker(home)
    assert theme_days(page) == before + 1


def test_a_double_click_makes_one_record(someone, tour):
    page = someone(storage_state=tour.states["other"]).new_page()
    before = theme_days(page, OTHER_BRANCH)
    plan(page, OTHER_BRANCH, "点了两下")
    open_planned(page, "点了两下")

    page.get_by_role("button", name="保存").dblclick()
    page.wait_for_url("**/?saved=1")

    assert theme_days(page, OTHER_BRANCH) == before + 1


def test_the_form_sent_again_by_the_back_button_makes_no_second_record(someone, tour):
    page = someone(storage_state=tour.states["other"]).new_page()
    before = theme_days(page, OTHER_BRANCH)
    page.goto(f"/activities/new/{OTHER_BRANCH}/theme_day/?day=2026-11-19")  # a day no other test records
    save(page)
    record = page.url

    page.go_back()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/?saved=1")

    assert page.url == record
    assert theme_days(page, OTHER_BRANCH) == before + 1


def test_recording_works_without_javascript(someone, tour):
    page = someone(storage_state=tour.states["other"], java_script_enabled=False).new_page()
    before = theme_days(page, OTHER_BRANCH)
    plan(page, OTHER_BRANCH, "没有脚本")
    open_planned(page, "没有脚本")
    page.locator(".roster-tick").nth(1).uncheck()
    page.locator(".roster-reason select").nth(1).select_option("on_delivery")

    page.get_by_role("button", name="保存").dblclick()
    page.wait_for_url("**/?saved=1")
    record = page.url.removesuffix("?saved=1")
    page.go_back()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(record)

    assert "请假\n1 人（出班投递1人）" in page.locator(".definitions").inner_text()
    assert theme_days(page, OTHER_BRANCH) == before + 1


def test_the_brief_is_copied_and_said_to_be(someone, tour):
    context = someone(storage_state=tour.states["other"])
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(tour.places["recorded"])

    page.get_by_role("button", name="复制简报").click()

    page.get_by_text("已复制，可以粘贴了。").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".brief-text").inner_text()
    assert copied.startswith("2026年11月20日，")


class Taps:
    """Counts what a finger does."""

    def __init__(self, page: Page):
        self.page, self.count = page, 0

    def on(self, selector: str) -> None:
        self.page.locator(selector).first.tap()
        self.count += 1


def theme_days(page: Page, unit: str = BRANCH) -> int:
    page.goto(f"/figures/{unit}/{MONTH}/")
    return number(page, "主题党日")


def cell(page: Page) -> str:
    """What the matrix says of theme days this month."""
    page.goto(MATRIX)
    return " ".join(page.locator("tr:has-text('主题党日') a:has-text('11月')").inner_text().split())


def follow(page: Page, address: str, link: str, record: str) -> None:
    """From a number or a cell to the list of its records, and from there to the record."""
    page.goto(address)
    page.locator(link).click()
    page.wait_for_url("**/figures/**/theme_days*/")
    page.locator(f".rows a[href='{urlparse(record).path}']").click()
    page.wait_for_url(record)


def wait_for_the_worker(home: Path) -> None:
    """Until it has given every fact its position: from then on numbers are read from the tallies."""
    end = time.monotonic() + 20
    with closing(sqlite3.connect(f"file:{home}/huoshui.sqlite3?mode=ro", uri=True)) as database:
        while database.execute("SELECT count(*) FROM ledger_pending").fetchone() != (0,):
            assert time.monotonic() < end
            time.sleep(0.1)
