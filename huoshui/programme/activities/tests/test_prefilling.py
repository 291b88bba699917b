"""Nothing the house knows is typed again."""

from datetime import date

import pytest

from huoshui.base.clock import at_time
from huoshui.organisation import actions as organisation

from ..models import Activity
from .conftest import HELD, MEMBERS, to
from .page import fields_of, text_of

LAST_MONTH = at_time(date(2021, 3, 9), 9, 30)


@pytest.fixture
def last(house, unplanned):
    told = house.told(
        starts_at=LAST_MONTH,
        minutes=75,
        place="三楼会议室",
        title="上次的主题",
        chair_id=house.people["白玉兰"].pk,
        recorder_id=house.people["邓小梅"].pk,
        agenda=["学习原著", "研讨交流"],
        guests=9,
    )
    observer = house.line("黄经理", is_observer=True)
    return unplanned(told=house.told(**vars(told) | {"roster": [*told.roster, observer]}))


def test_chair_recorder_observers_agenda_and_place_are_last_times(house, last, secretary):
    fields = fields_of(secretary.get(to("record_new", "branch", "theme_day")))

    assert {name: fields[name] for name in ("day", "time", "minutes", "place", "title", "agenda", "observers")} == {
        "day": ["2021-04-09"],
        "time": ["15:00"],
        "minutes": ["75"],
        "place": ["三楼会议室"],
        "title": [""],
        "agenda": ["学习原著\n研讨交流"],
        "observers": ["黄经理"],
    }
    assert fields["chair"] == [str(house.people["白玉兰"].pk)]
    assert fields["recorder"] == [str(house.people["邓小梅"].pk)]
    assert fields["guests"] == ["0"]


def test_the_plan_goes_before_last_time(house, last, planned, secretary):
    fields = fields_of(secretary.get(to("record", planned.pk)))

    said = {name: fields[name][0] for name in ("day", "time", "minutes", "place", "title", "observers")}
    assert said == {
        "day": "2021-04-09",
        "time": "15:00",
        "minutes": "120",
        "place": "党员活动室",
        "title": "学党史",
        "observers": "黄经理",
    }


def test_the_first_time_the_secretary_takes_the_chair(house, planned, secretary):
    fields = fields_of(secretary.get(to("record", planned.pk)))

    assert fields["chair"] == [str(house.people["陈建国"].pk)]
    assert (fields["recorder"], fields["agenda"], fields["observers"]) == ([""], [""], [""])


def test_what_was_taken_over_is_recorded(house, last, planned, send):
    send(to("record", planned.pk))

    planned.refresh_from_db()
    assert (planned.chair, planned.recorder) == (house.people["白玉兰"], house.people["邓小梅"])
    assert list(planned.agenda.values_list("text", flat=True)) == ["学习原著", "研讨交流"]
    assert list(planned.roster.filter(is_observer=True).values_list("person", flat=True)) == [house.people["黄经理"].pk]


def test_somebody_who_left_is_not_taken_over(house, last, do, secretary):
    for name in ("白玉兰", "邓小梅"):
        row = house.people[name].memberships.get()
        do(organisation.leave_branch, membership=row, on=date(2021, 4, 1))

    fields = fields_of(secretary.get(to("record_new", "branch", "theme_day")))

    assert (fields["chair"], fields["recorder"]) == ([str(house.people["陈建国"].pk)], [""])
    assert len(fields["present"]) == len(MEMBERS) - 2


def test_other_kinds_other_units_and_withdrawn_records_are_not_last_time(house, last, unplanned, secretary):
    unplanned(kind="lecture", starts_at=HELD, place="礼堂")
    unplanned("second", told=house.told(place="别处", roster=[house.line("马在岸")]))
    gone = unplanned(starts_at=at_time(date(2021, 4, 1), 9), place="已撤回处")
    Activity.objects.filter(pk=gone.pk).update(state="withdrawn")

    assert fields_of(secretary.get(to("record_new", "branch", "theme_day")))["place"] == ["三楼会议室"]


def test_the_sheet_lists_the_members_ticked(house, planned, secretary):
    page = secretary.get(to("record", planned.pk))

    ids = [str(house.people[name].pk) for name in MEMBERS]
    assert (fields_of(page)["present"], fields_of(page)["listed"]) == (ids, ids)
    for reason in ("当班", "出班投递"):
        assert text_of(page).count(f">{reason}</option>") == len(MEMBERS)


def test_an_asked_day_is_taken(secretary, house):
    url = to("record_new", "branch", "theme_day")

    assert fields_of(secretary.get(f"{url}?day=2021-03-05"))["day"] == ["2021-03-05"]
    for odd in ("x", "2021-13-01", "0001-01-01", "9999-12-31", ""):
        assert fields_of(secretary.get(f"{url}?day={odd}"))["day"] == ["2021-04-09"]


def test_a_chair_from_above_stays_the_chair_of_next_time(house, planned, unplanned, secretary):
    observer = house.line("黄经理", is_observer=True)
    told = house.told(starts_at=LAST_MONTH, chair_id=house.people["黄经理"].pk)
    unplanned(told=house.told(**vars(told) | {"roster": [*told.roster, observer]}))

    assert fields_of(secretary.get(to("record", planned.pk)))["chair"] == [str(house.people["黄经理"].pk)]
