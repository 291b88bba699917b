"""What is still to be recorded in the demo city, so that the first door always has something open."""

from datetime import date, datetime, timedelta

from huoshui.base import clock
from huoshui.base.clock import at_time
from huoshui.organisation.public import Unit, Viewer, path_on

from ..actions import plan_activity
from ..models import Activity
from ..queries import kinds_for
from .focus import focus_title

KIND = "theme_day"
HALF_HOURS = [(hour, minute) for hour in (15, 16, 17, 9, 10, 11, 14, 18, 19, 20, 21, 22) for minute in (0, 30)]
PLACE = "党员活动室"


def ensure_planned_today(viewer: Viewer, today: date) -> None:
    """A branch secretary who comes in finds a theme day of today, whenever the city was loaded.

    A theme day of the past that nobody recorded is put off to today; without one, another is planned.
    """
    unit = viewer.home_unit
    if unit and viewer.may("activities.record") and KIND in kinds_for(unit):
        waiting = Activity.objects.planned().filter(
            unit=unit, kind=KIND, series=None, starts_at__lt=_midnight(today, 1)
        )
        if held := waiting.order_by("-starts_at").first():
            put_off(held, today)
        else:
            plan_theme_day(unit, today)


def plan_theme_day(unit: Unit, on: date) -> Activity:
    return plan_activity(unit=unit, kind=KIND, starts_at=_free_time(unit, on), title=focus_title(on), place=PLACE)


def put_off(activity: Activity, on: date) -> None:
    if activity.starts_at < _midnight(on, 0):
        activity.starts_at = _free_time(activity.unit, on)
        activity.path, activity.title = path_on(activity.unit_id, on), focus_title(on)
        activity.save(update_fields=["starts_at", "path", "title"])


def _free_time(unit: Unit, on: date) -> datetime:
    """Visitors may record one after another: each finds a time at which nothing is recorded yet."""
    theirs = Activity.objects.recorded().filter(unit=unit, kind=KIND)
    taken = set(
        theirs.filter(starts_at__range=(_midnight(on, 0), _midnight(on, 1))).values_list("starts_at", flat=True)
    )
    times = [at_time(on, hour, minute) for hour, minute in HALF_HOURS]
    return next((time for time in times if time not in taken), clock.now().replace(microsecond=0))


def _midnight(day: date, later: int) -> datetime:
    return at_time(day + timedelta(days=later), 0)
