"""Two branches hold one lecture: one records it in two sittings and corrects it, the other ticks its own people."""

import pytest
from playwright.sync_api import Page

from .house import BRANCH, MONTH, OTHER_BRANCH, number, save
from .test_keyboard import tab_to

HELD_WITH = "宝盖片区"  # a part of the name of BRANCH that fits no other
WAYS = {"phone": (360, True, 16), "desk-by-keyboard": (1280, True, 17), "phone-without-javascript": (360, False, 18)}


@pytest.mark.parametrize("way", WAYS)
def test_recorded_once_in_two_sittings_corrected_and_told_by_both(way, someone, tour):
    width, script, day = WAYS[way]
    theme = f"一起听党课：{way}"
    host = someone(storage_state=tour.states["other"], width=width, java_script_enabled=script).new_page()
    guest = someone(storage_state=tour.states["secretary"], width=width, java_script_enabled=script).new_page()
    before = numbers(host, OTHER_BRANCH), numbers(guest, BRANCH)

    record(host, theme, day)
    page = host.url.removesuffix("?saved=1")
    assert f"{theme}" in host.get_by_role("heading", level=1).inner_text()
    absent = correct(host)
    told_by = tell_by_keyboard if way == "desk-by-keyboard" else tell
    missed = told_by(guest, theme)

    assert (numbers(host, OTHER_BRANCH), numbers(guest, BRANCH)) == (
        (before[0][0] + 1, before[0][1]),
        (before[1][0], before[1][1] + 1),
    )
    own, theirs = text(host, page), text(guest, page)
    assert f"{absent}　缺席" in own
    assert f"{missed}　缺席" in theirs
    assert absent not in theirs
    assert missed not in own
    assert "清泉社区党支部" in theirs


def test_who_did_not_take_part_says_so_and_thinks_again(someone, tour):
    guest = someone(storage_state=tour.states["secretary"], width=1280, height=900).new_page()
    record(someone(storage_state=tour.states["other"]).new_page(), "没去成", 19)
    before = numbers(guest, BRANCH)
    open_from_today(guest, "没去成")

    guest.get_by_role("button", name="本支部没有参加").click()
    guest.get_by_text("已记下本单位没有参加").wait_for()
    page = guest.url
    assert numbers(guest, BRANCH) == (before[0], before[1] - 1)
    guest.goto(page)
    guest.get_by_role("button", name="改为参加了").click()
    guest.get_by_text("已改为参加").wait_for()

    assert numbers(guest, BRANCH) == before


def record(page: Page, theme: str, day: int) -> None:
    page.goto(f"/activities/new/{OTHER_BRANCH}/lecture/?day=2026-11-{day}")
    page.get_by_role("button", name="分批进行：再加一批").click()
    page.get_by_label("主题（").fill(theme)
    page.get_by_label("联合单位").fill(HELD_WITH)
    page.get_by_label("合作方").fill("清泉社区党支部")
    page.get_by_label("第2批日期").fill(f"2026-11-{day}")
    page.get_by_label("第2批时间").fill("19:00")
    page.locator(".roster-sitting select").nth(1).select_option("2")
    save(page)


def correct(page: Page) -> str:
    """One who was there was not."""
    page.get_by_role("link", name="更正").click()
    tick = page.locator(".roster-tick").nth(3)
    absent = name_beside(page, 3)
    tick.uncheck()
    page.locator(".roster-reason select").nth(3).select_option("")
    save(page)
    return absent


def tell(page: Page, theme: str) -> str:
    """Three taps: the line on 今天, a name, and save."""
    open_from_today(page, theme)
    absent = name_beside(page, 0)
    page.locator(".roster-tick").first.uncheck()
    save(page)
    return absent


def tell_by_keyboard(page: Page, theme: str) -> str:
    page.goto("/")
    tab_to(page, f"a.row:has-text('核对本支部名册'):has-text('{theme}')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/joined/**")
    tab_to(page, ".roster-tick >> nth=0")
    absent = name_beside(page, 0)
    page.keyboard.press("Space")
    tab_to(page, "button:has-text('保存')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?saved=1")
    return absent


def open_from_today(page: Page, theme: str) -> None:
    page.goto("/")
    page.locator(f"a.row:has-text('核对本支部名册'):has-text('{theme}')").click()
    page.wait_for_url("**/joined/**")


def name_beside(page: Page, n: int) -> str:
    return page.locator(".roster-name").nth(n).inner_text().split()[0]


def numbers(page: Page, unit: str) -> tuple[int, int]:
    """Lectures held, and activities joined."""
    page.goto(f"/figures/{unit}/{MONTH}/")
    return number(page, "专题党课"), number(page, "参加联合开展的活动")


def text(page: Page, address: str) -> str:
    page.goto(address)
    return page.locator("main").text_content()
