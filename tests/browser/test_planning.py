"""A year is planned: a focus issued, last year's plan taken over, a series begun; one Friday moved and one called off.

At 360 pixels and at a desk, with JavaScript and without, and in one place by keyboard alone.
"""

import pytest
from playwright.sync_api import Page, expect

from .house import BRANCH, OTHER_BRANCH
from .test_keyboard import tab_to

PLAN, NEXT_PLAN = f"/activities/plan/{OTHER_BRANCH}/2026/", f"/activities/plan/{OTHER_BRANCH}/2027/"
CITY_PLAN = "/activities/plan/hengyang/2027/"
NOTICE = {"name": "通知.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj"}


@pytest.mark.parametrize(("width", "month"), [(360, 1), (1280, 2)])
def test_a_city_officer_plans_the_year_and_a_branch_sees_its_focus(someone, tour, width, month):
    page = someone(storage_state=tour.states["officer"], width=width).new_page()
    page.goto("/")
    page.get_by_role("link", name="计划", exact=True).first.click()
    page.get_by_role("link", name="2027年").click()

    page.get_by_role("link", name="月度重点").click()
    page.get_by_role("link", name=f"下发{month}月的重点").click()
    page.get_by_label("标题").fill(f"{month}月的新重点")
    page.get_by_label("要求").fill("学什么，做什么。")
    page.get_by_label("文号").fill(f"演示〔2027〕{month}号")
    page.get_by_label("文件").set_input_files(NOTICE)
    page.get_by_role("button", name="下发").click()
    expect(page.get_by_text("的重点已下发")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载文件").click()
    assert download.value.suggested_filename.endswith(".pdf")

    branch = someone(storage_state=tour.states["other"], width=width).new_page()
    branch.goto(NEXT_PLAN)
    branch.get_by_role("link", name=f"{month}月的新重点").click()
    expect(branch.get_by_text(f"演示〔2027〕{month}号")).to_be_visible()


def test_last_years_plan_is_taken_over_once(someone, tour):
    page = someone(storage_state=tour.states["officer"], width=1280).new_page()
    page.goto(CITY_PLAN)
    page.get_by_role("link", name="照去年安排").click()
    row = page.locator(".copy-row", has_text="中层管理人员培训")
    expect(row.get_by_text("暂定")).to_be_visible()
    page.get_by_role("button", name="照勾选的排好").click()
    expect(page.locator(".plan-line", has_text="中层管理人员培训")).to_be_visible()

    page.get_by_role("link", name="照去年安排").click()

    expect(row.get_by_text("已排好")).to_be_visible()
    expect(row.locator("input")).to_be_disabled()


def test_a_secretary_moves_one_friday_and_calls_another_off_and_takes_it_back(someone, tour):
    page = someone(storage_state=tour.states["other"]).new_page()
    start_club(page, "午间读书")

    chip(page, "2日").click()
    page.get_by_role("link", name="改时间、地点").click()
    page.get_by_label("日期").fill("2027-04-01")
    page.get_by_role("button", name="保存安排").click()
    expect(page.get_by_text("已改到2027年4月1日 12:30。这个系列的其他各次不变。")).to_be_visible()
    assert days(page) == ["1日", "9日", "16日", "23日", "30日"]

    chip(page, "16日").click()
    page.get_by_role("link", name="取消这一次").click()
    page.get_by_label("原因").fill("旺季")
    page.get_by_role("button", name="取消这一次").click()
    expect(chip(page, "16日").get_by_text("已取消")).to_be_visible()

    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("照原计划进行。")).to_be_visible()
    assert days(page) == ["1日", "9日", "16日", "23日", "30日"]
    assert chip(page, "16日").get_by_text("已取消").count() == 0


def test_a_series_is_begun_and_one_moved_without_javascript(someone, tour):
    page = someone(storage_state=tour.states["other"], java_script_enabled=False).new_page()
    start_club(page, "没有脚本的读书会")

    chip(page, "2日").click()
    page.get_by_role("link", name="改时间、地点").click()
    page.get_by_label("时间").fill("16:00")
    page.get_by_role("button", name="保存安排").click()
    page.get_by_role("button", name="撤销").click()

    assert page.get_by_text("已恢复为系列原来的安排").count() == 1


def test_two_edit_one_plan_and_the_second_chooses(someone, tour):
    first = someone(storage_state=tour.states["secretary"]).new_page()
    first.goto(f"/activities/plan/{BRANCH}/2026/")
    first.locator("#m12 .plan-chip").first.click()
    first.get_by_role("link", name="改时间、地点").click()
    second = someone(storage_state=tour.states["officer"], width=1280).new_page()
    second.goto(first.url)
    first.get_by_label("地点").fill("食堂")
    first.get_by_role("button", name="保存安排").click()
    expect(first.get_by_text("这个系列的其他各次不变。")).to_be_visible()

    second.get_by_label("地点").fill("会议室")
    second.get_by_role("button", name="保存安排").click()
    row = second.get_by_role("row", name="地点")
    expect(row).to_contain_text("食堂")
    expect(row).to_contain_text("会议室")

    second.get_by_role("link", name="保留现在的").click()
    expect(second.locator(".definitions")).to_contain_text("食堂")


def test_a_plan_is_made_by_keyboard_alone(someone, tour):
    page = someone(storage_state=tour.states["other"], width=1280).new_page()
    page.goto(NEXT_PLAN)
    tab_to(page, "a:has-text('放一次活动进计划')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/activities/plan/{OTHER_BRANCH}/")
    tab_to(page, "input[name=title]")
    page.keyboard.type("只用键盘放进计划")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{PLAN}")
    expect(page.get_by_role("link", name="只用键盘放进计划")).to_be_visible()


def start_club(page: Page, title: str) -> None:
    """Every Friday from April 2027; its April is before us then."""
    page.goto(f"/activities/series/new/{OTHER_BRANCH}/")
    page.get_by_label("类型").select_option("reading_club")
    page.get_by_label("主题").fill(title)
    page.get_by_label("时间", exact=True).fill("12:30")
    page.get_by_label("从哪天开始").fill("2027-04-01")
    page.get_by_label("到哪天为止").fill("2027-05-31")
    page.get_by_role("button", name="建好系列").click()
    page.wait_for_url("**/series/*/")
    page.goto(f"{NEXT_PLAN}#m4")


def chip(page: Page, day: str):
    return page.locator("#m4 .plan-line-folded").last.locator(".plan-chip", has_text=day).first


def days(page: Page) -> list[str]:
    found = page.locator("#m4 .plan-line-folded").last.locator(".plan-chip").all_inner_texts()
    return [text.split("日")[0] + "日" for text in found]
