"""分批: one activity, several sittings, each person once."""

from datetime import date

import pytest

from huoshui.base.clock import at_time
from huoshui.ledger.models import Fact

from ..actions import FurtherSitting
from ..models import Activity
from ..rules import NotYetHeld, SittingMissing, SittingTooEarly, TwiceOnRoster
from .conftest import HELD, MEMBERS, figure, to, untold
from .page import fields_of, text_of

MARCH = at_time(date(2021, 3, 30), 15)
SECOND = FurtherSitting(HELD, "三塘网点")


def in_two(house, **more):
    lines = [house.line(name, sitting=1 + (name in ("方大海", "高远"))) for name in MEMBERS]
    return house.told(starts_at=MARCH, roster=lines, sittings=[SECOND], **more)


def test_attendance_is_dated_by_its_sitting(house, unplanned):
    activity = unplanned(told=in_two(house))

    held = Fact.objects.get(subject=activity.subject, person=None)
    assert (held.occurred_at, '"sittings":2' in held.payload) == (MARCH, True)
    when = dict(Fact.objects.filter(subject=activity.subject).exclude(person=None).values_list("person", "occurred_at"))
    assert {name: when[house.keys[name]] for name in MEMBERS} == {
        name: HELD if name in ("方大海", "高远") else MARCH for name in MEMBERS
    }
    branch = house.units["branch"]
    assert [figure(branch, "theme_days", month) for month in (3, 4)] == [1, 0]
    assert [figure(branch, "attendances", month) for month in (3, 4)] == [4, 2]
    assert untold() == []


def test_nobody_counts_twice(house, unplanned):
    lines = [house.line("安志远"), house.line("安志远", sitting=2)]

    with pytest.raises(TwiceOnRoster, match="每人只选一批"):
        unplanned(told=house.told(starts_at=MARCH, roster=lines, sittings=[SECOND]))
    assert Fact.objects.filter(subject__startswith="activities.").count() == 0


def test_a_sitting_that_is_not_there_is_refused(house, unplanned):
    for number in (0, 3):
        with pytest.raises(SittingMissing):
            unplanned(told=house.told(roster=[house.line("安志远", sitting=number)], sittings=[SECOND]))


def test_a_sitting_still_to_come_is_refused(house, unplanned):
    tomorrow = FurtherSitting(at_time(date(2021, 4, 10), 9))

    with pytest.raises(NotYetHeld):
        unplanned(told=house.told(sittings=[tomorrow]))


def test_a_sitting_before_the_first_is_refused(house, unplanned):
    long_ago = FurtherSitting(at_time(date(1949, 12, 24), 9))

    with pytest.raises(SittingTooEarly):
        unplanned(told=house.told(sittings=[long_ago]))


def test_adding_a_sitting_keeps_what_was_typed(house, planned, send):
    away = house.people["高远"]

    page = send(
        to("record", planned.pk),
        away=[away],
        sittings_wanted=2,
        title="改过的主题",
        minutes="",
        agenda="一\n二",
        observers="查无此人",
        **{f"reason-{away.pk}": "on_duty"},
    )

    assert page.status_code == 200
    fields = fields_of(page)
    assert (fields["title"], fields["minutes"], fields["agenda"]) == (["改过的主题"], [""], ["一\n二"])
    assert fields["observers"] == ["查无此人"]
    assert fields[f"reason-{away.pk}"] == ["on_duty"]
    assert str(away.pk) not in fields["present"]
    assert (fields["sittings"], fields["day_2"], fields["time_2"]) == (["2"], ["2021-04-10"], ["15:00"])
    assert fields["place_2"] == ["党员活动室"]
    assert text_of(page).count(f'name="sitting-{away.pk}"') == 1
    assert fields[f"sitting-{away.pk}"] == ["1"]
    assert "field-error" not in text_of(page)
    planned.refresh_from_db()
    assert planned.state == "planned"


def test_sittings_are_added_and_saved_without_javascript(house, send, secretary):
    url, late = to("record_new", "branch", "theme_day"), house.people["高远"]
    fields = fields_of(secretary.get(url)) | {"day": ["2021-03-30"], "sittings_wanted": ["2"]}
    fields = fields_of(secretary.post(url, fields)) | {"sittings_wanted": ["3"], "day_2": ["2021-04-01"]}
    fields = fields_of(secretary.post(url, fields))
    assert (fields["day_2"], fields["day_3"]) == (["2021-04-01"], ["2021-03-31"])
    fields |= {"day_3": ["2021-04-09"], f"sitting-{late.pk}": ["3"]}

    saved = secretary.post(url, fields)

    assert saved.status_code == 302
    page = text_of(secretary.get(saved.url))
    assert "高远　第3批" in page
    assert "，分3批进行。" in page
    assert figure(house.units["branch"], "sittings", 3) == 3
    assert untold() == []


def test_a_sitting_without_a_day_falls_away(house, unplanned, secretary):
    activity = unplanned(told=in_two(house))
    fields = fields_of(secretary.get(to("correct", activity.pk))) | {"day_2": [""]}

    refused = secretary.post(to("correct", activity.pk), fields)
    assert refused.status_code == 422
    assert "有人被安排在没有的批次里，请重新选择批次。" in text_of(refused)
    everybody_first = {f"sitting-{house.people[name].pk}": ["1"] for name in MEMBERS}
    saved = secretary.post(to("correct", activity.pk), fields | everybody_first)

    assert saved.status_code == 302
    activity = Activity.objects.get()
    assert (activity.sittings.count(), figure(house.units["branch"], "attendances", 3)) == (0, 6)
    assert untold() == []


def test_correcting_shows_the_sittings(house, unplanned, secretary):
    activity = unplanned(told=in_two(house))

    fields = fields_of(secretary.get(to("correct", activity.pk)))

    assert (fields["day_2"], fields["place_2"], fields["sittings"]) == (["2021-04-09"], ["三塘网点"], ["2"])
    assert fields[f"sitting-{house.people['高远'].pk}"] == ["2"]
    assert fields[f"sitting-{house.people['安志远'].pk}"] == ["1"]


def test_there_are_six_sittings_at_most(house, planned, secretary):
    page = secretary.get(f"{to('record', planned.pk)}?sittings=99")

    assert fields_of(page)["sittings"] == ["6"]
    assert "再加一批" not in text_of(page)
