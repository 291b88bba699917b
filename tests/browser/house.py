"""The ways of the house, as people take them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import Browser, Page

TODAY = date(2026, 11, 20)
MONTH = "2026-11"
PASSWORD = "huoshui-yanshi"
BRANCH = "hengnan-zhibu-3"  # of the first door
OTHER_BRANCH = "leiyang-zhibu-2"  # of the secretary who signs in
DOORS = {"secretary": "我来记一笔", "officer": "我看全市", "reader": "我读 2021"}
ACCOUNTS = {"other": "demo-secretary-2", "county": "demo-county", "clerk": "demo-clerk", "admin": "demo-admin"}


@dataclass(frozen=True)
class Tour:
    """Cookies of those who are in, and where some things are: {name of the place: address}."""

    states: dict[str, Any]
    places: dict[str, str]


def enter(page: Page, who: str) -> None:
    page.goto("/")
    page.get_by_role("button", name=DOORS[who]).click()


def sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill(ACCOUNTS[who])
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def plan(page: Page, unit: str, title: str, *, kind: str = "theme_day") -> None:
    """Puts an activity of today into the plan; 今天 then lists it."""
    page.goto(f"/activities/plan/{unit}/")
    page.get_by_label("类型").select_option(kind)
    page.get_by_label("主题").fill(title)
    with page.expect_navigation():
        page.get_by_role("button", name="放进计划").click()


def open_planned(page: Page, title: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=title).click()


def save(page: Page) -> None:
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/?saved=1")


def number(page: Page, label: str) -> int:
    """A figure on the page of figures, found by its name."""
    link = page.get_by_role("link", name=f"，{label}，看记录")
    return int(link.locator(".figure-number").inner_text().replace(",", ""))


def set_out(chromium: Browser, address: str) -> Tour:
    states = {"nobody": None}
    for who in (*DOORS, *ACCOUNTS):
        with chromium.new_context(base_url=address) as context:
            page = context.new_page()
            enter(page, who) if who in DOORS else sign_in(page, who)
            states[who] = context.storage_state()
    with chromium.new_context(base_url=address, storage_state=states["secretary"]) as context:
        places = _places_of_the_branch(context.new_page())
    with chromium.new_context(base_url=address, storage_state=states["other"]) as context:
        return Tour(states, places | _places(context.new_page()))


def _places_of_the_branch(page: Page) -> dict[str, str]:
    """What the city's own records have that needs looking for: a roster to tell, somebody to make up."""
    page.goto("/")
    joint = page.get_by_role("link", name="核对本支部名册").first.get_attribute("href")
    page.goto(f"/activities/missed/{BRANCH}/")
    make_ups = page.locator(".rows a").first.get_attribute("href")
    found = {"joint-roster": joint, "joint": joint.split("joined/")[0], "make-ups": make_ups}
    return found | _places_of_the_plan(page)


def _places_of_the_plan(page: Page) -> dict[str, str]:
    """The Friday that was moved, its series, and the month's focus."""
    page.goto(f"/activities/plan/{BRANCH}/2026/")
    moved = page.locator("#m12 .plan-chip").first.get_attribute("href")
    series = page.locator("#m12 .plan-line-folded .plan-title").first.get_attribute("href")
    return {
        "occurrence": moved,
        "occurrence-change": f"{moved}plan/",
        "occurrence-cancel": f"{moved}cancellation/",
        "series": series,
        "series-change": f"{series}change/",
        "series-end": f"{series}end/",
        "focus": page.locator("#m11 .plan-focus a").first.get_attribute("href"),
    }


def _places(page: Page) -> dict[str, str]:
    places = {}
    for name in ("planned", "recorded", "withdrawn"):
        plan(page, OTHER_BRANCH, f"各处走走：{name}")
        open_planned(page, f"各处走走：{name}")
        places[name] = page.url.removesuffix("record/")
        if name != "planned":
            save(page)
    page.goto(f"{places['withdrawn']}withdrawal/")
    page.get_by_role("button", name="撤回").click()
    places |= {
        "form": f"{places['planned']}record/",
        "just-saved": f"{places['recorded']}?saved=1",
        "withdrawal": f"{places['recorded']}withdrawal/",
        "correction": f"{places['recorded']}correction/",
    }
    page.goto("/search/?q=" + page.locator(".person-name").inner_text())
    places["person"] = page.locator("a[href*='/organisation/people/']").first.get_attribute("href")
    places["handover"] = f"{places['person']}handover/"
    return places
