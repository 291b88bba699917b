"""One activity onto the calendar, elsewhere on it, off it and back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huoshui.base.calendar import is_provisional
from huoshui.base.clock import day_of
from huoshui.organisation.public import Unit, path_on
from huoshui.packs.loaded import pack

from ..enums import ActivityState
from ..models import Activity
from ..queries import is_wanted, occurrence_of
from ..rules import ChangedMeanwhile, KindNotForUnit, NotPlanned, UnitNotOpen

CHANGED = "您打开之后，别人已经改过这次安排。两份都在下面，请选用哪一份；在您选定之前，什么都不会改。"


@dataclass(frozen=True)
class Planned:
    """What is said of an activity still to be held."""

    starts_at: datetime
    minutes: int
    title: str = ""
    place: str = ""
    chair_id: int | None = None
    recorder_id: int | None = None


def plan_activity(
    *, unit: Unit, kind: str, starts_at: datetime, title: str = "", place: str = "", minutes: int | None = None
) -> Activity:
    """Put an activity on a unit's calendar; the same plan twice is one.

    Raises KindNotForUnit, UnitNotOpen.
    """
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        known = Activity.objects.planned().filter(unit=unit, kind=kind, starts_at=starts_at, title=title, place=place)
        if same := known.first():
            return same
        activity = drafted(unit=unit, kind=kind, starts_at=starts_at, title=title, place=place, minutes=minutes)
        activity.save()
        return activity


def change_plan(*, activity: Activity, said: Planned, revision: int) -> Activity:
    """Another time, place or theme for one planned activity. One of a series stands apart from it from then on.

    `revision` is the one the editor saw. Raises ChangedMeanwhile, NotPlanned, UnitNotOpen.
    """
    with transaction.atomic():
        held = _locked(activity)
        _refuse_unless_planned(held)
        if _said_of(held) == said:
            return held
        if held.revision != revision:
            raise ChangedMeanwhile(CHANGED)
        held.is_apart = held.series_id is not None
        return _put(held, said)


def rejoin_series(*, activity: Activity) -> Activity:
    """What was changed alone is as its series has it again. Doing it twice changes nothing. Raises NotPlanned."""
    with transaction.atomic():
        held = _locked(activity)
        _refuse_unless_planned(held)
        if held.series is None or not held.is_apart:
            return held
        if (said := occurrence_of(held)) is None:
            raise NotPlanned("这个系列里已经没有这一次，不能恢复原样；不办了就请取消。")
        held.is_apart = False
        return _put(held, Planned(**said))


def cancel_plan(*, activity: Activity, reason: str = "") -> Activity:
    """Off the calendar, to be seen and to be put back. Cancelling twice is no error. Raises NotPlanned."""
    with transaction.atomic():
        held = _locked(activity)
        if held.state == ActivityState.CANCELLED:
            return held
        _refuse_unless_planned(held)
        return _set(held, ActivityState.CANCELLED, reason)


def restore_plan(*, activity: Activity) -> Activity:
    """A cancelled activity is on again; one its series no longer has stands apart from it. Raises NotPlanned."""
    with transaction.atomic():
        held = _locked(activity)
        if held.state == ActivityState.PLANNED:
            return held
        if held.state != ActivityState.CANCELLED:
            raise NotPlanned("这次活动没有被取消，不用恢复。")
        held.is_apart = held.is_apart or (held.series is not None and not is_wanted(held))
        return _set(held, ActivityState.PLANNED)


def drafted(
    *, unit: Unit, kind: str, starts_at: datetime, title: str = "", place: str = "", minutes: int | None = None
) -> Activity:
    """The row of an activity still to be held, unsaved."""
    refuse_kind(unit, kind)
    return Activity(
        unit=unit,
        path=path_then(unit, starts_at),
        kind=kind,
        title=title,
        starts_at=starts_at,
        minutes=pack().activity_kinds[kind].minutes if minutes is None else minutes,
        place=place,
    )


def refuse_kind(unit: Unit, kind: str) -> None:
    """Raises KindNotForUnit."""
    declared = pack().activity_kinds.get(kind)
    if declared is None or unit.kind not in declared.unit_kinds:
        raise KindNotForUnit("这个单位不开展这类活动，请另选类型。")


def path_then(unit: Unit, starts_at: datetime) -> str:
    """The unit's path on the day. Raises UnitNotOpen."""
    try:
        return path_on(unit.pk, day_of(starts_at))
    except Unit.DoesNotExist:
        raise UnitNotOpen(f"{day_of(starts_at):%Y年%m月%d日}时还没有“{unit.name}”，或已撤销。请核对日期。") from None


def _said_of(activity: Activity) -> Planned:
    return Planned(**{name: getattr(activity, name) for name in Planned.__dataclass_fields__})


def _put(activity: Activity, said: Planned) -> Activity:
    for name in Planned.__dataclass_fields__:
        setattr(activity, name, getattr(said, name))
    activity.path = path_then(activity.unit, said.starts_at)
    activity.is_provisional = activity.series_id is not None and is_provisional(day_of(said.starts_at))
    activity.revision += 1
    activity.save()
    return activity


def _set(activity: Activity, state: ActivityState, reason: str = "") -> Activity:
    activity.state, activity.cancel_reason = state, reason
    activity.revision += 1
    activity.save(update_fields=["state", "cancel_reason", "is_apart", "revision"])
    return activity


def _locked(activity: Activity) -> Activity:
    rows = Activity.objects.select_for_update(of=("self",)).select_related("unit", "series")
    return rows.get(pk=activity.pk)


def _refuse_unless_planned(activity: Activity) -> None:
    if activity.state == ActivityState.CANCELLED:
        raise NotPlanned("这次活动已经取消。要改时间、地点，请先恢复。")
    if activity.state != ActivityState.PLANNED:
        raise NotPlanned("这次活动已经有记录，计划不能再改。要修改记录，请用“更正”。")
