from datetime import datetime

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.organisation.public import Unit, path_on
from huoshui.packs.loaded import pack

from ..models import Activity
from ..rules import KindNotForUnit, UnitNotOpen


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


def drafted(
    *, unit: Unit, kind: str, starts_at: datetime, title: str = "", place: str = "", minutes: int | None = None
) -> Activity:
    """The row of an activity still to be held, unsaved."""
    declared = pack().activity_kinds.get(kind)
    if declared is None or unit.kind not in declared.unit_kinds:
        raise KindNotForUnit("这个单位不开展这类活动，请另选类型。")
    return Activity(
        unit=unit,
        path=path_then(unit, starts_at),
        kind=kind,
        title=title,
        starts_at=starts_at,
        minutes=declared.minutes if minutes is None else minutes,
        place=place,
    )


def path_then(unit: Unit, starts_at: datetime) -> str:
    """The unit's path on the day. Raises UnitNotOpen."""
    try:
        return path_on(unit.pk, day_of(starts_at))
    except Unit.DoesNotExist:
        raise UnitNotOpen(f"{day_of(starts_at):%Y年%m月%d日}时还没有“{unit.name}”，或已撤销。请核对日期。") from None
