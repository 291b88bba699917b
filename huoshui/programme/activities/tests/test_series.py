"""Series on the calendar: one moved or cancelled leaves the rest alone, and the night brings nothing back."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from huoshui.base import calendar
from huoshui.base.clock import SHANGHAI, at_time, day_of
from huoshui.base.recurrence import monthly, weekly
from huoshui.organisation.models import Account
from huoshui.organisation.public import viewer_of

from ..actions import (
    Planned,
    Repeating,
    cancel_plan,
    change_plan,
    change_series,
    confirm_days,
    end_series,
    fill_series,
    pass_on,
    record_activity,
    rejoin_series,
    restore_plan,
    resume_series,
    start_series,
)
from ..models import Activity, Series
from ..part import PART
from ..rules import AlwaysMoved, ChangedMeanwhile, KindNotForUnit, NeverHeld, NotPlanned, SeriesOver
from .conftest import TODAY, to
from .page import fields_of, text_of

pytestmark = pytest.mark.django_db
CLUB = Repeating(
    "reading_club", weekly([4]), time(12, 30), 60, TODAY, date(2021, 6, 30), title="周五读书会", place="职工书屋"
)
FRIDAYS = ["04-09", "04-16", "04-23", "04-30", "05-07", "05-14", "05-21", "05-28", "06-04", "06-11", "06-18", "06-25"]


@pytest.fixture
def club(house) -> Series:
    return start_series(unit=house.units["branch"], said=CLUB, today=TODAY)


def days(series: Series, state: str = "planned") -> list[str]:
    rows = series.occurrences.filter(state=state).order_by("starts_at")
    return [f"{row.starts_at.astimezone(SHANGHAI):%m-%d}" for row in rows]


def one(series: Series, day: str) -> Activity:
    return series.occurrences.get(series_on=f"2021-{day}")


def moved(activity: Activity, days: int = 1, **more) -> Activity:
    said = Planned(activity.starts_at + timedelta(days=days), activity.minutes, activity.title, "会议室")
    return change_plan(activity=activity, said=replace(said, **more), revision=activity.revision)


def fill(series: Series, today: date = TODAY) -> int:
    return fill_series(series_id=series.pk, today=today)


def test_every_friday_is_on_the_calendar_at_its_hour(club):
    first = club.occurrences.order_by("starts_at")[0]

    assert days(club) == FRIDAYS
    assert (first.kind, first.title, first.place, first.minutes) == ("reading_club", "周五读书会", "职工书屋", 60)
    assert first.starts_at == at_time(TODAY, 12, 30)
    assert {row.path for row in club.occurrences.all()} == {club.unit.path}


def test_a_year_ahead_is_planned_and_the_night_adds_a_day_to_it(house):
    series = start_series(unit=house.units["branch"], said=replace(CLUB, until_on=None), today=TODAY)
    assert day_of(series.occurrences.latest("starts_at").starts_at) == date(2022, 4, 8)

    added = fill(series, TODAY + timedelta(days=7))

    assert added == 1
    assert day_of(series.occurrences.latest("starts_at").starts_at) == date(2022, 4, 15)
    assert "10-01" not in days(series)


def test_the_same_series_twice_is_one(house, club):
    again = start_series(unit=house.units["branch"], said=CLUB, today=TODAY)

    assert again == club
    assert Activity.objects.count() == len(FRIDAYS)


def test_one_moved_and_one_cancelled_leave_the_rest_and_stay_so(club):
    moved(one(club, "04-16"), 1)
    cancel_plan(activity=one(club, "04-23"), reason="旺季")

    assert [fill(club), fill(club)] == [0, 0]
    assert days(club) == ["04-09", "04-17", *FRIDAYS[3:]]
    assert days(club, "cancelled") == ["04-23"]
    assert one(club, "04-16").place == "会议室"
    assert one(club, "04-23").cancel_reason == "旺季"


def test_what_is_cancelled_vanishes_from_today_and_can_be_put_back(club, secretary, house):
    activity = one(club, "04-09")
    assert [row.title for row in _agenda(house)] == ["读书会：周五读书会"]

    for _ in range(2):
        cancel_plan(activity=activity)
    assert _agenda(house) == []

    for _ in range(2):
        restored = restore_plan(activity=activity)
    assert [row.title for row in _agenda(house)] == ["读书会：周五读书会"]
    assert (restored.is_apart, days(club)) == (False, FRIDAYS)


def test_what_was_changed_alone_can_follow_its_series_again(club):
    for _ in range(2):
        moved(one(club, "04-16"), 3)
    assert "04-22" in days(club)

    for _ in range(2):
        back = rejoin_series(activity=one(club, "04-16"))

    assert (back.is_apart, back.place, days(club)) == (False, "职工书屋", FRIDAYS)


def test_a_recorded_one_is_no_plan_any_more(club, house, do):
    told = house.told(starts_at=at_time(TODAY, 12, 30))
    recorded = do(record_activity, activity=one(club, "04-09"), told=told)

    for act in (cancel_plan, rejoin_series):
        with pytest.raises(NotPlanned):
            act(activity=recorded)
    with pytest.raises(NotPlanned):
        moved(recorded)
    assert fill(club) == 0
    assert Activity.objects.get(pk=recorded.pk).is_recorded


def test_this_and_all_following_leaves_what_was_before_and_what_was_changed_alone(club):
    moved(one(club, "05-14"), -1)
    cancel_plan(activity=one(club, "05-21"))
    said = replace(CLUB, rule=weekly([3]), begins=time(17), starts_on=date(2021, 5, 1))

    after = change_series(series=club, said=said, revision=1, today=TODAY, on=date(2021, 5, 1))
    club.refresh_from_db()

    assert (days(club), club.ended_on) == (["04-09", "04-16", "04-23", "04-30"], date(2021, 5, 1))
    thursdays = ["05-06", "05-13", "05-20", "05-27", "06-03", "06-10", "06-17", "06-24"]
    assert days(after) == sorted([*thursdays, "05-13"])
    assert days(after, "cancelled") == ["05-21"]
    assert (after.follows, fill(club), fill(after)) == (club, 0, 0)
    assert change_series(series=club, said=said, revision=1, today=TODAY, on=date(2021, 5, 1)) == after
    with pytest.raises(SeriesOver):
        resume_series(series=club, today=TODAY)


def test_every_second_friday_stays_the_same_friday_when_only_the_place_changes(house):
    said = replace(CLUB, rule=weekly([4], every_second=True))
    series = start_series(unit=house.units["branch"], said=said, today=TODAY)

    there = replace(said, place="会议室")
    after = change_series(series=series, said=there, revision=1, today=TODAY, on=date(2021, 5, 10))
    again = change_series(series=series, said=there, revision=1, today=TODAY, on=date(2021, 5, 10))

    assert again == after
    assert days(series) + days(after) == FRIDAYS[::2]


def test_only_the_time_changes_and_a_cancelled_one_is_not_brought_back(club):
    cancel_plan(activity=one(club, "05-21"))

    after = change_series(
        series=club, said=replace(CLUB, begins=time(17)), revision=1, today=TODAY, on=date(2021, 5, 1)
    )

    assert days(after) == ["05-07", "05-14", "05-28", *FRIDAYS[8:]]
    assert {row.starts_at.astimezone(SHANGHAI).hour for row in after.occurrences.filter(state="planned")} == {17}


def test_a_series_nothing_was_held_of_is_changed_in_place(club):
    same = change_series(series=club, said=replace(CLUB, place="会议室"), revision=1, today=TODAY)

    assert same == club
    assert set(club.occurrences.values_list("place", flat=True)) == {"会议室"}
    assert days(same) == FRIDAYS


def test_who_has_not_seen_the_last_change_changes_nothing(club):
    change_series(series=club, said=replace(CLUB, place="会议室"), revision=1, today=TODAY)

    with pytest.raises(ChangedMeanwhile):
        change_series(series=club, said=replace(CLUB, place="食堂"), revision=1, today=TODAY)
    assert Series.objects.get().place == "会议室"


def test_an_ended_series_keeps_what_was_changed_alone_and_goes_on_when_resumed(club):
    moved(one(club, "05-14"), -1)

    for _ in range(2):
        end_series(series=club, on=date(2021, 5, 1), today=TODAY)
    assert days(club) == ["04-09", "04-16", "04-23", "04-30", "05-13"]
    with pytest.raises(SeriesOver):
        change_series(series=club, said=CLUB, revision=2, today=TODAY)

    for _ in range(2):
        resume_series(series=club, today=TODAY)
    assert days(club) == sorted([*FRIDAYS[:5], "05-13", *FRIDAYS[6:]])


def test_an_occurrence_restored_after_the_end_stands_apart(club):
    cancel_plan(activity=one(club, "05-14"))
    end_series(series=club, on=date(2021, 5, 1), today=TODAY)

    restored = restore_plan(activity=one(club, "05-14"))

    assert restored.is_apart
    assert fill(club) == 0
    assert "05-14" in days(club)


def test_two_that_meet_on_a_day_are_one(house):
    said = replace(CLUB, rule=weekly([3, 4]), starts_on=date(2021, 9, 1), until_on=date(2021, 10, 8))

    series = start_series(unit=house.units["branch"], said=said, today=TODAY)

    assert days(series)[-4:] == ["09-23", "09-24", "09-30", "10-08"]
    assert series.occurrences.filter(series_on="2021-10-01").count() == 0  # held with that of the 8th
    assert one(series, "10-08").starts_at == at_time(date(2021, 10, 8), 12, 30)


def test_when_the_calendar_comes_out_untouched_days_move_and_stop_being_provisional(house, monkeypatch):
    monkeypatch.setattr(calendar.chinese_calendar, "is_workday", _until(2021, calendar.chinese_calendar.is_workday))
    _forget()
    said = replace(CLUB, starts_on=date(2022, 2, 1), until_on=date(2022, 2, 28))
    series = start_series(unit=house.units["branch"], said=said, today=TODAY)
    touched = moved(one_of(series, date(2022, 2, 11)), 1)
    assert [(f"{r.starts_at:%m-%d}", r.is_provisional) for r in series.occurrences.order_by("starts_at")] == [
        ("02-04", True), ("02-12", True), ("02-18", True), ("02-25", True),
    ]  # fmt: skip

    monkeypatch.undo()
    _forget()
    assert (fill(series), fill(series)) == (3, 0)

    assert [(f"{r.starts_at:%m-%d}", r.is_provisional) for r in series.occurrences.order_by("starts_at")] == [
        ("02-07", False), ("02-12", True), ("02-18", False), ("02-25", False),
    ]  # fmt: skip
    assert touched.is_apart
    assert (confirm_days(today=TODAY), confirm_days(today=TODAY)) == (1, 0)
    assert not series.occurrences.filter(is_provisional=True).exists()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"kind": "outlet_study"}, KindNotForUnit),
        ({"until_on": date(2021, 3, 1), "starts_on": date(2021, 1, 4)}, NeverHeld),
        ({"rule": weekly([5])}, AlwaysMoved),
    ],
)
def test_what_cannot_be_is_refused_by_name(changes, refusal, house):
    with pytest.raises(refusal):
        start_series(unit=house.units["branch"], said=replace(CLUB, **changes), today=TODAY)
    assert not Series.objects.exists()


def test_saturdays_are_kept_where_that_is_meant(house):
    said = replace(CLUB, rule=weekly([5]), off_days="keep", until_on=date(2021, 5, 2))

    series = start_series(unit=house.units["branch"], said=said, today=TODAY)

    assert days(series) == ["04-10", "04-17", "04-24", "05-01"]


def test_what_a_person_leads_is_listed_and_passed_on(house, do, enter):
    enter("branch_secretary", "branch")
    old, new = house.people["陈建国"].pk, house.people["白玉兰"].pk
    series = start_series(unit=house.units["branch"], said=replace(CLUB, chair_id=old, recorder_id=old), today=TODAY)
    moved(one(series, "04-16"), 1, chair_id=old)
    cancel_plan(activity=one(series, "04-23"))

    viewer = _viewer("branch_secretary-branch")
    codes = [held.code for held in PART.held(viewer, old)]
    for _ in range(2):
        pass_on(codes, new, None, at_time(TODAY, 18), "screen")

    assert codes == [
        f"series:{series.pk}:chair",
        f"series:{series.pk}:recorder",
        f"activity:{one(series, '04-16').pk}:chair",
    ]
    assert list(PART.held(viewer, old)) == []
    assert len(list(PART.held(viewer, new))) == 3
    assert set(series.occurrences.filter(state="planned").values_list("chair", flat=True)) == {new}
    enter("branch_secretary", "second")
    assert list(PART.held(_viewer("branch_secretary-second"), new)) == []


def test_by_page_a_series_is_started_and_one_friday_moved_and_put_back(house, secretary, send):
    answer = send(
        to("start_series", "branch"), kind="reading_club", title="读书会", begins="12:30", until_on="2021-06-30"
    )
    series = Series.objects.get()
    assert answer.url == to("series", series.pk)
    assert (series.rule, series.until_on) == (weekly([4]), date(2021, 6, 30))

    activity = one(series, "04-16")
    page = secretary.post(to("change_plan", activity.pk), _fields(secretary, activity, day="2021-04-17"), follow=True)
    assert "已改到2021年4月17日 12:30。这个系列的其他各次不变。" in text_of(page)
    assert f'action="{to("rejoin", activity.pk)}"' in text_of(page)
    assert "原为4月16日" in text_of(secretary.get(to("show", activity.pk)))

    secretary.post(to("rejoin", activity.pk))
    assert days(series)[:3] == ["04-09", "04-16", "04-23"]


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"how": "fortnightly", "weekdays": ["0", "2"]}, weekly([0, 2], every_second=True)),
        ({"how": "monthly", "week": "-1", "weekday": "4"}, monthly(-1, 4)),
        ({"how": "dated", "month_day": "15"}, "FREQ=MONTHLY;BYMONTHDAY=15"),
        ({"how": "quarterly", "quarter_month": "2", "quarter_day": "-1"}, "FREQ=YEARLY;BYMONTH=2,5,8,11;BYMONTHDAY=-1"),
    ],
)
def test_each_way_of_saying_how_often(said, rule, house, secretary, send):
    send(to("start_series", "branch"), kind="reading_club", **said)

    series = Series.objects.get()
    again = fields_of(secretary.get(to("change_series", series.pk)))
    assert series.rule == rule
    assert {name: again[name] for name in said} == {n: v if isinstance(v, list) else [v] for n, v in said.items()}


def test_no_weekday_is_asked_for(house, secretary, send):
    page = send(to("start_series", "branch"), kind="reading_club", weekdays=[])

    assert (page.status_code, "请选周几。" in text_of(page)) == (422, True)


def one_of(series: Series, day: date) -> Activity:
    return series.occurrences.get(series_on=day)


def _fields(client, activity, **changes):
    return fields_of(client.get(to("change_plan", activity.pk))) | changes


def _agenda(house):
    return list(PART.agenda(_viewer("branch_secretary-branch"), TODAY))


def _viewer(username: str):
    return viewer_of(Account.objects.get(username=username), TODAY)


def _until(year: int, known):
    """The calendar as it is before the next year's is out."""

    def asked(day: date) -> bool:
        if day.year > year:
            raise NotImplementedError
        return known(day)

    return asked


def _forget() -> None:
    calendar.is_working_day.cache_clear()
    calendar.is_provisional.cache_clear()


def test_who_comes_after_a_new_series_took_over_is_sent_there(house, club, secretary):
    url = to("change_series", club.pk)
    form = fields_of(secretary.get(url)) | {"place": ["会议室"], "on": ["2021-05-10"]}
    change_series(series=club, said=replace(CLUB, place="别处"), revision=1, today=TODAY, on=date(2021, 5, 1))

    page = secretary.post(url, form)

    assert page.status_code == 422
    assert "它已由新的系列接替。请到新的系列里改。" in text_of(page)
