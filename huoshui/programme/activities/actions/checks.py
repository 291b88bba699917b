"""What a record must satisfy before anything is written."""

from datetime import datetime

from huoshui.base.clock import day_of
from huoshui.organisation.public import Unit

from ..enums import Presence
from ..models import Activity
from ..rules import NobodyCame, NotYetHeld, RecordedBefore, SittingMissing, SittingTooEarly, TwiceOnRoster
from .told import Entry


def check(entry: Entry) -> None:
    """Raises NotYetHeld, NobodyCame, TwiceOnRoster, SittingMissing, SittingTooEarly."""
    told = entry.told
    times = [told.starts_at, *(sitting.starts_at for sitting in told.sittings)]
    if max(day_of(time) for time in times) > day_of(entry.stamp.at):
        raise NotYetHeld("活动日期还没到，到了当天再来记录。")
    if min(times) < told.starts_at:
        raise SittingTooEarly("后面的批次不能早于第一批，请核对各批的日期和时间。")
    if not told.guests and not any(line.presence == Presence.PRESENT for line in told.roster):
        raise NobodyCame("没有一个人到会。请核对名册，或填写到会的人、群众参加人数；没有开展的活动不用记录。")
    people = [line.person_id for line in told.roster]
    if len(set(people)) < len(people):
        raise TwiceOnRoster("名册上有人出现了两次。分批参加的，每人只选一批。")
    if any(not 1 <= line.sitting <= len(times) for line in told.roster):
        raise SittingMissing("有人被安排在没有的批次里，请重新选择批次。")


def refuse_if_recorded(unit: Unit, kind: str, starts_at: datetime) -> None:
    """Two people telling of one meeting must not make two. The caller holds the unit. Raises RecordedBefore."""
    if Activity.objects.recorded().filter(unit=unit, kind=kind, starts_at=starts_at).exists():
        raise RecordedBefore("这个时间的这类活动已经有人记录过了，请先搜索查看。如果确实是另一次，请改一下时间。")
