"""What this part does by itself: in answer to others' facts, by the clock, and when much is asked for at once."""

from datetime import time

from django.urls import reverse

from huoshui.base.clock import today
from huoshui.base.jobs.public import Entry, Gone, Outcome, Progress, declare
from huoshui.ledger.models import Fact, Source
from huoshui.ledger.recording import Stamp
from huoshui.organisation.public import Unit

from .actions import COPY_BELOW, confirm_days, copy_year, fill_series, follow_focuses, follow_move
from .models import Series
from .queries import branches_under, running_series

UNIT_MOVED = ("organisation.unit.opened",)
FILL = "activities.fill_series"
TIMETABLE = (Entry("activities.fill_series", FILL, at=time(2, 30)),)


def follow_moved_unit(fact: Fact) -> None:
    if fact.says["cause"] == "moved" and fact.reverses_id is None:
        stamp = Stamp(fact.recorded_by, fact.recorded_at, Source.JOB)
        follow_move(unit_id=fact.unit_id, since=fact.occurred_at, stamp=stamp)
        follow_focuses(unit_id=fact.unit_id, since=fact.occurred_at, by=stamp.by, at=stamp.at, source=stamp.source)


def fill_all(progress: Progress) -> Outcome:
    """Every night: a year ahead is on the calendar, and days follow the calendar that has come out."""
    progress.once("days", lambda: confirm_days(today=today()))
    progress.each(running_series(today()), _fill, key=lambda series: series.pk)
    return None


def copy_below(progress: Progress, *, unit_id: int, year: int) -> Outcome:
    """Last year's plan of every branch below into the year's."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise Gone("这个单位已经不在了。")
    progress.each(branches_under(unit, today()), lambda branch: _copy(branch, year), key=lambda branch: branch.pk)
    return f"{unit.name}下面各支部{year}年的计划已经照去年排好。", reverse("activities:year", args=[unit.code, year])


def _fill(series: Series) -> None:
    fill_series(series_id=series.pk, today=today())


def _copy(branch: Unit, year: int) -> None:
    copy_year(unit=branch, year=year, today=today())


declare(FILL, fill_all, label="把系列活动排到一年以后")
declare(COPY_BELOW, copy_below, label="照去年安排各支部的计划")
