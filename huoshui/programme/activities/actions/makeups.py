"""Make-ups: recorded for one or several at once, corrected, taken back. The roster's own line stays as it was."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import Stamp
from huoshui.packs.loaded import pack

from ..models import Activity, MakeUp
from ..queries import missing_from
from ..rules import (
    ChangedMeanwhile,
    FormUsedElsewhere,
    MadeUpAlready,
    MakeUpTooEarly,
    MakeUpWithdrawn,
    NotMissing,
    NotRecorded,
    NotYetHeld,
    is_late,
)
from .writing import homes_of, settle_rows

NOT_RECORDED = "这次活动的记录已被撤回，不用再补课。"


@dataclass(frozen=True)
class MadeUp:
    """What is told of a make-up."""

    held_on: date
    minutes: int
    how: str = ""
    submission: UUID = field(default_factory=uuid4)


def record_make_ups(
    *, activity: Activity, people: Collection[int], told: MadeUp, by: UUID | None, at: datetime, source: Source
) -> list[MakeUp]:
    """For each of these people; the same form twice records once.

    Raises NotRecorded, NotMissing, MadeUpAlready, MakeUpTooEarly, NotYetHeld, UnknownAttendee, FormUsedElsewhere.
    """
    with transaction.atomic():
        held = _locked(activity.pk)
        if known := list(MakeUp.objects.filter(submission=told.submission).order_by("pk")):
            return _same(known, held)
        _check_people(held, people)
        _check_day(held, told.held_on, at)
        rows = MakeUp.objects.bulk_create(_rows(held, sorted(set(people)), told, at))
        settle_rows(held, Stamp(by, at, source))
        return rows


def correct_make_up(
    *, make_up: MakeUp, told: MadeUp, revision: int, by: UUID | None, at: datetime, source: Source
) -> MakeUp:
    """Raises NotRecorded, MakeUpWithdrawn, ChangedMeanwhile, MakeUpTooEarly, NotYetHeld, UnknownAttendee."""
    with transaction.atomic():
        activity, held = _locked(make_up.activity_id), MakeUp.objects.get(pk=make_up.pk)
        if held.is_withdrawn:
            raise MakeUpWithdrawn("这次补课已被撤回，没有可以更正的。请返回查看。")
        if held.revision != revision:
            raise ChangedMeanwhile("您打开之后，这次补课已被别人改过。请重新打开，看过新内容再改。")
        _check_day(activity, told.held_on, at)
        held.held_on, held.minutes, held.how = told.held_on, told.minutes, told.how
        held.home_id, held.home_path = homes_of({(held.person_id, told.held_on)})[held.person_id, told.held_on]
        held.is_late = _late(told.held_on, held.recorded_at)
        _save(held, activity, Stamp(by, at, source))
        return held


def withdraw_make_ups(*, make_ups: Sequence[MakeUp], by: UUID | None, at: datetime, source: Source) -> None:
    """Take back make-ups of one activity; they count nowhere. Twice is no error."""
    _set_withdrawn(make_ups, True, Stamp(by, at, source))


def restore_make_up(*, make_up: MakeUp, by: UUID | None, at: datetime, source: Source) -> None:
    """As it was before it was taken back. Raises MadeUpAlready, NotMissing, NotRecorded."""
    with transaction.atomic():
        activity = _locked(make_up.activity_id)
        if MakeUp.objects.get(pk=make_up.pk).is_withdrawn:
            _check_people(activity, [make_up.person_id])
        _set_withdrawn([make_up], False, Stamp(by, at, source))


def drop_void_make_ups(activity: Activity) -> None:
    """After a correction: whoever came after all has made up for nothing. The caller settles."""
    missed = {line.person_id for line in missing_from(activity)}
    gone = MakeUp.objects.filter(activity=activity, is_withdrawn=False).exclude(person__in=missed)
    gone.update(is_withdrawn=True)


def _set_withdrawn(make_ups: Sequence[MakeUp], is_withdrawn: bool, stamp: Stamp) -> None:
    with transaction.atomic():
        for activity_id in sorted({make_up.activity_id for make_up in make_ups}):
            activity = _locked(activity_id)
            ids = [make_up.pk for make_up in make_ups if make_up.activity_id == activity_id]
            MakeUp.objects.filter(pk__in=ids).update(is_withdrawn=is_withdrawn)
            settle_rows(activity, stamp)


def _locked(activity_id: int) -> Activity:
    """Make-ups hang on the roster, so that its activity's row is their lock. Raises nothing for one withdrawn."""
    return Activity.objects.select_for_update().get(pk=activity_id)


def _same(known: list[MakeUp], activity: Activity) -> list[MakeUp]:
    if known[0].activity_id != activity.pk:
        raise FormUsedElsewhere("这张页面已经用来记过另一次补课，请返回后重新打开再填。")
    return known


def _check_people(activity: Activity, people: Collection[int]) -> None:
    if not activity.is_recorded:
        raise NotRecorded(NOT_RECORDED)
    if not people or not set(people) <= {line.person_id for line in missing_from(activity)}:
        raise NotMissing("请在缺席、请假的人里选择补了课的人；名册可能刚被更正，请核对后再保存。")
    if MakeUp.objects.filter(activity=activity, person__in=people, is_withdrawn=False).exists():
        raise MadeUpAlready("所选的人里有人已经记过补课，每人只记一次。请核对后再保存。")


def _check_day(activity: Activity, held_on: date, at: datetime) -> None:
    if not activity.is_recorded:
        raise NotRecorded(NOT_RECORDED)
    if held_on < day_of(activity.starts_at):
        raise MakeUpTooEarly("补课不能早于活动当天，请核对日期。")
    if held_on > day_of(at):
        raise NotYetHeld("补课的日期还没到，补完以后再来记。")


def _rows(activity: Activity, people: Sequence[int], told: MadeUp, at: datetime) -> list[MakeUp]:
    homes = homes_of({(person, told.held_on) for person in people})
    return [
        MakeUp(
            activity=activity,
            person_id=person,
            home_id=homes[person, told.held_on][0],
            home_path=homes[person, told.held_on][1],
            held_on=told.held_on,
            minutes=told.minutes,
            how=told.how,
            recorded_at=at,
            is_late=_late(told.held_on, at),
            submission=told.submission,
        )
        for person in people
    ]


def _late(held_on: date, entered_at: datetime) -> bool:
    return is_late(held_on, day_of(entered_at), pack().late_after_days)


def _save(make_up: MakeUp, activity: Activity, stamp: Stamp) -> None:
    make_up.revision += 1
    make_up.save()
    settle_rows(activity, stamp)
