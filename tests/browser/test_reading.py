"""A year is read: from the door to a practice, to a number, to its records; and one's own year from one's name."""

import pytest

from .house import enter

SIZES = [360, 1280]


@pytest.mark.parametrize("width", SIZES)
def test_a_practice_opens_its_number_and_the_number_its_records(someone, width):
    page = someone(width=width).new_page()
    enter(page, "reader")

    contents = page.get_by_role("navigation", name="目录")
    assert contents.get_by_role("link").count() == 15
    contents.get_by_role("link", name="我为群众办实事").click()
    assert page.locator("#practice-7 .mark-published").inner_text() == "公布数"
    assert page.locator("#practice-7 .practice-coming").inner_text().startswith("下一步")
    contents.get_by_role("link", name="书记讲课，每周读书").click()
    lectures = page.locator("#practice-5").get_by_role("link", name="，专题党课，看记录")
    number = lectures.locator(".figure-number").inner_text()
    lectures.click()

    assert page.url.endswith("/figures/hengyang/2021/lectures/")
    assert page.locator(".figure-number").inner_text() == number
    page.locator("a.row").first.click()
    page.wait_for_url("**/activities/*/")
    assert "专题党课" in page.locator("main").inner_text()


@pytest.mark.parametrize("width", SIZES)
def test_a_name_leads_to_ones_own_year_and_its_hours_to_what_was_learnt(someone, width):
    page = someone(width=width).new_page()
    enter(page, "secretary")

    page.locator("a.person-name").click()
    assert page.get_by_role("heading", level=1).inner_text() == "我的经历"
    every = page.locator("ul.rows a.row, ul.rows div.row").count()
    page.locator("a.figure-value").click()

    assert 0 < page.locator("ul.rows .row").count() <= every
    page.get_by_role("link", name="看全部经历").click()
    page.get_by_role("link", name="2025年").click()
    assert "2025年" in page.locator(".page-head p").inner_text()


def test_a_branch_is_read_month_by_month_and_a_county_in_numbers(someone):
    page = someone().new_page()
    enter(page, "officer")

    page.goto("/timeline/hengnan-zhibu-3/2026/")
    assert page.locator("h2").first.inner_text() == "2026年11月"
    page.get_by_role("link", name="从旧到新看").click()
    assert page.locator("h2").first.inner_text() == "2026年1月"
    page.goto("/timeline/hengnan/2021/?below=1")
    fold = page.get_by_role("link", name="主题党日").first
    number = fold.locator(".fold-value").inner_text().split()[0]
    fold.click()
    assert page.locator(".figure-number").inner_text() == number
