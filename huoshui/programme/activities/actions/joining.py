"""What a unit that holds an activity with others tells of itself: its own people, or that it did not take part.

Time, place and agenda are the organiser's; they are told once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import Stamp

from ..enums import JoiningState
from ..models import Activity, Attendance, Joining
from ..rules import ChangedMeanwhile, NotJoined, TwiceOnRoster
from .checks import check_sittings
from .told import Line
from .writing import attendances, homes_of, settle_rows

NOT_JOINED = "这次活动的联合单位里已经没有本单位，可能已被主办单位更正或撤回。请返回查看。"


def tell_roster(
    *,
    joining: Joining,
    roster: Sequence[Line],
    submission: UUID,
    revision: int,
    by: UUID | None,
    at: datetime,
    source: Source,
) -> Joining:
    """Put the unit's own people on the joint activity. The same form twice writes once.

    Raises NotJoined, ChangedMeanwhile, TwiceOnRoster, SittingMissing, UnknownAttendee.
    """
    with transaction.atomic():
        held, activity = _locked(joining)
        if held.submission == submission:
            return held
        _refuse_unless_current(held, activity, revision)
        if not held.is_joined:
            raise NotJoined(NOT_JOINED)
        _check(activity, held, roster)
        held.lines.all().delete()
        homes = homes_of({(line.person_id, day_of(activity.starts_at)) for line in roster})
        Attendance.objects.bulk_create(attendances(activity, roster, homes, held))
        held.told_at, held.submission = at, submission
        _save(held, activity, Stamp(by, at, source))
        return held


def decline_joining(*, joining: Joining, by: UUID | None, at: datetime, source: Source) -> Joining:
    """The unit did not take part: what counted for it is taken back. Twice is no error. Raises NotJoined."""
    return _become(joining, JoiningState.DECLINED, Stamp(by, at, source))


def take_back_declining(*, joining: Joining, by: UUID | None, at: datetime, source: Source) -> Joining:
    """It did take part after all; the roster it had told is there again. Raises NotJoined."""
    return _become(joining, JoiningState.JOINED, Stamp(by, at, source))


def _become(joining: Joining, state: JoiningState, stamp: Stamp) -> Joining:
    with transaction.atomic():
        held, activity = _locked(joining)
        if held.state == JoiningState.REMOVED or not activity.is_recorded:
            raise NotJoined(NOT_JOINED)
        if held.state != state:
            held.state = state
            _save(held, activity, stamp)
        return held


def _save(joining: Joining, activity: Activity, stamp: Stamp) -> None:
    joining.revision += 1
    joining.save()
    settle_rows(activity, stamp)


def _locked(joining: Joining) -> tuple[Joining, Activity]:
    """The activity's row is the one lock of all who write about it."""
    activity = Activity.objects.select_for_update().get(pk=joining.activity_id)
    return Joining.objects.select_related("unit").get(pk=joining.pk), activity


def _refuse_unless_current(joining: Joining, activity: Activity, revision: int) -> None:
    if not activity.is_recorded:
        raise NotJoined(NOT_JOINED)
    if joining.revision != revision:
        raise ChangedMeanwhile("您打开之后，本单位的名册已被别人改过。请重新打开，看过新内容再改。")


def _check(activity: Activity, joining: Joining, roster: Sequence[Line]) -> None:
    check_sittings(roster, activity.sittings.count() + 1)
    people = [line.person_id for line in roster]
    others = Attendance.objects.filter(activity=activity, person__in=people).exclude(joining=joining)
    if len(set(people)) < len(people) or others.exists():
        raise TwiceOnRoster("名册上有人已经在主办单位或另一个联合单位的名册上。每人只算一次，请去掉后再保存。")
