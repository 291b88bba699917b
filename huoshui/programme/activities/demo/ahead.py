"""What the demo city has planned: clubs every Friday, branches' own days, one Friday moved and one called off."""

from datetime import date, time, timedelta

from huoshui.base.recurrence import dated, monthly, quarterly, weekly
from huoshui.organisation.public import Unit

from ..actions import Planned, Repeating, cancel_plan, change_plan, start_series
from ..models import Series
from ..queries import kinds_for

FRIDAY = 4
PLACE = "党员活动室"


def plan_ahead(city: Unit, branch: Unit, today: date) -> None:
    """For the city, for the first door's branch, and for the branches beside it."""
    start_series(unit=city, said=_club("周五读书会", "职工书屋", time(12, 30), today), today=today)
    club = start_series(unit=branch, said=_club("周五学习会", PLACE, time(17), today), today=today)
    _move_one(club)
    _call_one_off(club)
    _meetings(branch, today)
    for beside in Unit.objects.filter(parent=branch.parent, kind=branch.kind).after(today).exclude(pk=branch.pk):
        start_series(unit=beside, said=_theme_days(beside, today), today=today)


def _club(title: str, place: str, begins: time, today: date) -> Repeating:
    return Repeating(
        kind="reading_club",
        rule=weekly([FRIDAY]),
        begins=begins,
        minutes=60,
        starts_on=today + timedelta(days=1),
        title=title,
        place=place,
    )


def _theme_days(unit: Unit, today: date) -> Repeating:
    """On a relatively fixed day, from next month on; each branch on its own."""
    day = unit.order % 20 + 5
    return Repeating("theme_day", dated(day), time(15), 120, _next_month(today), place=PLACE)


def _meetings(branch: Unit, today: date) -> None:
    begins = _next_month(today)
    start_series(unit=branch, said=Repeating("theme_day", monthly(2, 3), time(15), 120, begins), today=today)
    if "members_meeting" in kinds_for(branch):
        said = Repeating("members_meeting", quarterly(3, 15), time(16), 90, begins, place=PLACE)
        start_series(unit=branch, said=said, today=today)


def _move_one(club: Series) -> None:
    """The second Friday a day earlier: people are needed at the counters."""
    second = club.occurrences.order_by("starts_at")[1]
    starts_at = second.starts_at - timedelta(days=1)
    said = Planned(starts_at, second.minutes, second.title, second.place)
    change_plan(activity=second, said=said, revision=second.revision)


def _call_one_off(club: Series) -> None:
    cancel_plan(activity=club.occurrences.order_by("starts_at")[3], reason="旺季生产，全员在岗")


def _next_month(today: date) -> date:
    return (today.replace(day=28) + timedelta(days=4)).replace(day=1)
