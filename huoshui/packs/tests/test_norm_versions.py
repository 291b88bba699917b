from datetime import date

import pytest

from huoshui.packs.errors import OverlappingVersions, WrongValue

NORM = """
[[norm]]
code = "changing"
label = "变化的要求"
owed_by = ["branch"]

[[norm.version]]
from_on = 2021-01-01
until_on = {until_on}
per = "quarter"
figure = "lectures"
at_least = 1
wording = "每季度一次"
number = "1"
article = "一"
source = "测试"
verified = false

[[norm.version]]
from_on = {from_on}
per = "month"
figure = "lectures"
at_least = 2
wording = "每月两次"
number = "2"
article = "一"
source = "测试"
verified = false
"""


def changing(draft, until_on, from_on):
    text = (draft.folder / "norms.toml").read_text(encoding="utf-8")
    added = NORM.format(until_on=until_on, from_on=from_on)
    (draft.folder / "norms.toml").write_text(text + added, encoding="utf-8")
    return draft.load().norms["changing"]


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        (date(2020, 12, 31), None),
        (date(2021, 1, 1), ("quarter", 1)),
        (date(2021, 6, 30), ("quarter", 1)),
        (date(2021, 7, 1), ("month", 2)),
        (date(2026, 1, 1), ("month", 2)),
    ],
)
def test_norm_changed_on_1_july_is_judged_by_the_version_in_force(draft, day, asked):
    version = changing(draft, "2021-07-01", "2021-07-01").version_on(day)

    assert (version and (version.per, version.at_least)) == asked


def test_gap_between_versions_is_allowed_and_nothing_is_in_force_in_it(draft):
    norm = changing(draft, "2021-06-01", "2021-07-01")

    assert norm.version_on(date(2021, 6, 15)) is None


def test_overlapping_versions_are_refused(draft):
    with pytest.raises(OverlappingVersions) as refused:
        changing(draft, "2021-07-02", "2021-07-01")

    assert str(refused.value) == (
        'norms.toml, [[norm]] code="changing", key "version 2: from_on": in force together with version 1;'
        " end version 1 on 2021-07-01 or begin later"
    )


def test_version_that_ends_before_it_begins_is_refused(draft):
    with pytest.raises(WrongValue, match='key "version 1: until_on": it ends before it begins'):
        changing(draft, "2021-01-01", "2021-07-01")


def test_norm_that_asks_for_two_things_is_refused(draft):
    draft.change("norms.toml", "at_least = 1\n", 'at_least = 1\nat_least_figure = "members"\n')

    with pytest.raises(WrongValue, match='code="theme_day", key "version 1: at_least": give either'):
        draft.load()
