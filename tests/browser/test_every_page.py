"""Every page can be read by anybody: axe finds nothing, nothing runs out of a phone's width, nothing goes wrong.

With HUOSHUI_SHOTS=1 a picture of each is kept in shots/, to be looked at.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from .axe import violations
from .house import BRANCH, MONTH, OTHER_BRANCH

SHOTS = Path("shots") if os.environ.get("HUOSHUI_SHOTS") == "1" else None
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
SIZES = EVERYTHING | {"rules": {**EVERYTHING["rules"], **{rule: {"enabled": False} for rule in COLOURS["runOnly"]}}}
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
UNFOLD = "document.querySelectorAll('details').forEach(details => { details.open = true })"

PAGES = {  # name: (who looks, address or a place of the tour)
    "doors": ("nobody", "/"),
    "sign-in": ("nobody", "/sign-in/"),
    "not-found": ("nobody", "/nowhere/"),
    "wrong-way": ("nobody", "/sign-out/"),
    "components": ("nobody", "/components/"),
    "not-allowed": ("reader", "/activities/new/"),
    "today-secretary": ("secretary", "/"),
    "today-county": ("county", "/"),
    "today-officer": ("officer", "/"),
    "today-reader": ("reader", "/"),
    "matrix-branch": ("secretary", f"/matrix/{BRANCH}/2026/"),
    "matrix-county": ("county", "/matrix/hengnan/2026/"),
    "matrix-city": ("officer", "/matrix/hengyang/2026/"),
    "city-month": ("officer", "/matrix/hengyang/2026-11/"),
    "city-unfolded": ("county", "/matrix/hengnan/2026-10/?all=1"),
    "city-norm": ("county", "/matrix/hengnan/2026/norm/theme_day/"),
    "note-obstacle": ("secretary", f"/matrix/{BRANCH}/2026/concentrated_study/obstacle/"),
    "matrix-2021": ("reader", "/matrix/hengyang/2021/"),
    "matrix-without-duties": ("officer", "/matrix/hengyang/2019/"),
    "cell-own-late-or-due": ("officer", f"/matrix/{BRANCH}/{MONTH}/theme_day/"),
    "cell-own-done": ("secretary", f"/matrix/{BRANCH}/2026-10/theme_day/"),
    "cell-county": ("county", f"/matrix/hengnan/{MONTH}/theme_day/"),
    "cell-city": ("officer", f"/matrix/hengyang/{MONTH}/theme_day/"),
    "figures-branch": ("secretary", f"/figures/{BRANCH}/{MONTH}/"),
    "figures-city-2021": ("officer", "/figures/hengyang/2021/"),
    "facts": ("officer", "/figures/hengyang/2021/theme_days/"),
    "facts-later-page": ("officer", "/figures/hengyang/2021/theme_days/?page=2"),
    "facts-people": ("reader", "/figures/hengyang/2021/people_reached/"),
    "facts-ratio": ("secretary", f"/figures/{BRANCH}/2026/present_of_expected/"),
    "facts-balance": ("county", "/figures/hengnan/2026/members/"),
    "facts-none": ("secretary", f"/figures/{BRANCH}/2026-01/history_contests/"),
    "search": ("officer", "/search/"),
    "search-found": ("officer", "/search/?q=衡南"),
    "search-nothing": ("officer", "/search/?q=没有这样的词"),
    "choose-kind": ("secretary", "/activities/new/"),
    "choose-kind-officer": ("officer", "/activities/new/"),
    "record-planned": ("other", "form"),
    "record-new": ("other", f"/activities/new/{OTHER_BRANCH}/members_meeting/"),
    "record-sittings": ("other", f"/activities/new/{OTHER_BRANCH}/theme_day/?sittings=2"),
    "record-open-roster": ("officer", "/activities/new/hengyang/reading_club/"),
    "plan": ("other", f"/activities/plan/{OTHER_BRANCH}/"),
    "plan-year": ("secretary", f"/activities/plan/{BRANCH}/2026/"),
    "plan-copy": ("secretary", f"/activities/plan/{BRANCH}/2027/copy/"),
    "plan-change": ("secretary", "occurrence-change"),
    "plan-cancel": ("secretary", "occurrence-cancel"),
    "plan-moved": ("secretary", "occurrence"),
    "series": ("secretary", "series"),
    "series-new": ("secretary", f"/activities/series/new/{BRANCH}/"),
    "series-change": ("secretary", "series-change"),
    "series-end": ("secretary", "series-end"),
    "focuses": ("reader", "/activities/focus/hengyang/2021/"),
    "focus": ("secretary", "focus"),
    "focus-issue": ("officer", "/activities/focus/hengyang/2027/3/"),
    "activity-recorded": ("other", "recorded"),
    "activity-just-saved": ("other", "just-saved"),
    "activity-seen-from-above": ("reader", "recorded"),
    "activity-planned": ("other", "planned"),
    "activity-withdrawn": ("other", "withdrawn"),
    "withdraw": ("other", "withdrawal"),
    "correct": ("other", "correction"),
    "record-visit": ("secretary", f"/activities/new/{BRANCH}/hardship_visit/"),
    "joint-roster": ("secretary", "joint-roster"),
    "activity-joint": ("secretary", "joint"),
    "missed": ("secretary", f"/activities/missed/{BRANCH}/"),
    "make-ups": ("secretary", "make-ups"),
    "person": ("other", "person"),
    "tree": ("county", "/organisation/"),
    "tree-then": ("officer", "/organisation/?on=2021-05-01&q=chuli"),
    "unit": ("officer", f"/organisation/units/{OTHER_BRANCH}/"),
    "unit-open": ("county", "/organisation/units/hengnan/below/new/"),
    "people": ("county", "/organisation/people/"),
    "person-managed": ("officer", "person"),
    "handover": ("officer", "handover"),
    "accounts": ("admin", "/organisation/accounts/"),
    "password": ("other", "/password/"),
    "year": ("reader", "/year/2021/"),
    "timeline-branch": ("officer", f"/timeline/{BRANCH}/2026/"),
    "timeline-county": ("county", "/timeline/hengnan/2021/?below=1"),
    "timeline-records": ("officer", "/timeline/hengnan/2021-06/organisation.membership.began/"),
    "timeline-own": ("secretary", "/timeline/me/"),
    "suggestions-write": ("clerk", "/suggestions/burden/?page=/"),
    "suggestions-elsewhere": ("nobody", "/suggestions/new/misconduct/"),
    "suggestions-find": ("nobody", "/suggestions/find/"),
    "suggestions-inbox": ("officer", "/suggestions/inbox/?state="),
    "suggestion": ("county", "/suggestions/14/"),
}
MAIN = {
    "components",
    "doors",
    "sign-in",
    "today-secretary",
    "matrix-branch",
    "figures-branch",
    "record-planned",
    "activity-recorded",
}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_everybody(name, someone, tour):
    who, where = PAGES[name]
    page = someone(storage_state=tour.states[who]).new_page()

    page.goto(tour.places.get(where, where))

    assert seen_by_all(page, name) == {}


@pytest.mark.parametrize("who", ["nobody", "secretary"])
def test_a_refused_form_is_for_everybody(who, someone, tour):
    page = someone(storage_state=tour.states[who]).new_page()
    if who == "nobody":
        page.goto("/sign-in/")
        page.get_by_label("用户名").fill("demo-nobody")
        page.get_by_label("密码").fill("not the password")
        page.get_by_role("button", name="登录").click()
    else:
        page.goto(f"/activities/new/{BRANCH}/members_meeting/")
        page.evaluate(UNFOLD)
        page.get_by_label("时长").fill("")
        page.get_by_label("列席").fill("没有这个人")
        page.locator("form").last.evaluate("form => { form.noValidate = true }")
        page.get_by_role("button", name="保存").click()
    page.get_by_role("alert").wait_for()

    assert seen_by_all(page, f"refused-{who}") == {}


def seen_by_all(page: Page, name: str) -> dict[str, str]:
    """What is wrong with the page, by way of looking at it. Further ways change sizes alone, or colours alone."""
    wrong = {}
    for way, size, scheme, is_large, options in (
        ("phone", PHONE, "light", False, EVERYTHING),
        ("phone-dark", PHONE, "dark", False, COLOURS),
        ("phone-large", PHONE, "light", True, EVERYTHING if name in MAIN else None),
        ("desk-large", DESK, "light", True, None),
        ("desk-dark", DESK, "dark", False, COLOURS if name in MAIN else None),
        ("desk", DESK, "light", False, EVERYTHING if name in MAIN else SIZES),
    ):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate("type => { document.documentElement.dataset.type = type }", "large" if is_large else "normal")
        if SHOTS:
            page.screenshot(path=SHOTS / f"{name}.{way}.png", full_page=True)
        page.evaluate(UNFOLD)
        if page.evaluate(WIDE):
            wrong[way] = "runs out of the width"
        if options and (found := violations(page, options)):
            wrong[way] = found
    return wrong
