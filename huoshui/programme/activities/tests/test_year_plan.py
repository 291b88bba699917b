"""A unit's year: its months, what is asked, one plan edited by two people, last year's taken over, for many at once."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huoshui.base.clock import SHANGHAI, at_time, day_of
from huoshui.base.jobs import working
from huoshui.base.jobs.models import Job
from huoshui.base.jobs.public import start

from ..actions import (
    Focus,
    Planned,
    cancel_plan,
    change_plan,
    change_series,
    copy_year,
    issue_focus,
    plan_activity,
    start_series,
    withdraw_activity,
)
from ..jobs import FILL
from ..models import Activity, Series
from ..part import PART
from ..queries import branches_under, last_year, year_of
from ..rules import ChangedMeanwhile
from .conftest import TODAY, to
from .page import fields_of, text_of
from .test_series import CLUB

pytestmark = pytest.mark.django_db
LATER = date(2021, 12, 1)


@pytest.fixture
def plan(house):
    def planned(on: date, kind: str = "theme_day", code: str = "branch", hour: int = 15, **more) -> Activity:
        return plan_activity(unit=house.units[code], kind=kind, starts_at=at_time(on, hour), **more)

    return planned


def test_a_month_shows_its_focus_what_is_on_and_what_is_asked(house, plan, do, secretary):
    do(issue_focus, unit=house.units["city"], month=202105, said=Focus("学先进", "学身边典型"))
    plan(date(2021, 5, 12), title="学先进")
    cancel_plan(activity=plan(date(2021, 5, 20), "lecture"))
    start_series(unit=house.units["branch"], said=CLUB, today=TODAY)

    may = year_of(house.units["branch"], 2021, TODAY)[4]
    page = text_of(secretary.get(to("year", "branch", 2021)))

    assert [focus.title for focus in may.focuses] == ["学先进"]
    assert [(line.first.kind, len(line.activities)) for line in may.lines] == [
        ("reading_club", 4),
        ("theme_day", 1),
        ("lecture", 1),
    ]
    assert [asked.norm.code for asked in may.asked] == []  # the theme day is on, and the branch has no committee
    assert "每周五 12:30，职工书屋" in page
    assert "已取消" in page


def test_what_is_asked_and_not_on_the_plan_is_said_where_it_is_due(house, plan):
    june, december = (year_of(house.units["branch"], 2021, TODAY)[n] for n in (5, 11))

    assert [asked.norm.code for asked in june.asked] == ["theme_day", "lecture", "members_meeting"]
    assert {"oath_renewal", "organisational_life_meeting"} <= {asked.norm.code for asked in december.asked}
    assert year_of(house.units["branch"], 2021, TODAY)[0].asked == []  # January is over

    cancel_plan(activity=plan(date(2021, 6, 1)))
    plan(date(2021, 4, 20), "lecture")
    assert [asked.norm.code for asked in year_of(house.units["branch"], 2021, TODAY)[5].asked] == [
        "theme_day",
        "members_meeting",
    ]


def test_the_year_asks_the_same_questions_for_one_plan_and_for_many(house, plan, secretary, recorded):
    counts = []
    secretary.get(to("year", "branch", 2021))  # the session renews itself at its first page
    for days in ([12], [13, 14, 17, 18, 19]):
        for day in days:
            plan(date(2021, 5, day), title=f"第{day}次")
        with CaptureQueriesContext(connection) as asked:
            assert secretary.get(to("year", "branch", 2021)).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", [("branch_secretary", "hill"), ("county_officer", "north")])
def test_another_units_plan_is_not_there(who, house, plan, enter):
    client = enter(*who)
    activity, series = plan(date(2021, 5, 12)), start_series(unit=house.units["branch"], said=CLUB, today=TODAY)
    pages = [("year", "branch", 2021), ("copy", "branch", 2021), ("start_series", "branch"), ("series", series.pk)]
    pages += [("change_series", series.pk), ("end_series", series.pk), ("change_plan", activity.pk)]
    pages += [("cancel", activity.pk), ("focus", "branch", 2021), ("issue_focus", "branch", 2021, 5)]
    posted = [*pages[1:], ("restore", activity.pk), ("rejoin", activity.pk), ("resume_series", series.pk)]
    before = list(Activity.objects.order_by("pk").values())

    assert {name: client.get(to(name, *args)).status_code for name, *args in pages} == dict.fromkeys(
        (name for name, *_ in pages), 404
    )
    for name, *args in (*posted, ("copy_below", "branch", 2021)):
        assert client.post(to(name, *args), {"revision": 0, "day": "2021-05-13"}).status_code in (404, 405), name
    assert client.get(to("year"), {"unit": "branch"}).status_code == 404
    assert list(Activity.objects.order_by("pk").values()) == before


def test_a_reader_plans_nothing(house, plan, enter):
    client = enter("city_reader", "city")
    activity = plan(date(2021, 5, 12))

    assert client.get(to("year", "branch", 2021)).status_code == 200
    assert "放一次活动进计划" not in text_of(client.get(to("year", "branch", 2021)))
    for name, *args in (("change_plan", activity.pk), ("cancel", activity.pk), ("copy", "branch", 2021)):
        assert client.get(to(name, *args)).status_code == 403


def test_an_officer_plans_for_the_units_below(house, enter):
    client = enter("city_officer", "city")

    client.post(to("plan", "branch"), {"kind": "theme_day", "day": "2021-05-12", "time": "15:00"})
    activity = Activity.objects.get()
    client.post(to("cancel", activity.pk), {"reason": "改在六月"})

    activity.refresh_from_db()
    assert (activity.state, activity.cancel_reason) == ("cancelled", "改在六月")


def test_the_second_of_two_editors_sees_both_versions_and_chooses(house, plan, secretary, enter):
    activity = plan(date(2021, 5, 12), title="学党史", place="活动室")
    url = to("change_plan", activity.pk)
    officer = enter("city_officer", "city")
    first, second = fields_of(secretary.get(url)), fields_of(officer.get(url))
    secretary.post(url, first | {"place": ["食堂"]})

    page = officer.post(url, second | {"time": ["16:30"], "place": ["会议室"]})
    assert page.status_code == 409
    said = [(v.label, v.theirs, v.mine) for v in page.context["versions"] if v.differs]
    assert said == [("时间", "15:00", "16:30"), ("地点", "食堂", "会议室")]
    activity.refresh_from_db()
    assert (activity.place, activity.starts_at) == ("食堂", at_time(date(2021, 5, 12), 15))

    assert officer.post(url, fields_of(page)).status_code == 302
    activity.refresh_from_db()
    assert (activity.place, activity.starts_at) == ("会议室", at_time(date(2021, 5, 12), 16, 30))


def test_whom_the_plan_names_to_lead_stands_in_the_record_form(house, plan, secretary):
    activity, chair = plan(TODAY), house.people["白玉兰"].pk
    change_plan(activity=activity, said=Planned(activity.starts_at, 120, chair_id=chair), revision=0)

    assert fields_of(secretary.get(to("record", activity.pk)))["chair"] == [str(chair)]


def test_the_same_change_sent_twice_is_no_conflict(house, plan):
    activity = plan(date(2021, 5, 12))
    said = Planned(at_time(date(2021, 5, 13), 15), 120, "学党史")

    for _ in range(2):
        change_plan(activity=activity, said=said, revision=0)

    activity.refresh_from_db()
    assert (activity.title, activity.revision) == ("学党史", 1)
    with pytest.raises(ChangedMeanwhile):
        change_plan(activity=activity, said=Planned(said.starts_at, 90), revision=0)


def test_last_year_is_moved_to_the_same_weekday_of_the_month_and_off_holidays(house, plan, recorded, do):
    plan(date(2021, 9, 30), hour=9)  # a Thursday; a year later 29 September, within the month
    plan(date(2021, 10, 8))  # a Friday; 7 October 2022 is off, and no earlier day of October is not
    plan(date(2021, 5, 1), "volunteering")  # on a holiday on purpose
    plan(date(2021, 6, 1))  # a Tuesday; 31 May would be another month
    cancel_plan(activity=plan(date(2021, 7, 7)))
    do(withdraw_activity, activity=recorded, revision=recorded.revision)

    offered = last_year(house.units["branch"], 2022, LATER)

    days = [(day_of(p.source.starts_at).isoformat()[5:], p.on.isoformat()) for p in offered.activities]
    assert days == [
        ("05-01", "2022-05-07"),
        ("06-01", "2022-06-07"),
        ("09-30", "2022-09-29"),
        ("10-08", "2022-10-08"),
    ]
    assert {p.starts_at.astimezone(SHANGHAI).hour for p in offered.activities} == {9, 15}


def test_copied_twice_adds_nothing_and_brings_nothing_back(house, plan, secretary, do, settings):
    settings.HUOSHUI_TODAY = LATER
    do(issue_focus, unit=house.units["city"], month=202105, said=Focus("学党史", "…"))
    do(issue_focus, unit=house.units["city"], month=202205, said=Focus("学先进", "…"))
    first, second = plan(date(2021, 5, 12), title="学党史"), plan(date(2021, 6, 9), title="参观")
    url = to("copy", "branch", 2022)
    page = fields_of(secretary.get(url))
    assert page["activity"] == [str(first.pk), str(second.pk)]

    secretary.post(url, page)
    copies = Activity.objects.exclude(copied_from=None).order_by("starts_at")
    assert [(c.title, str(day_of(c.starts_at))) for c in copies] == [("学先进", "2022-05-11"), ("参观", "2022-06-08")]
    cancel_plan(activity=copies[1])

    answer = secretary.post(url, page, follow=True)
    assert "没有新的可以排" in text_of(answer)
    assert "activity" not in fields_of(secretary.get(url))
    assert [c.state for c in copies.all()] == ["planned", "cancelled"]


def test_only_what_is_ticked_is_copied_and_a_hidden_field_takes_no_other_units(house, plan, secretary, settings):
    settings.HUOSHUI_TODAY = LATER
    mine, theirs = plan(date(2021, 5, 12)), plan(date(2021, 5, 13), code="hill")
    plan(date(2021, 6, 9))

    secretary.post(to("copy", "branch", 2022), {"activity": [mine.pk, theirs.pk, "x", "9" * 30]})

    assert [copy.copied_from_id for copy in Activity.objects.exclude(copied_from=None)] == [mine.pk]


def test_a_series_that_ended_with_the_year_is_taken_over_and_one_that_goes_on_is_not(house, plan):
    unit, ends = house.units["branch"], date(2021, 12, 31)
    start_series(unit=unit, said=replace(CLUB, until_on=ends), today=TODAY)
    start_series(unit=unit, said=replace(CLUB, until_on=None, title="常年"), today=TODAY)

    taken = [copy_year(unit=unit, year=2022, today=LATER) for _ in range(2)]

    copy = Series.objects.exclude(copied_from=None).get()
    assert [(one.activities, one.series) for one in taken] == [(0, 1), (0, 0)]
    assert (copy.starts_on, copy.until_on, copy.title) == (date(2022, 4, 9), date(2022, 12, 31), "周五读书会")
    assert copy.occurrences.earliest("starts_at").series_on == date(2022, 4, 15)


def test_a_series_taken_over_before_it_was_changed_is_not_taken_over_again(house):
    branch, november = house.units["branch"], date(2021, 11, 1)
    club = start_series(unit=branch, said=replace(CLUB, until_on=date(2021, 12, 31)), today=TODAY)
    copy_year(unit=branch, year=2022, today=november)

    said = replace(CLUB, until_on=date(2021, 12, 31), place="会议室")
    change_series(series=club, said=said, revision=1, today=november, on=date(2021, 12, 1))
    again = copy_year(unit=branch, year=2022, today=november)

    assert again.series == 0
    assert Activity.objects.filter(unit=branch, starts_at__gte=at_time(date(2022, 1, 1), 0)).count() > 0


def test_what_is_held_almost_every_week_is_better_a_series(house, plan, secretary, settings):
    settings.HUOSHUI_TODAY = LATER
    for week in range(22):
        plan(date(2021, 5, 7) + timedelta(days=7 * week), "reading_club", title="读书会")

    page = secretary.get(to("copy", "branch", 2022))

    assert "activity" not in fields_of(page)
    assert f"{to('start_series', 'branch')}?kind=reading_club" in text_of(page)
    assert copy_year(unit=house.units["branch"], year=2022, today=LATER).activities == 0


def test_all_branches_below_are_copied_by_a_job_each_once(house, plan, enter, settings):
    settings.HUOSHUI_TODAY = LATER
    plan(date(2021, 5, 12))
    plan(date(2021, 5, 13), code="second")
    plan(date(2021, 5, 14), code="hill")
    county = enter("county_officer", "south")
    assert [unit.code for unit in branches_under(house.units["south"], LATER)] == ["branch", "second"]

    answer = county.post(to("copy_below", "south", 2022))
    job = Job.objects.get()
    working.step(threading.Event())

    job.refresh_from_db()
    assert (answer.url, job.name, job.state) == (job.url, "activities.copy_below", "done")
    copies = Activity.objects.exclude(copied_from=None)
    assert sorted(copies.values_list("unit__code", flat=True)) == ["branch", "second"]
    assert "衡南县分公司下面各支部2022年的计划已经照去年排好。" in text_of(county.get(job.url))
    assert enter("branch_secretary", "hill").get(job.url).status_code == 404


def test_every_night_all_series_are_brought_forward(house, settings):
    series = start_series(unit=house.units["branch"], said=replace(CLUB, until_on=None), today=TODAY)
    series.occurrences.filter(series_on__gte="2021-06-01").delete()
    start(FILL, account_id=None)

    working.step(threading.Event())

    assert Job.objects.get().state == "done"
    assert series.occurrences.filter(series_on="2021-06-04").count() == 1
    assert [entry.job for entry in PART.timetable] == [FILL]
