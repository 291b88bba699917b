from datetime import date
from importlib import import_module

import pytest
from pydantic import ValidationError

from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.measures import Measure
from huoshui.packs.checking import check_against_kinds
from huoshui.packs.loaded import pack

RECORDED = "activities.activity.recorded"
CONFIRMED = "activities.attendance.confirmed"
MADE_UP, JOINED = "activities.makeup.held", "activities.activity.joined"


def test_seven_ones_are_seven_tags():
    assert [tag.code for tag in pack().tags_of_group("seven_ones")] == [
        "oath_renewal",
        "theme_day",
        "lecture",
        "history_contest",
        "self_study",
        "base_education",
        "partnership",
    ]


def test_theme_day_also_counts_as_concentrated_study_and_may_count_for_more():
    kind = pack().activity_kinds["theme_day"]

    assert kind.tags == ("theme_day", "concentrated_study")
    assert kind.extra_tags == ("oath_renewal", "lecture", "base_education", "partnership", "volunteering")


def test_figures_are_the_ledgers():
    kinds, here = (CONFIRMED, MADE_UP), (("state", ("present",)),)
    studied = Measure(kinds, ("concentrated_study",), here, "minutes", per_person=True)

    assert pack().figures["members_studied_32_hours"] == Figure(
        "members_studied_32_hours", "集中学习满 32 小时的人", "人", Form.PEOPLE, studied, at_least=1920
    )


def test_ratio_keeps_its_two_figures():
    figures = pack().figures

    assert figures["present_of_expected"].over == figures["present_total"]
    assert figures["present_of_expected"].under.measure == Measure((RECORDED, JOINED), of="expected")


def test_balance_takes_the_ended_off_the_begun():
    members = pack().figures["members"]
    where = (("status", ("member", "probationary")),)

    assert members.measure == Measure(("organisation.membership.began",), where=where)
    assert members.minus == Measure(("organisation.membership.ended",), where=where)


def test_norms_say_whether_anyone_verified_them():
    verified = {code: norm.version_on(date(2021, 5, 1)).verified for code, norm in pack().norms.items()}

    assert {code for code, value in verified.items() if value is True} == {
        "organisational_life_meeting",
        "members_review",
        "concentrated_study",
    }
    assert verified["theme_day"] == "second source"


def test_only_what_has_a_monthly_period_is_due_in_a_month():
    monthly = {code for code, norm in pack().norms.items() if norm.version_on(date(2026, 5, 1)).per == "month"}

    assert monthly == {"theme_day", "committee_meeting", "cell_meeting"}


def test_assumptions_and_published_numbers_are_told_apart():
    (note,) = pack().figure_notes["chapter_founding_present"]

    assert (note.period, note.value, note.note) == ("2021-04", 198, "公布为“近 200 人”；演示假设按 198 人。")
    assert {(n.unit, n.value) for n in pack().published} >= {("册", 2408), ("本", 620), ("支", 14), ("个", 40)}


def test_real_figures_fit_the_declared_facts():
    for part in ("huoshui.organisation.facts", "huoshui.programme.activities.facts"):
        import_module(part)

    assert check_against_kinds(pack()) is None


def test_pack_is_read_once():
    assert pack() is pack()


def test_pack_cannot_be_changed():
    with pytest.raises(ValidationError):
        pack().name = "x"
    with pytest.raises(ValidationError):
        pack().norms["lecture"].label = "x"
    with pytest.raises(TypeError):
        pack().tags["new"] = pack().tags["lecture"]
