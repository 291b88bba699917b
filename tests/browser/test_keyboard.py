"""Without a pointer: everything is reached by Tab, ticked by space and sent by Enter, but not in mid-word."""

from playwright.sync_api import Page, expect

from .house import ACCOUNTS, OTHER_BRANCH, PASSWORD, plan

STOPPED = """input => !input.dispatchEvent(
    new KeyboardEvent('keydown', {key: 'Enter', isComposing: %s, bubbles: true, cancelable: true})
)"""


def test_an_activity_is_recorded_by_keyboard_alone(someone, tour):
    plan(someone(storage_state=tour.states["other"]).new_page(), OTHER_BRANCH, "只用键盘")
    page = someone().new_page()

    page.goto("/sign-in/")
    tab_to(page, "input[name=login]")
    page.keyboard.type(ACCOUNTS["other"])
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    tab_to(page, "a:has-text('只用键盘')")
    page.keyboard.press("Enter")
    tab_to(page, ".roster-tick >> nth=1")
    page.keyboard.press("Space")
    tab_to(page, "button:has-text('保存')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?saved=1")

    assert "缺席\n1 人" in page.locator(".definitions").inner_text()


def test_enter_in_the_middle_of_a_word_sends_nothing(someone, tour):
    page = someone(storage_state=tour.states["other"]).new_page()
    page.goto("/search/")
    box = page.get_by_label("找什么")

    stopped = {composing: box.evaluate(STOPPED % composing) for composing in ("true", "false")}

    assert stopped == {"true": True, "false": False}


def test_enter_in_a_field_saves_and_asks_for_no_further_sitting(someone, tour):
    page = someone(storage_state=tour.states["other"]).new_page()
    page.goto(f"/activities/new/{OTHER_BRANCH}/members_meeting/")
    page.locator("main summary").first.press("Enter")

    page.get_by_label("主题").press("Enter")

    page.wait_for_url("**/?saved=1")


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the element has the focus, and it must be seen to have it."""
    wanted = page.locator(selector).first
    wanted.wait_for()
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            expect(wanted).to_be_in_viewport()
            assert wanted.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
            return
    raise AssertionError(f"Tab does not reach {selector}")
