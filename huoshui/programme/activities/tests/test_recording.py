"""A planned activity in three taps, an unplanned one in one short form: rows, facts and figures."""

from datetime import date, timedelta

import pytest

from huoshui.base.clock import at_time
from huoshui.ledger.models import Fact
from huoshui.organisation import actions as organisation
from huoshui.packs.loaded import pack

from ..actions import record_activity, record_unplanned
from ..models import Activity
from .conftest import BY, HELD, NOW, TODAY, figure, net, to, untold
from .page import fields_of, text_of

HELD_PAYLOAD = (
    '{"expected":6,"guests":%d,"kind":"theme_day","late":false,"minutes":120,"on_leave":%d,"present":%d,"sittings":1}'
)
ATTENDED = '{"kind":"theme_day","late":false,"minutes":120,"observer":%s,"state":"%s"}'
TAGS = "|concentrated_study|theme_day|"


def test_a_planned_activity_is_recorded_by_unticking_and_saving(house, planned, send, secretary):
    away, gone = house.people["方大海"], house.people["高远"]

    saved = send(to("record", planned.pk), away=[away, gone], **{f"reason-{away.pk}": "on_delivery"})

    assert saved.url == f"{to('show', planned.pk)}?saved=1"
    assert "已记好" in text_of(secretary.get(saved.url))
    people = {**dict.fromkeys(house.people, ""), "方大海": "on_leave", "高远": "absent"}
    members = [name for name in house.people if name not in ("何书记", "黄经理", "龙在彼", "马在岸")]
    assert net(planned) == sorted(
        [
            ("activities.activity.recorded", "None", HELD_PAYLOAD % (0, 1, 4), TAGS),
            *(
                (
                    "activities.attendance.confirmed",
                    str(house.keys[name]),
                    ATTENDED % ("false", people[name] or "present"),
                    TAGS,
                )
                for name in members
            ),
        ]
    )
    assert untold() == []


def test_facts_say_where_when_and_by_whom(house, recorded):
    facts = Fact.objects.filter(subject=recorded.subject)

    branch = house.units["branch"]
    said = facts.values_list("unit_id", "path", "occurred_at", "recorded_at", "recorded_by", "source")
    assert set(said) == {(branch.pk, branch.path, HELD, NOW, BY, "screen")}


def test_figures_follow_at_once(house, recorded):
    codes = ("theme_days", "attendances", "attendances_on_leave", "people_reached", "study_minutes")

    for code in ("branch", "south", "city"):
        assert [figure(house.units[code], name) for name in codes] == [1, 4, 1, 4, 480]
    assert [figure(house.units["hill"], name) for name in codes] == [0, 0, 0, 0, 0]


def test_an_unplanned_activity_takes_one_form(house, send):
    saved = send(to("record_new", "branch", "lecture"), title="百年党史专题党课", guests=3, extra_tags=["theme_day"])

    activity = Activity.objects.get()
    assert saved.url == f"{to('show', activity.pk)}?saved=1"
    assert (activity.title, activity.guests, activity.tags) == (
        "百年党史专题党课",
        3,
        "concentrated_study lecture theme_day",
    )
    assert [figure(house.units["branch"], code) for code in ("lectures", "theme_days", "guests")] == [1, 1, 3]
    assert untold() == []


def test_no_fact_knows_the_reason_of_leave(house, recorded):
    assert list(recorded.roster.exclude(leave_reason="").values_list("leave_reason", flat=True)) == ["on_delivery"]

    for fact in Fact.objects.filter(subject=recorded.subject):
        said = f"{fact.payload} {fact.tags} {fact.kind}"
        assert not [code for code in pack().leave_reasons if code in said]


@pytest.mark.parametrize("code", ["on_duty", "on_delivery", "on_business", "off_sick", "personal", "other"])
def test_every_reason_is_leave_and_none_is_absence(code, house, planned, send):
    away, gone = house.people["方大海"], house.people["高远"]

    send(to("record", planned.pk), away=[away, gone], **{f"reason-{away.pk}": code})

    lines = planned.roster.filter(person__in=[away, gone]).order_by("pk")
    assert list(lines.values_list("presence", "leave_reason")) == [("on_leave", code), ("absent", "")]


def test_a_reason_left_beside_somebody_present_is_forgotten(house, planned, send):
    send(to("record", planned.pk), **{f"reason-{house.people['方大海'].pk}": "off_sick"})

    assert set(planned.roster.values_list("presence", "leave_reason")) == {("present", "")}


@pytest.mark.parametrize(("days", "late"), [(0, False), (7, False), (8, True)])
def test_late_entry_begins_after_the_packs_days(days, late, house, do, unplanned):
    held_on = TODAY - timedelta(days=days)

    activity = unplanned(starts_at=at_time(held_on, 23, 59))

    assert pack().late_after_days == 7
    assert (activity.is_late, figure(house.units["branch"], "late_entries")) == (late, int(late))
    facts = Fact.objects.filter(subject=activity.subject)
    assert {f'"late":{str(late).lower()}' in fact.payload for fact in facts} == {True}


def test_a_late_entry_says_so(unplanned, secretary):
    activity = unplanned(starts_at=at_time(date(2021, 3, 1), 15))

    assert "补录" in text_of(secretary.get(to("show", activity.pk)))
    assert "补录" not in text_of(secretary.get(to("show", unplanned().pk)))


def test_a_plan_made_before_a_move_counts_where_the_unit_was_on_the_day(house, planned, do):
    do(organisation.move_unit, unit=house.units["branch"], parent=house.units["north"], on=date(2021, 4, 1))

    activity = do(record_activity, activity=planned, told=house.told())

    assert activity.path.startswith(house.units["north"].path)
    assert {fact.path for fact in Fact.objects.filter(subject=activity.subject)} == {activity.path}


def test_an_open_kind_counts_guests_only(house, do, enter, send):
    officer = enter("city_officer", "city")

    send(to("record_new", "city", "reading_club"), client=officer, guests=40)

    activity = Activity.objects.get()
    assert (activity.guests, activity.roster.count()) == (40, 0)
    assert figure(house.units["city"], "guests") == 40


def test_a_member_counts_in_the_branch_and_others_at_work(house, do):
    observers = [house.line(name, is_observer=True) for name in ("马在岸", "黄经理")]
    told = house.told()

    activity = do(
        record_unplanned,
        unit=house.units["branch"],
        kind="theme_day",
        told=house.told(roster=[*told.roster, *observers]),
    )

    facts = Fact.objects.filter(subject=activity.subject, payload__contains='"observer":true')
    homes = {str(fact.person): fact.path for fact in facts}
    assert homes == {
        str(house.keys["马在岸"]): house.units["second"].path,
        str(house.keys["黄经理"]): house.units["city"].path,
    }
    assert '"expected":6' in Fact.objects.get(subject=activity.subject, person=None).payload
    assert untold() == []


def test_pages_open(house, planned, recorded, secretary):
    other = Activity.objects.create(
        unit=house.units["branch"], path=house.units["branch"].path, kind="lecture", starts_at=HELD, minutes=60
    )
    urls = [
        to("new"),
        to("record_new", "branch", "theme_day"),
        to("plan", "branch"),
        to("show", recorded.pk),
        to("show", other.pk),
        to("record", other.pk),
        to("correct", recorded.pk),
        to("withdraw", recorded.pk),
    ]

    assert [secretary.get(url).status_code for url in urls] == [200] * len(urls)


def test_planning_puts_an_activity_on_the_calendar(house, send, secretary):
    saved = send(to("plan", "branch"), kind="lecture", day="2021-05-20", time="09:30", title="老党员讲党课")

    assert saved.status_code == 302
    activity = Activity.objects.get()
    assert (activity.state, activity.kind, activity.minutes, activity.title) == (
        "planned",
        "lecture",
        90,
        "老党员讲党课",
    )
    assert fields_of(secretary.get(to("record", activity.pk)))["day"] == ["2021-05-20"]


def test_choosing_shows_what_waits_first(house, planned, secretary):
    page = text_of(secretary.get(to("new")))

    assert page.index("学党史") < page.index("没有列入计划的")
    assert to("record", planned.pk) in page
    assert to("record_new", "branch", "members_meeting") in page
    assert "网点学习" not in page
