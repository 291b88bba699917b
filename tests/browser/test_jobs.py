"""What takes long goes on without the page; the page follows by itself, for nobody else."""

from playwright.sync_api import expect

from .axe import violations
from .house import sign_in

EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def test_a_plan_is_copied_for_every_branch_below_while_its_page_follows(someone):
    page = someone().new_page()
    sign_in(page, "county")
    page.goto("/activities/plan/hengnan/2027/copy/")

    page.get_by_role("button", name="各支部都照排").click()
    page.wait_for_url("**/jobs/*/")
    expect(page.locator(".job")).to_contain_text("已完成", timeout=30_000)  # without being loaded again

    assert violations(page, EVERYTHING) == ""
    other = someone().new_page()
    sign_in(other, "other")
    assert other.goto(page.url).status == 404
    page.get_by_role("link", name="去看结果").click()
    page.wait_for_url("**/activities/plan/hengnan/2027/")
    page.goto("/jobs/")
    assert violations(page, EVERYTHING) == ""
    expect(page.get_by_role("link", name="照去年安排各支部的计划")).to_be_visible()
