"""The city's matrix as its people use it: read down to one record, and a way to say what is in the way."""

import re

import pytest
from playwright.sync_api import Page, expect

from .house import BRANCH, enter
from .test_every_page import seen_by_all
from .test_keyboard import tab_to

NAME = "衡南宝盖片区联合党支部"
CITY = "/matrix/hengyang/2026-11/"
NOTE = f"/matrix/{BRANCH}/2026/concentrated_study/obstacle/"


def line_of(page: Page, code: str):
    return page.locator(f"#unit-{code}")


def cell_of(page: Page, code: str, norm: str):
    return line_of(page, code).locator(f"a[href*='/{norm}/']")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_officer_reads_the_city_down_to_a_record(someone, width):
    page = someone(width=width).new_page()

    enter(page, "officer")
    page.wait_for_url(f"**{CITY}")
    line_of(page, "hengnan").get_by_role("link", name="展开").click()
    expect(line_of(page, "hengnan-zhibu-1")).to_be_visible()
    page.get_by_role("link", name="10月").click()
    page.wait_for_url("**/matrix/hengyang/2026-10/?open=hengnan")
    expect(cell_of(page, "hengnan", "theme_day")).to_contain_text("9/9")
    cell_of(page, "hengnan-zhibu-1", "theme_day").click()
    page.locator(".rows a").first.click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert re.search(r"/activities/\d+/$", page.url)


def test_lines_keep_their_order_whatever_is_in_them(someone, tour):
    page = someone(width=1280, storage_state=tour.states["officer"]).new_page()

    page.goto(f"{CITY}?all=")
    here = page.locator("tbody tr").evaluate_all("lines => lines.map(line => line.id)")
    page.goto("/matrix/hengyang/2026-03/?all=")
    there = page.locator("tbody tr").evaluate_all("lines => lines.map(line => line.id)")

    assert len(here) > 70
    assert [line for line in here if line in there] == [line for line in there if line in here]


def test_a_secretary_says_what_is_in_the_way_and_is_answered(someone, tour):
    secretary = someone(storage_state=tour.states["secretary"]).new_page()
    officer = someone(width=1280, storage_state=tour.states["officer"]).new_page()

    secretary.goto(NOTE)
    secretary.get_by_label("遇到什么困难").fill("三个窗口同时当班，凑不齐人集中学习。")
    secretary.get_by_label("预计到哪一天能办").fill("2026-12-15")
    secretary.get_by_role("button", name="写明困难").click()
    secretary.wait_for_url("**/obstacles/*/")
    officer.goto("/")
    officer.get_by_role("link", name=f"{NAME}请求支持").click()
    officer.get_by_role("link", name="答复").click()
    officer.get_by_label("由谁来帮").fill("市分公司党委党建工作部")
    officer.get_by_label("怎样帮").fill("派两人顶岗半天，时间由支部定。")
    officer.get_by_role("button", name="答复").click()
    officer.wait_for_url("**/obstacles/*/")
    secretary.reload()

    expect(secretary.get_by_text("派两人顶岗半天")).to_be_visible()
    assert seen_by_all(secretary, "obstacle") == {}
    officer.goto(f"{CITY}?open=hengnan")
    expect(cell_of(officer, BRANCH, "concentrated_study")).to_contain_text("有困难")
    secretary.get_by_role("button", name="困难已解除").click()
    secretary.get_by_role("button", name="撤销").click()
    expect(secretary.get_by_text("上级的答复")).to_be_visible()


def test_the_matrix_is_read_by_keyboard_alone(someone, tour):
    page = someone(width=1280, storage_state=tour.states["officer"]).new_page()

    page.goto(CITY)
    tab_to(page, "a[rel=prev]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/matrix/hengyang/2026-10/")
    page.locator("#unit-zhengxiang .city-toggle").focus()
    tab_to(page, "#unit-zhengxiang td a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/matrix/zhengxiang/2026-10/theme_day/")

    expect(page.get_by_role("heading", level=1)).to_have_text("主题党日")
