"""Two people at the same moment: one edit stands and the other is told; what both ask for is there once."""

from datetime import date

import pytest

from huoshui.base.clock import at_time

from ..actions import Focus, Planned, change_plan, copy_year, issue_focus, plan_activity, start_series
from ..models import Activity, MonthlyFocus, Series
from ..rules import ChangedMeanwhile, FocusThere
from .conftest import TODAY
from .test_series import CLUB, FRIDAYS
from .test_twice import at_once, on_disk  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MAY = date(2021, 5, 12)


def test_of_two_edits_at_the_same_moment_one_stands_and_one_is_told(on_disk, house, at_once):  # noqa: F811
    activity = plan_activity(unit=house.units["branch"], kind="theme_day", starts_at=at_time(MAY, 15))
    said = iter([Planned(at_time(MAY, 15), 120, place=place) for place in ("食堂", "会议室")])

    answers = at_once(lambda: change_plan(activity=activity, said=next(said), revision=0).place)

    held = Activity.objects.get()
    assert [answer for answer in answers if isinstance(answer, str)] == [held.place]
    assert [type(answer) for answer in answers if not isinstance(answer, str)] == [ChangedMeanwhile]
    assert held.revision == 1


def test_a_series_and_a_copy_asked_for_twice_at_the_same_moment_are_there_once(on_disk, house, at_once):  # noqa: F811
    branch = house.units["branch"]
    source = plan_activity(unit=branch, kind="theme_day", starts_at=at_time(MAY, 15))

    series = at_once(lambda: start_series(unit=branch, said=CLUB, today=TODAY).pk)
    copied = at_once(lambda: copy_year(unit=branch, year=2022, today=TODAY).activities)

    assert series == [Series.objects.get(copied_from=None).pk] * 2
    assert Activity.objects.filter(series=series[0]).count() == len(FRIDAYS)
    assert sorted(copied) == [0, 1]
    assert Activity.objects.get(copied_from=source).is_provisional is False


def test_a_month_has_one_focus_though_two_issue_it_at_the_same_moment(on_disk, house, do, at_once):  # noqa: F811
    titles = iter(["学党史", "学先进"])

    answers = at_once(
        lambda: do(issue_focus, unit=house.units["city"], month=202105, said=Focus(next(titles), "…")).title
    )

    assert [a for a in answers if isinstance(a, str)] == [MonthlyFocus.objects.get().title]
    assert [type(a) for a in answers if not isinstance(a, str)] == [FocusThere]
