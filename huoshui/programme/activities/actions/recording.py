"""Recording, correcting and withdrawing: rows and facts in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huoshui.ledger.models import Source
from huoshui.ledger.recording import Stamp
from huoshui.organisation.public import Unit

from ..enums import ActivityState
from ..models import Activity, Correction
from ..queries import recorded_under
from ..rules import AlreadyRecorded, ChangedMeanwhile, FormUsedElsewhere, NotRecorded
from .checks import check, refuse_if_recorded
from .holding import settle_joinings, write_joinings
from .makeups import drop_void_make_ups
from .planning import drafted, path_then
from .told import Entry, Told
from .writing import clear_rows, homes_for, settle_nothing, settle_rows, write_facts, write_rows

USED_ELSEWHERE = "这张页面已经用来记过另一次活动，请返回后重新打开再填。"


def record_activity(*, activity: Activity, told: Told, by: UUID | None, at: datetime, source: Source) -> Activity:
    """Record a planned activity. Told twice with one submission: recorded once.

    Raises AlreadyRecorded, FormUsedElsewhere, and what `check` raises.
    """
    with transaction.atomic():
        held = _locked(activity)
        if held.submission == told.submission:
            return held
        if held.state != ActivityState.PLANNED:
            raise AlreadyRecorded("这次活动已经有人记录过了。请打开查看；要修改请用“更正”。")
        if recorded_under(told.submission):
            raise FormUsedElsewhere(USED_ELSEWHERE)
        held.path = path_then(held.unit, told.starts_at)
        _record([Entry(held, told, Stamp(by, at, source))])
        return held


def record_unplanned(*, unit: Unit, kind: str, told: Told, by: UUID | None, at: datetime, source: Source) -> Activity:
    """Record an activity that was on no plan. Told twice with one submission: recorded once.

    Raises FormUsedElsewhere, RecordedBefore when somebody has recorded the same kind at the same time, and what
    `check` raises.
    """
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)  # the same form sent at the same moment waits here
        if known := _known(unit, kind, told):
            return known
        refuse_if_recorded(unit, kind, told.starts_at)
        activity = drafted(unit=unit, kind=kind, starts_at=told.starts_at)
        _record([Entry(activity, told, Stamp(by, at, source))])
        return activity


def record_many(entries: Sequence[Entry]) -> list[Activity]:
    """`record_activity` in bulk, all or none, for activities nobody else can be recording at the same time."""
    with transaction.atomic():
        _record(entries)
        return [entry.activity for entry in entries]


def correct_activity(
    *, activity: Activity, told: Told, revision: int, by: UUID | None, at: datetime, source: Source
) -> Activity:
    """Put another content in place of the recorded one; what changed is reversed and recorded anew.

    `revision` is the one the editor saw. Raises ChangedMeanwhile, NotRecorded, and what `check` raises.
    """
    with transaction.atomic():
        held = _locked(activity)
        if held.corrected_under == told.submission:
            return held
        _refuse_unless_current(held, revision)
        entry = Entry(held, told, Stamp(by, at, source))
        check(entry)
        held.path = path_then(held.unit, told.starts_at)
        clear_rows(held)
        write_rows([entry], homes_for([entry]), first_time=False)
        settle_joinings(entry)
        drop_void_make_ups(held)
        settle_rows(held, entry.stamp)
        Correction.objects.create(activity=held, at=at, by=by)
        return held


def withdraw_activity(*, activity: Activity, revision: int, by: UUID | None, at: datetime, source: Source) -> Activity:
    """Take a record back: it stays to be seen, and counts nowhere. Withdrawing twice is no error.

    Raises ChangedMeanwhile, NotRecorded.
    """
    with transaction.atomic():
        held = _locked(activity)
        if held.state == ActivityState.WITHDRAWN:
            return held
        _refuse_unless_current(held, revision)
        held.state = ActivityState.WITHDRAWN
        held.revision += 1
        held.save(update_fields=["state", "revision"])
        settle_nothing(held, Stamp(by, at, source))
        return held


def _record(entries: Sequence[Entry]) -> None:
    for entry in entries:
        check(entry)
    written = write_rows(entries, homes_for(entries), first_time=True)
    write_facts(entries, write_joinings(entries, written))


def _known(unit: Unit, kind: str, told: Told) -> Activity | None:
    """What the same form recorded before. Raises FormUsedElsewhere."""
    known = recorded_under(told.submission)
    if known and (known.unit_id, known.kind) != (unit.pk, kind):
        raise FormUsedElsewhere(USED_ELSEWHERE)
    return known


def _locked(activity: Activity) -> Activity:
    return Activity.objects.select_for_update(of=("self",)).select_related("unit").get(pk=activity.pk)


def _refuse_unless_current(activity: Activity, revision: int) -> None:
    if activity.state != ActivityState.RECORDED:
        raise NotRecorded("这次活动没有可以修改的记录，可能已被撤回。请返回查看。")
    if activity.revision != revision:
        raise ChangedMeanwhile("您打开之后，这条记录已被别人更正。请重新打开，看过新内容再改。")
