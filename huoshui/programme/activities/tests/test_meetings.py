"""Quorum, resolutions, votes by count and minutes; and talks of which only is kept that they took place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from huoshui.organisation import actions as organisation
from huoshui.packs.loaded import pack
from huoshui.packs.schema import ActivityKind

from ..actions import Resolution, Votes
from ..models import Activity, AgendaItem
from ..queries import VotesThere, votes_there
from ..rules import NothingMayBeWritten, ResolutionWithoutItem, TooManyVotes
from .conftest import HELD, JAN, MEMBERS, House, figure, net, to, untold
from .page import fields_of, text_of

NEW = to("record_new", "branch", "members_meeting")


@pytest.fixture
def probationary(house: House, do: Any) -> str:
    """A seventh, who has no vote."""
    (person,) = do(organisation.add_people, people=[organisation.NewPerson("新同志")])
    row = organisation.NewMembership(person, house.units["branch"], "probationary", JAN)
    do(organisation.join_branches, memberships=[row])
    house.people["新同志"] = person
    return person.name


def votes(activity: Activity) -> VotesThere | None:
    kind = pack().activity_kinds[activity.kind]
    return votes_there(activity, kind, activity.roster.filter(joining=None))


def resolutions(activity: Activity) -> list[tuple[Any, ...]]:
    said = ("number", "text", "resolution", "votes_for", "votes_against", "abstained")
    return list(activity.agenda.values_list(*said))


@pytest.mark.parametrize(("away", "reached"), [(2, True), (3, False), (4, False)])
def test_more_than_half_is_more_than_half(house, unplanned, away, reached):
    told = house.told(*[(name, "") for name in MEMBERS[:away]])

    there = votes(unplanned(kind="members_meeting", told=told))

    assert (there.expected, there.present, there.needed, there.is_reached) == (6, 6 - away, 4, reached)


def test_who_is_on_probation_has_no_vote(house, probationary, unplanned):
    told = house.told(*[(name, "") for name in MEMBERS[:3]])
    roster = [*told.roster, house.line(probationary)]

    there = votes(unplanned(kind="members_meeting", told=replace(told, roster=roster)))

    assert (there.expected, there.present, there.is_reached) == (6, 3, False)


def test_of_a_committee_everybody_has_one_and_other_kinds_ask_for_none(house, unplanned):
    there = votes(unplanned(kind="committee_meeting", told=house.told(roster=[house.line("陈建国")])))

    assert (there.expected, there.present, there.is_reached) == (1, 1, True)
    assert votes(unplanned(kind="theme_day", starts_at=HELD - timedelta(hours=3))) is None


def test_the_form_says_who_has_no_vote_and_how_many_are_needed(house, probationary, secretary):
    page = text_of(secretary.get(NEW))

    assert page.count("data-votes") == 6
    assert page.count("没有表决权") == 1
    assert "有表决权 6 人，到会 4 人过半数。" in page
    assert "第十一条（未与原文核对）" in page
    assert "data-quorum" not in text_of(secretary.get(to("record_new", "branch", "theme_day")))


def test_too_few_inform_and_refuse_nothing(house, send, secretary):
    away = [house.people[name] for name in MEMBERS[:4]]
    sent = send(NEW, away=away, agenda="研究一件事", resolution_1="同意")

    page = text_of(secretary.get(sent.url))

    assert "到会人数未过半数，却记了决议" in page
    assert "有表决权 6 人，到会 2 人，未过半数，少 2 人" in page


def test_the_page_says_more_than_half_with_its_article(house, send, secretary):
    page = text_of(secretary.get(send(NEW).url))

    assert "有表决权 6 人，到会 6 人，过半数。" in page
    assert "第十一条，未与原文核对" in page


def test_resolutions_and_votes_are_told_in_the_form_and_corrected_there(house, send):
    more = {"resolved": "2", "about_1": "", "about_2": "", "resolution_2": "同意预算", "proceedings": "先后发言。"}
    more |= {"for_2": "5", "against_2": "1", "abstained_2": "0"}
    send(NEW, agenda="甲\n\n乙", **{"resolution_1": "", **more})
    activity = Activity.objects.get()
    assert resolutions(activity) == [(1, "甲", "", None, None, None), (2, "乙", "同意预算", 5, 1, 0)]
    assert activity.proceedings == "先后发言。"
    assert figure(house.units["branch"], "resolutions") == 1

    send(to("correct", activity.pk), agenda="乙\n丙", abstained_2="0", for_2="4")

    assert resolutions(activity) == [(1, "乙", "同意预算", 4, 1, 0), (2, "丙", "", None, None, None)]
    assert figure(house.units["branch"], "resolutions") == 1
    assert untold() == []


def test_a_correction_that_touches_none_of_it_keeps_all_of_it(house, unplanned, send):
    told = house.told(agenda=["甲", "乙"], resolutions={2: Resolution("同意", Votes(4, 1, 1))}, proceedings="记录")
    activity = unplanned(kind="members_meeting", told=told)
    before = net(activity)

    send(to("correct", activity.pk), place="会议室")

    activity.refresh_from_db()
    assert resolutions(activity)[1] == (2, "乙", "同意", 4, 1, 1)
    assert (activity.proceedings, activity.place, net(activity)) == ("记录", "会议室", before)


def test_a_resolution_whose_item_was_struck_out_is_asked_about(house, unplanned, send):
    told = house.told(agenda=["甲", "乙"], resolutions={2: Resolution("同意")})
    activity = unplanned(kind="members_meeting", told=told)

    sent = send(to("correct", activity.pk), agenda="甲")

    assert sent.status_code == 422
    assert "这一项的议题已经删掉或还没有写" in text_of(sent)
    assert len(resolutions(activity)) == 2


def test_more_votes_than_people_with_a_vote_are_refused_at_the_field(house, probationary, send):
    sent = send(NEW, agenda="甲", for_1="6", against_1="1", abstained_1="0")

    assert sent.status_code == 422
    assert "第 1 项表决共 7 票，到会有表决权的只有 6 人" in text_of(sent)
    assert 'id="id_for_1_error"' in text_of(sent)
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"agenda": ["甲"], "resolutions": {1: Resolution("", Votes(7, 0, 0))}}, TooManyVotes),
        ({"agenda": ["甲"], "resolutions": {2: Resolution("同意")}}, ResolutionWithoutItem),
    ],
)
def test_the_action_itself_refuses(house, unplanned, more, refusal):
    with pytest.raises(refusal):
        unplanned(kind="members_meeting", told=house.told(**more))


def test_another_row_for_every_item_without_losing_a_word(house, secretary):
    fields = fields_of(secretary.get(NEW)) | {"agenda": ["甲\n乙\n丙"], "resolution_1": ["同意"], "title": ["换届"]}

    page = secretary.post(NEW, {**fields, "resolved_wanted": "1"})

    again = fields_of(page)
    assert [again[f"about_{n}"] for n in (1, 2, 3)] == [["甲"], ["乙"], ["丙"]]
    assert (again["resolution_1"], again["title"]) == (["同意"], ["换届"])
    assert not Activity.objects.exists()


def test_what_was_resolved_stays_with_those_who_keep_the_roster(house, unplanned, secretary, enter):
    told = house.told(agenda=["甲"], resolutions={1: Resolution("同意预算", Votes(6, 0, 0))}, proceedings="先后发言")
    activity = unplanned(kind="members_meeting", told=told)
    own = text_of(secretary.get(to("show", activity.pk)))
    county = text_of(enter("county_officer", "south").get(to("show", activity.pk)))

    for words in ("同意预算", "先后发言", "赞成 6 票"):
        assert words in own
        assert words not in county
    assert "形成决议 1 项，内容由本单位保存。" in county


def test_no_fact_carries_a_word_of_it(house, unplanned):
    told = house.told(agenda=["甲"], resolutions={1: Resolution("同意预算", Votes(6, 0, 0))}, proceedings="先后发言")

    said = str(net(unplanned(kind="members_meeting", told=told)))

    assert "activities.resolutions.passed" in said
    for words in ("同意", "发言", "甲"):
        assert words not in said


@pytest.mark.parametrize("kind", ["integrity_talk", "heart_talk"])
def test_of_a_talk_only_is_asked_that_it_took_place(house, send, secretary, kind):
    address = to("record_new", "branch", kind)
    fields = fields_of(secretary.get(address))
    said = {"title", "agenda", "proceedings", "resolution_1", "about_1", "observers", "also", "present", "guests"}
    assert set(fields) & said == set()

    sent = send(address, reached="3", proceedings="说了什么", title="关于某人", agenda="某事")

    activity = Activity.objects.get()
    assert sent.status_code == 302
    assert (activity.proceedings, activity.title, activity.reached) == ("", "", 3)
    assert not AgendaItem.objects.exists()
    assert figure(house.units["branch"], f"{kind}s") == 1


@pytest.mark.parametrize("more", [{"title": "关于某人"}, {"agenda": ["某事"]}, {"proceedings": "说了什么"}])
def test_the_action_writes_down_nothing_of_a_talk(house, unplanned, more):
    with pytest.raises(NothingMayBeWritten):
        unplanned(kind="heart_talk", told=house.told(roster=[], reached=1, **more))


def test_members_in_hardship_are_counted_and_never_named(house, send):
    send(to("record_new", "branch", "hardship_visit"), reached="4", also="陈建国")

    assert figure(house.units["branch"], "hardship_visits") == 1
    assert figure(house.units["branch"], "hardship_members_visited") == 4
    assert figure(house.units["branch"], "attendances") == 1
    assert untold() == []


def test_the_centre_group_is_the_committee(house, enter: Callable[..., Client]):
    page = enter("city_officer", "city").get(to("record_new", "south-party", "centre_group_study"))

    assert fields_of(page)["listed"] == [str(house.people["何书记"].pk)]


def test_kinds_without_their_own_words_stay_as_they_are():
    plain: list[ActivityKind] = [kind for kind in pack().activity_kinds.values() if not kind.content]

    assert [kind.code for kind in plain] == ["integrity_talk", "heart_talk"]
    assert all(kind.roster == "none" and kind.counts for kind in plain)
    assert date(2021, 4, 9) == HELD.date()
