"""The month's focus: shown to all below, counted in its month, its file for those who may see it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huoshui.base.clock import at_time
from huoshui.ledger.models import Fact
from huoshui.ledger.reconcile import differences
from huoshui.organisation import actions as organisation
from huoshui.organisation.models import Account, PersonKey
from huoshui.organisation.public import viewer_of

from ..actions import Focus, change_focus, follow_focuses, issue_focus, restore_focus, withdraw_focus
from ..models import MonthlyFocus
from ..part import PART
from ..rules import ChangedMeanwhile, FocusGone, FocusThere
from .conftest import NOW, TODAY, figure, to
from .page import fields_of, text_of

pytestmark = pytest.mark.django_db
SAID = Focus("学党史", "学习党史，办实事。", "演示〔2021〕5号")
YEAR = (date(2021, 1, 1), date(2021, 12, 31))
PDF = b"%PDF-1.7 a notice"


@pytest.fixture
def given(house, do) -> MonthlyFocus:
    return do(issue_focus, unit=house.units["south"], month=202105, said=SAID)


def themes(username: str) -> list[str]:
    viewer = viewer_of(Account.objects.get(username=username), TODAY)
    return [theme.title for theme in PART.themes(viewer, *YEAR)]


def untold() -> list:
    known = set(PersonKey.objects.values_list("key", flat=True))
    return differences(PART.wanted(), part="activities", known_people=known)


def test_it_is_shown_to_all_below_and_to_nobody_beside(house, given, do, enter):
    do(issue_focus, unit=house.units["city"], month=202105, said=Focus("全市的重点", "…"))
    for role, code in (("branch_secretary", "branch"), ("branch_secretary", "hill"), ("city_officer", "city")):
        enter(role, code)

    assert themes("branch_secretary-branch") == ["全市的重点", "学党史"]
    assert themes("branch_secretary-hill") == ["全市的重点"]
    assert themes("city_officer-city") == ["全市的重点"]
    assert "学党史" in text_of(enter("branch_secretary", "branch").get(to("focus_one", given.pk)))
    assert enter("city_officer", "city").get(to("focus_one", given.pk)).status_code == 200
    hill = enter("branch_secretary", "hill")
    for name in ("focus_one", "focus_file", "change_focus"):
        assert hill.get(to(name, given.pk)).status_code == 404
    for name in ("change_focus", "withdraw_focus", "restore_focus"):
        assert hill.post(to(name, given.pk), {"revision": 1}).status_code == 404
    assert enter("branch_secretary", "branch").get(to("change_focus", given.pk)).status_code == 404
    assert "学党史" not in text_of(hill.get(to("focus", "hill", 2021)))


def test_from_one_given_above_the_twelve_months_of_ones_own_unit_open(house, given, enter):
    for role, code, whose in (("branch_secretary", "branch", "branch"), ("county_officer", "south", "south")):
        client = enter(role, code)
        page = client.get(to("focus_one", given.pk))

        assert page.context["list_url"] == to("focus", whose, 2021)
        assert client.get(page.context["list_url"]).status_code == 200


def test_it_counts_in_the_month_it_is_for_until_it_is_taken_back(house, given, do):
    county, city = house.units["south"], house.units["city"]
    assert [figure(county, "focuses_issued", month) for month in (4, 5)] == [0, 1]
    assert (figure(city, "focuses_issued", 5), figure(city, "city_focuses", 5)) == (1, 0)

    for _ in range(2):
        do(withdraw_focus, focus=given)
    assert (figure(county, "focuses_issued", 5), untold()) == (0, [])

    for _ in range(2):
        do(restore_focus, focus=given)
    assert (figure(county, "focuses_issued", 5), untold()) == (1, [])
    assert PART.pages["activities.focus"](viewer_of(None, TODAY), [given.pk]) == {}


def test_a_month_has_one_focus_of_a_unit_and_the_same_twice_is_one(house, given, do):
    assert do(issue_focus, unit=house.units["south"], month=202105, said=SAID) == given
    with pytest.raises(FocusThere):
        do(issue_focus, unit=house.units["south"], month=202105, said=Focus("另一个", "…"))

    do(withdraw_focus, focus=given)
    do(issue_focus, unit=house.units["south"], month=202105, said=Focus("另一个", "…"))
    with pytest.raises(FocusThere):
        do(restore_focus, focus=given)


def test_a_change_is_seen_first_and_says_no_more_than_it_must(given, do):
    changed = Focus("学先进", SAID.text)
    for _ in range(2):
        do(change_focus, focus=given, said=changed, revision=1)

    with pytest.raises(ChangedMeanwhile):
        do(change_focus, focus=given, said=SAID, revision=1)
    assert (MonthlyFocus.objects.get().title, MonthlyFocus.objects.get().revision) == ("学先进", 2)
    said = Fact.objects.net().get(subject=given.subject).says
    assert said == {"by": "county_company", "document": False, "file": False}
    assert untold() == []

    do(withdraw_focus, focus=given)
    with pytest.raises(FocusGone):
        do(change_focus, focus=given, said=SAID, revision=3)


def test_of_two_editors_the_second_sees_both_and_keeps_the_file(house, given, enter, tmp_path, settings):
    settings.HOME = tmp_path
    county, city, url = enter("county_officer", "south"), enter("city_officer", "city"), to("change_focus", given.pk)
    first, second = fields_of(county.get(url)), fields_of(city.get(url))
    county.post(url, first | {"title": ["学先进"]})

    page = city.post(url, second | {"text": ["再加一条"], "file": _pdf()})
    assert page.status_code == 409
    said = {v.label: (v.theirs, v.mine) for v in page.context["versions"] if v.differs}
    assert said == {"标题": ("学先进", "学党史"), "要求": (SAID.text, "再加一条")}
    assert MonthlyFocus.objects.get().text == SAID.text

    assert city.post(url, fields_of(page)).status_code == 302
    held = MonthlyFocus.objects.get()
    assert (held.title, held.text, held.file_type) == ("学党史", "再加一条", "pdf")


def test_by_page_with_a_file_that_is_saved_and_not_shown(house, enter, tmp_path, settings):
    settings.HOME = tmp_path
    officer, url = enter("city_officer", "city"), to("issue_focus", "city", 2021, 6)
    page = officer.get(url)
    assert "此处不得上传涉密内容。" in text_of(page)

    refused = officer.post(url, fields_of(page) | {"title": "标题", "text": "要求", "file": _pdf(b"MZ")})
    assert (refused.status_code, "只收 PDF" in text_of(refused)) == (422, True)
    officer.post(url, fields_of(page) | {"title": "标题", "text": "要求", "file": _pdf()})

    held = MonthlyFocus.objects.get()
    answer = enter("branch_secretary", "hill").get(to("focus_file", held.pk))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "恶意" not in answer["Content-Disposition"]

    change = fields_of(officer.get(to("change_focus", held.pk)))
    officer.post(to("change_focus", held.pk), change | {"title": "新标题"})
    assert MonthlyFocus.objects.get().file_key == held.file_key
    officer.post(to("change_focus", held.pk), change | {"drop_file": "on", "revision": "2"})
    assert MonthlyFocus.objects.get().file_key == ""
    assert officer.get(to("focus_file", held.pk)).status_code == 404


def test_a_forged_file_is_refused(house, given, enter, tmp_path, settings):
    settings.HOME = tmp_path
    county, url = enter("county_officer", "south"), to("change_focus", given.pk)

    page = county.post(url, fields_of(county.get(url)) | {"kept": '["' + "0" * 64 + '","pdf"]'})

    assert page.status_code == 422
    assert MonthlyFocus.objects.get().file_key == ""


def test_a_unit_that_had_moved_issued_its_later_focuses_where_it_is(house, do):
    branch, county = house.units["branch"], house.units["north"]
    for month in (202103, 202106):
        do(issue_focus, unit=branch, month=month, said=SAID)

    do(organisation.move_unit, unit=branch, parent=county, on=date(2021, 4, 1))
    for _ in range(2):
        follow_focuses(unit_id=branch.pk, since=at_time(date(2021, 4, 1), 0), by=None, at=NOW, source="job")

    assert [figure(county, "focuses_issued", month) for month in (3, 6)] == [0, 1]
    assert [figure(house.units["south"], "focuses_issued", month) for month in (3, 6)] == [1, 0]
    assert untold() == []


def _pdf(content: bytes = PDF):
    return SimpleUploadedFile("恶意.html", content, content_type="text/html")
