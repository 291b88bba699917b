"""Several units hold one activity: it is recorded once, each counts it, and each keeps its own people to itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from huoshui.base.clock import at_time
from huoshui.ledger.models import Fact, Source
from huoshui.ledger.recording import Stamp
from huoshui.organisation import actions as organisation
from huoshui.organisation.models import Account
from huoshui.organisation.public import Viewer

from ..actions import (
    FurtherSitting,
    Line,
    correct_activity,
    decline_joining,
    follow_move,
    take_back_declining,
    tell_roster,
    withdraw_activity,
)
from ..enums import Presence
from ..models import Activity, Attendance, Joining
from ..part import PART
from ..queries import rosters_to_tell
from ..rules import NotACoHolder, NotJoined, TwiceOnRoster
from .conftest import BY, HELD, MEMBERS, NOW, TODAY, House, figure, to, untold
from .page import fields_of, text_of

HERE = {"by": BY, "at": NOW, "source": Source.SCREEN}
SECOND = ("何书记", "马在岸")
NORM, HEADLINE = "theme_days_with_joint", "theme_days"


@pytest.fixture
def joint(house: House, unplanned: Callable[..., Activity]) -> Activity:
    """Held by 第一党支部 with 第二党支部 and a community, 高远 absent."""
    second = house.units["second"].pk
    return unplanned(told=house.told(("高远", ""), joint=[second], partner="清泉社区党支部", title="一起学"))


@pytest.fixture
def other(enter: Callable[..., Client]) -> Client:
    return enter("branch_secretary", "second", "何书记")


@pytest.fixture
def tell(house: House) -> Callable[..., Joining]:
    """The second branch tells its own people, those `away` being absent."""

    def told(activity: Activity, *away: str, **more: Any) -> Joining:
        joining = activity.joinings.get()
        lines = [Line(house.people[n].pk, Presence.ABSENT if n in away else Presence.PRESENT, **more) for n in SECOND]
        given = {"submission": uuid4(), "revision": joining.revision, **HERE}
        return tell_roster(joining=joining, roster=lines, **given)

    return told


def counts(house: House, code: str, month: int = 4) -> tuple[int, int, int]:
    """What the norm is judged by, how often it was held, and who came."""
    unit = house.units[code]
    return tuple(figure(unit, name, month) for name in (NORM, HEADLINE, "attendances"))


def test_it_counts_for_the_co_holder_at_once_and_is_held_once(house, joint):
    assert counts(house, "branch") == (1, 1, 5)
    assert counts(house, "second") == (1, 0, 0)
    assert counts(house, "south") == (2, 1, 5)
    assert untold() == []


def test_the_co_holder_ticks_its_own_people_and_they_count_at_home(house, joint, tell):
    tell(joint, "马在岸")

    assert counts(house, "second") == (1, 0, 1)
    assert counts(house, "south") == (2, 1, 6)
    assert figure(house.units["second"], "expected_total") == 2
    assert figure(house.units["branch"], "expected_total") == 6
    assert untold() == []


def test_the_same_form_twice_tells_once(house, joint, tell):
    joining = tell(joint)

    same = {"submission": joining.submission, "revision": 0, **HERE}
    again = tell_roster(joining=joining, roster=[Line(house.people["何书记"].pk)], **same)

    assert (again.revision, again.lines.count()) == (1, 2)


def test_who_did_not_take_part_says_so_and_may_take_it_back(house, joint, tell):
    joining = tell(joint)

    for _ in range(2):
        decline_joining(joining=joining, **HERE)
    assert counts(house, "second") == (0, 0, 0)
    assert untold() == []

    for _ in range(2):
        take_back_declining(joining=joining, **HERE)
    assert counts(house, "second") == (1, 0, 2)
    assert untold() == []


def test_a_correction_moves_what_was_joined_and_keeps_what_was_told(house, joint, tell):
    tell(joint, "马在岸")

    told = house.told(joint=[house.units["second"].pk], starts_at=HELD - timedelta(days=20), title="一起学")
    correct_activity(activity=joint, told=told, revision=1, **HERE)

    assert counts(house, "second") == (0, 0, 0)
    assert counts(house, "second", 3) == (1, 0, 1)
    assert untold() == []


def test_a_unit_taken_out_again_counts_no_longer_and_may_be_named_anew(house, joint, tell):
    joining = tell(joint)

    correct_activity(activity=joint, told=house.told(), revision=1, **HERE)
    assert counts(house, "second") == (0, 0, 0)
    assert Attendance.objects.filter(joining=joining).count() == 0
    with pytest.raises(NotJoined):
        take_back_declining(joining=joining, **HERE)
    with pytest.raises(NotJoined):
        tell_roster(joining=joining, roster=[], submission=uuid4(), revision=2, **HERE)

    named = house.told(joint=[house.units["second"].pk])
    correct_activity(activity=joint, told=named, revision=2, **HERE)
    assert counts(house, "second") == (1, 0, 0)
    assert untold() == []


def test_a_withdrawal_takes_back_everything(house, joint, tell):
    joining = tell(joint)

    withdraw_activity(activity=joint, revision=1, **HERE)

    assert counts(house, "south") == (0, 0, 0)
    assert untold() == []
    with pytest.raises(NotJoined):
        decline_joining(joining=joining, **HERE)


def test_two_sittings_joint_and_corrected_count_everyone_once(house, unplanned, tell):
    second = house.units["second"].pk
    sittings = [FurtherSitting(HELD + timedelta(hours=2))]
    lines = [house.line(name, sitting=1 + n % 2) for n, name in enumerate(MEMBERS)]
    activity = unplanned(told=house.told(roster=lines, sittings=sittings, joint=[second]))
    tell(activity, sitting=2)
    assert counts(house, "south") == (2, 1, 8)

    told = house.told(("高远", "on_duty"), joint=[second])  # the second sitting never was
    correct_activity(activity=activity, told=told, revision=1, **HERE)

    assert counts(house, "south") == (2, 1, 7)
    people = [fact.person for fact in facts_of_people(activity)]
    assert len(people) == len(set(people)) == 8
    assert untold() == []


def test_nobody_is_on_both_rosters(house, joint, tell):
    tell(joint)

    as_observer = house.line("马在岸", is_observer=True)
    roster = [*(house.line(name) for name in MEMBERS), as_observer]
    told = house.told(roster=roster, joint=[house.units["second"].pk])
    with pytest.raises(TwiceOnRoster) as refused:
        correct_activity(activity=joint, told=told, revision=1, **HERE)
    assert refused.value.field == "observers"
    joining = joint.joinings.get()
    given = {"submission": uuid4(), "revision": joining.revision, **HERE}
    with pytest.raises(TwiceOnRoster):
        tell_roster(joining=joining, roster=[Line(house.people["高远"].pk)], **given)


@pytest.mark.parametrize("code", ["branch", "outlet", "south"])
def test_only_others_of_a_kind_that_holds_such_activities_may_join(house, unplanned, code):
    with pytest.raises(NotACoHolder):
        unplanned(told=house.told(joint=[house.units[code].pk]))


def test_a_meeting_that_votes_is_held_alone(house, unplanned):
    with pytest.raises(NotACoHolder):
        unplanned(kind="members_meeting", told=house.told(joint=[house.units["second"].pk]))


def test_a_move_entered_late_takes_what_was_joined_along(house, joint, tell, do):
    tell(joint)
    second = house.units["second"]

    do(organisation.move_unit, unit=second, parent=house.units["north"], on=TODAY)
    moved = [follow_move(unit_id=second.pk, since=at_time(TODAY, 0), stamp=Stamp(BY, NOW, Source.JOB)) for _ in "12"]

    assert moved == [1, 0]
    assert counts(house, "north") == (1, 0, 2)
    assert counts(house, "branch") == (1, 1, 5)
    assert untold() == []


def test_the_secretary_finds_it_today_and_tells_it_in_three_taps(house, joint, other):
    viewer = Viewer(other_account(other), TODAY)
    [item] = [item for item in PART.agenda(viewer, TODAY) if "核对" in item.title]
    assert (item.title, item.unit_name, item.state) == ("联合活动：核对本支部名册", "衡南第二党支部", "due")
    fields = fields_of(other.get(item.url))
    assert set(fields) & {"day", "time", "minutes", "place", "agenda", "title"} == set()

    saved = other.post(item.url, {**fields, "present": [str(house.people["何书记"].pk)]})

    assert saved.url == f"{to('show', joint.pk)}?saved=1"
    assert counts(house, "second") == (1, 0, 1)
    assert not rosters_to_tell(viewer, TODAY).exists()
    again = other.post(item.url, {**fields, "present": [str(house.people["何书记"].pk)]})
    assert (again.url, joint.joinings.get().revision) == (saved.url, 1)


def test_each_sees_its_own_absentees_and_no_others(house, joint, tell, secretary, other, enter):
    tell(joint, "马在岸")
    pages = {
        "first": text_of(secretary.get(to("show", joint.pk))),
        "second": text_of(other.get(to("show", joint.pk))),
        "county": text_of(enter("county_officer", "south").get(to("show", joint.pk))),
    }

    assert "高远　缺席" in pages["first"]
    assert "马在岸" not in pages["first"]
    assert "衡南第二党支部，到会 1 人" in pages["first"]
    assert "马在岸　缺席" in pages["second"]
    assert "高远" not in pages["second"]
    assert "衡南第一党支部，到会 5 人" in pages["second"]
    for name in (*MEMBERS, *SECOND):
        assert name not in pages["county"]


def test_the_co_holders_page_leads_to_it_from_search_and_from_the_matrix(house, joint, other):
    found = text_of(other.get("/search/?q=一起学"))
    facts = other.get(f"/figures/second/2021-04/{NORM}/").content.decode()

    assert "主题党日：一起学" in found
    assert f'href="{to("show", joint.pk)}"' in facts
    brief = text_of(other.get(to("show", joint.pk)))
    assert "衡南第二党支部与衡南第一党支部、清泉社区党支部联合开展主题党日，主题是“一起学”。" in brief


def test_another_branch_finds_neither_page_nor_form(house, joint, enter):
    hill = enter("branch_secretary", "hill", "龙在彼")
    addresses = [to("show", joint.pk), to("joined", joint.pk, "second"), to("joined", joint.pk, "hill")]

    assert [hill.get(address).status_code for address in addresses] == [404, 404, 404]
    posts = [to(name, joint.pk, "second") for name in ("joined", "not_joined", "joined_again")]
    assert [hill.post(address).status_code for address in posts] == [404, 404, 404]
    assert joint.joinings.get().is_joined


def test_the_organiser_does_not_tell_for_the_other(house, joint, secretary):
    assert secretary.get(to("joined", joint.pk, "second")).status_code == 404
    assert secretary.post(to("not_joined", joint.pk, "second")).status_code == 404


def test_the_form_takes_units_by_name_or_a_part_of_it(house, send):
    sent = send(to("record_new", "branch", "theme_day"), joint="第二", partner="清泉社区党支部")

    assert sent.status_code == 302
    activity = Activity.objects.get()
    assert [joining.unit.code for joining in activity.joinings.all()] == ["second"]
    assert activity.partner == "清泉社区党支部"


@pytest.mark.parametrize(
    ("written", "said"), [("党支部", "可以是"), ("没有的支部", "没有找到"), ("三塘网点", "没有找到")]
)
def test_a_name_that_does_not_fit_is_said_at_the_field(house, send, written, said):
    page = text_of(send(to("record_new", "branch", "theme_day"), joint=written))

    assert said in page
    assert not Activity.objects.exists()


def test_declining_by_page_can_be_undone(house, joint, other):
    other.post(to("not_joined", joint.pk, "second"))
    page = other.get(to("show", joint.pk)).content.decode()
    assert to("joined_again", joint.pk, "second") in page
    assert counts(house, "second") == (0, 0, 0)

    other.post(to("joined_again", joint.pk, "second"))

    assert counts(house, "second") == (1, 0, 0)


def test_the_day_a_unit_did_not_exist_it_joins_nothing(house, unplanned, do):
    new = [organisation.NewUnit("later", "branch", "新支部", TODAY, "south")]
    (unit,) = do(organisation.open_units, units=new)

    with pytest.raises(NotACoHolder):
        unplanned(told=house.told(joint=[unit.pk], starts_at=HELD - timedelta(days=1)))
    assert unplanned(told=house.told(joint=[unit.pk])).joinings.count() == 1


def test_a_joint_list_costs_the_same_for_one_and_for_three(house, joint, unplanned, other, django_assert_num_queries):
    viewer = Viewer(other_account(other), TODAY)
    list(PART.agenda(viewer, TODAY))
    for n in (1, 3):
        with django_assert_num_queries(2):
            assert len([item for item in PART.agenda(viewer, TODAY) if "核对" in item.title]) == n
        for hour in (9, 11) if n == 1 else ():
            unplanned(told=house.told(joint=[house.units["second"].pk], starts_at=at_time(TODAY, hour)))


def other_account(client: Client) -> Any:
    return Account.objects.get(pk=client.session["_auth_user_id"])


def facts_of_people(activity: Activity) -> list[Any]:
    subjects = [activity.subject, *(joining.subject for joining in activity.joinings.all())]
    return list(Fact.objects.net().filter(subject__in=subjects).exclude(person=None))
