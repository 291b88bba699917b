"""Who missed an activity makes up for it: the roster stays as it was, the hours count, once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from huoshui.base.clock import at_time
from huoshui.ledger.models import Source
from huoshui.ledger.recording import Stamp
from huoshui.organisation import actions as organisation
from huoshui.organisation.public import Viewer

from ..actions import (
    MadeUp,
    correct_activity,
    correct_make_up,
    follow_move,
    record_make_ups,
    restore_make_up,
    withdraw_activity,
    withdraw_make_ups,
)
from ..models import Activity, MakeUp
from ..queries import missed_of, missing_in_sight
from ..rules import ChangedMeanwhile, MadeUpAlready, MakeUpTooEarly, NotMissing, NotRecorded, NotYetHeld
from .conftest import BY, HELD, NOW, TODAY, House, figure, net, to, untold
from .page import fields_of, text_of

LATER = TODAY + timedelta(days=3)
HERE = {"by": BY, "at": at_time(LATER, 18), "source": Source.SCREEN}
TOLD = MadeUp(LATER, 90, "送学上门")


@pytest.fixture(autouse=True)
def _days_later(settings: Any) -> None:
    settings.HUOSHUI_TODAY = LATER


@pytest.fixture
def make_up(house: House, recorded: Activity) -> Callable[..., list[MakeUp]]:
    """方大海 was on leave and 高远 absent, of 120 minutes."""

    def made_up(*names: str, told: MadeUp | None = None) -> list[MakeUp]:
        people = [house.people[name].pk for name in names]
        return record_make_ups(activity=recorded, people=people, told=told or MadeUp(LATER, 90, "送学上门"), **HERE)

    return made_up


def minutes(house: House) -> tuple[int, int, int]:
    branch = house.units["branch"]
    return tuple(figure(branch, code) for code in ("study_minutes", "attendances", "make_ups"))


def test_hours_count_and_the_roster_stays_as_it_was(house, recorded, make_up):
    before, facts = minutes(house), net(recorded)

    make_up("方大海", "高远")

    assert before == (480, 4, 0)
    assert minutes(house) == (660, 4, 2)
    assert net(recorded) == facts
    assert sorted(recorded.roster.values_list("presence", flat=True)).count("present") == 4
    assert untold() == []


def test_the_same_form_twice_and_the_same_person_twice_count_once(house, make_up):
    told = MadeUp(LATER, 90)

    assert len(make_up("高远", "高远", told=told)) == 1
    assert [row.pk for row in make_up("高远", told=told)] == [row.pk for row in make_up("高远", told=told)]
    with pytest.raises(MadeUpAlready):
        make_up("方大海", "高远", told=MadeUp(LATER, 60))
    assert minutes(house) == (570, 4, 1)


@pytest.mark.parametrize(
    ("names", "told", "refusal"),
    [
        (["陈建国"], MadeUp(LATER, 90), NotMissing),
        (["何书记"], MadeUp(LATER, 90), NotMissing),
        ([], MadeUp(LATER, 90), NotMissing),
        (["高远"], MadeUp(TODAY - timedelta(days=1), 90), MakeUpTooEarly),
        (["高远"], MadeUp(LATER + timedelta(days=1), 90), NotYetHeld),
    ],
)
def test_what_cannot_be_is_refused_by_name(house, make_up, names, told, refusal):
    with pytest.raises(refusal):
        make_up(*names, told=told)
    assert not MakeUp.objects.exists()


def test_a_correction_and_taking_back(house, make_up):
    (row,) = make_up("高远")

    correct_make_up(make_up=row, told=MadeUp(TODAY, 60, "个别学习"), revision=1, **HERE)
    assert minutes(house) == (540, 4, 1)
    with pytest.raises(ChangedMeanwhile):
        correct_make_up(make_up=row, told=TOLD, revision=1, **HERE)

    for _ in range(2):
        withdraw_make_ups(make_ups=[row], **HERE)
    assert minutes(house) == (480, 4, 0)
    for _ in range(2):
        restore_make_up(make_up=row, **HERE)
    assert minutes(house) == (540, 4, 1)
    assert untold() == []


def test_who_came_after_all_has_made_up_for_nothing(house, recorded, make_up):
    make_up("方大海", "高远")

    told = house.told(("高远", ""), title="学党史", place="党员活动室")
    correct_activity(activity=recorded, told=told, revision=1, **HERE)

    assert minutes(house) == (690, 5, 1)
    assert untold() == []


def test_a_withdrawn_activity_leaves_nothing_to_make_up(house, recorded, make_up):
    (row,) = make_up("高远")

    withdraw_activity(activity=recorded, revision=1, **HERE)

    assert minutes(house) == (0, 0, 0)
    assert untold() == []
    with pytest.raises(NotRecorded):
        correct_make_up(make_up=row, told=TOLD, revision=1, **HERE)


def test_entered_late_says_so(make_up, recorded, house):
    at = at_time(LATER + timedelta(days=30), 9)
    people = [house.people["高远"].pk]

    (row,) = record_make_ups(activity=recorded, people=people, told=TOLD, by=BY, at=at, source=Source.SCREEN)

    assert row.is_late
    assert not make_up("方大海")[0].is_late


def test_a_move_takes_it_along_on_its_own_day(house, make_up, do):
    make_up("高远")
    since = TODAY + timedelta(days=2)

    do.on(at_time(LATER, 18))(organisation.move_unit, unit=house.units["branch"], parent=house.units["north"], on=since)
    follow_move(unit_id=house.units["branch"].pk, since=at_time(since, 0), stamp=Stamp(BY, NOW, Source.JOB))

    assert figure(house.units["north"], "study_minutes") == 90
    assert figure(house.units["south"], "study_minutes") == 480
    assert untold() == []


def test_from_the_page_of_the_activity_for_several_at_once(house, recorded, secretary):
    page = text_of(secretary.get(to("show", recorded.pk)))
    assert to("make_ups", recorded.pk) in page
    fields = fields_of(secretary.get(to("make_ups", recorded.pk)))
    assert (fields["minutes"], fields["day"]) == (["120"], [LATER.isoformat()])
    people = [str(house.people[name].pk) for name in ("方大海", "高远")]

    sent = secretary.post(to("make_ups", recorded.pk), {**fields, "people": people, "how": "送学上门"})

    assert sent.url == to("show", recorded.pk)
    assert minutes(house) == (720, 4, 2)
    page = text_of(secretary.get(sent.url))
    assert "高远　缺席 → 已补课" in page
    assert "方大海　请假（出班投递） → 已补课" in page
    assert "2021年4月12日，120 分钟，送学上门" in page
    undo = to("make_ups_undone", fields["submission"][0])
    assert undo in page
    secretary.post(undo)
    assert minutes(house) == (480, 4, 0)


def test_each_can_be_corrected_and_taken_back_by_page(house, make_up, recorded, secretary):
    (row,) = make_up("高远")
    fields = fields_of(secretary.get(to("make_up", row.pk)))

    secretary.post(to("make_up", row.pk), {**fields, "minutes": ["45"]})
    assert minutes(house) == (525, 4, 1)
    assert "已被别人改过" in text_of(secretary.post(to("make_up", row.pk), {**fields, "minutes": ["30"]}))

    secretary.post(to("make_up_withdrawn", row.pk))
    assert minutes(house) == (480, 4, 0)
    secretary.post(to("make_up_restored", row.pk))
    assert minutes(house) == (525, 4, 1)


def test_the_list_is_the_branchs_own(house, recorded, make_up, secretary, enter):
    page = text_of(secretary.get(to("missed", "branch")))
    assert "方大海、高远" in page

    make_up("高远")
    assert [[line.person.name for line in each.lines] for each in missed_of(house.units["branch"], 2021)] == [
        ["方大海"]
    ]
    for role, code in (("county_officer", "south"), ("branch_secretary", "second"), ("city_officer", "city")):
        outside = enter(role, code)
        addresses = [to("missed", "branch"), to("make_ups", recorded.pk), to("make_up", MakeUp.objects.get().pk)]
        assert [outside.get(address).status_code for address in addresses] == [404, 404, 404], role
        assert "已补课" not in text_of(outside.get("/"))
        assert outside.post(to("make_up_withdrawn", MakeUp.objects.get().pk)).status_code == 404
    assert minutes(house) == (570, 4, 1)


def test_of_a_joint_activity_each_branch_makes_up_for_its_own(house, unplanned, secretary, enter):
    second = house.units["second"].pk
    activity = unplanned(told=house.told(("高远", ""), joint=[second]))
    other = enter("branch_secretary", "second", "何书记")
    fields = fields_of(other.get(to("joined", activity.pk, "second")))
    other.post(to("joined", activity.pk, "second"), {**fields, "present": [str(house.people["何书记"].pk)]})

    own = fields_of(secretary.get(to("make_ups", activity.pk)))
    page = text_of(other.get(to("make_ups", activity.pk)))
    assert "高远" not in page
    assert "马在岸" in page
    wrong = {**own, "people": [str(house.people["马在岸"].pk)]}
    assert secretary.post(to("make_ups", activity.pk), wrong).status_code == 422
    assert not MakeUp.objects.exists()


def test_a_meeting_nobody_studies_at_is_not_made_up_for(house, unplanned, secretary):
    activity = unplanned(kind="members_meeting", told=house.told(("高远", "")))

    assert "补课" not in text_of(secretary.get(to("show", activity.pk)))
    assert secretary.get(to("make_ups", activity.pk)).status_code == 404
    assert missed_of(house.units["branch"], 2021) == []


def test_the_list_costs_the_same_for_one_and_for_three(house, recorded, unplanned, django_assert_num_queries):
    for n in (1, 3):
        with django_assert_num_queries(2):
            assert len(missed_of(house.units["branch"], 2021)) == n
        for days in (1, 2) if n == 1 else ():
            unplanned(told=house.told(("高远", ""), starts_at=HELD - timedelta(days=days)))


def test_who_sees_nothing_is_offered_nothing(recorded, house, secretary: Client):
    assert missing_in_sight(Viewer(None, date(2021, 4, 12)), recorded) == []
