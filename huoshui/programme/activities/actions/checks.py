"""What a record must satisfy before anything is written."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from huoshui.base.clock import day_of
from huoshui.organisation.public import Unit

from ..enums import JoiningState, Presence
from ..models import Activity, Attendance
from ..queries import units_that_may_join, with_a_vote
from ..rules import (
    NobodyCame,
    NotACoHolder,
    NothingMayBeWritten,
    NotYetHeld,
    RecordedBefore,
    ResolutionWithoutItem,
    SittingMissing,
    SittingTooEarly,
    TooManyVotes,
    TwiceOnRoster,
)
from .told import Entry, Line


def check(entry: Entry) -> None:
    """Raises NotYetHeld, NobodyCame, TwiceOnRoster, SittingMissing, SittingTooEarly, NothingMayBeWritten,
    NotACoHolder, ResolutionWithoutItem, TooManyVotes."""
    told = entry.told
    times = [told.starts_at, *(sitting.starts_at for sitting in told.sittings)]
    if max(day_of(time) for time in times) > day_of(entry.stamp.at):
        raise NotYetHeld("活动日期还没到，到了当天再来记录。")
    if min(times) < told.starts_at:
        raise SittingTooEarly("后面的批次不能早于第一批，请核对各批的日期和时间。")
    if not (told.guests or told.reached or any(line.presence == Presence.PRESENT for line in told.roster)):
        raise NobodyCame("没有一个人到会。请核对名册，或填写到会的人、群众参加人数；没有开展的活动不用记录。")
    _check_once(entry)
    check_sittings(told.roster, len(times))
    _check_written(entry)
    _check_joint(entry)
    _check_resolutions(entry)


def check_sittings(roster: Iterable[Line], sittings: int) -> None:
    if any(not 1 <= line.sitting <= sittings for line in roster):
        raise SittingMissing("有人被安排在没有的批次里，请重新选择批次。")


def refuse_if_recorded(unit: Unit, kind: str, starts_at: datetime) -> None:
    """Two people telling of one meeting must not make two. The caller holds the unit. Raises RecordedBefore."""
    if Activity.objects.recorded().filter(unit=unit, kind=kind, starts_at=starts_at).exists():
        raise RecordedBefore("这个时间的这类活动已经有人记录过了，请先搜索查看。如果确实是另一次，请改一下时间。")


def _check_once(entry: Entry) -> None:
    people = [line.person_id for line in entry.told.roster]
    if len(set(people)) < len(people):
        raise TwiceOnRoster("名册上有人出现了两次。分批参加的，每人只选一批。")
    if entry.activity.pk and _on_another_roster(entry, people):
        raise TwiceOnRoster("列席的人里有人已在联合单位的名册上，每人只算一次，请从列席里去掉。", field="observers")


def _on_another_roster(entry: Entry, people: Sequence[int]) -> bool:
    theirs = Attendance.objects.filter(activity=entry.activity, joining__unit__in=entry.told.joint)
    return theirs.exclude(joining__state=JoiningState.REMOVED).filter(person__in=people).exists()


def _check_written(entry: Entry) -> None:
    told = entry.told
    if not entry.kind.content and (told.proceedings or told.resolutions or entry.items or told.title):
        raise NothingMayBeWritten("这类谈话只记开展了，不记谈了什么。请去掉主题、议题和记录。")
    if told.reached and not entry.kind.counts:
        raise NothingMayBeWritten("这类活动不登记这个人数，请去掉。")


def _check_joint(entry: Entry) -> None:
    named = entry.told.joint
    if not named:
        return
    allowed = units_that_may_join(entry.activity.unit, entry.kind, entry.day)
    if len(set(named)) < len(named) or allowed.filter(pk__in=named).count() < len(named):
        raise NotACoHolder("联合单位里有的当天不存在、不开展这类活动，或写了两次。请核对后再保存。")


def _check_resolutions(entry: Entry) -> None:
    resolutions, items = entry.told.resolutions, len(entry.items)
    if any(not 1 <= number <= items for number in resolutions):
        raise ResolutionWithoutItem("有一项决议没有对应的议题。请先写议题，再写决议。", field="agenda")
    cast = {number: sum(told.votes) for number, told in resolutions.items() if told.votes}
    if not cast:
        return
    there = [line.person_id for line in entry.told.roster if line.presence == Presence.PRESENT and not line.is_observer]
    voting = len(with_a_vote(entry.kind, there, entry.day))
    for number, votes in cast.items():
        if votes > voting:
            words = f"第 {number} 项表决共 {votes} 票，到会有表决权的只有 {voting} 人。请核对票数或名册。"
            raise TooManyVotes(words, field=f"for_{number}")
