"""A record in words: names and values, rosters as lines. Who may see what is decided by the view."""

from collections.abc import Collection, Iterable, Mapping

from huoshui.organisation.public import Person
from huoshui.packs.loaded import pack

from ..enums import Presence
from ..models import Activity, Attendance, Joining, MakeUp, Sitting
from ..queries import Turnout, VotesThere, turnout
from .days import written

Item = tuple[str, object]


def head_of(activity: Activity) -> list[Item]:
    """What is empty is left out by the page."""
    said: list[Item] = [
        ("类型", activity.kind_label),
        ("时间", written(activity.starts_at)),
        ("时长", f"{activity.minutes} 分钟"),
        ("地点", activity.place),
        ("主持人", _name(activity.chair)),
        ("记录人", _name(activity.recorder)),
        ("合作方", activity.partner),
        ("计入", "、".join(tag.label for tag in pack().tags.values() if tag.code in activity.tag_codes)),
    ]
    return said + [(str(sitting), _sitting(sitting)) for sitting in activity.sittings.all()]


def turnout_of(activity: Activity, joining: Joining | None = None, *, with_reasons: bool) -> list[Item]:
    count = turnout(activity, joining)
    of_leave = f"（{_reasons(count)}）" if with_reasons and count.reasons else ""
    return [
        ("应到", f"{count.expected} 人"),
        ("实到", f"{count.present} 人"),
        ("请假", f"{count.on_leave} 人{of_leave}" if count.on_leave else ""),
        ("缺席", f"{count.absent} 人" if count.absent else ""),
        ("列席", f"{count.observers} 人" if count.observers else ""),
    ]


def others_of(activity: Activity) -> list[Item]:
    """Those who stand on no roster: guests, and whom it was done for."""
    kind = pack().activity_kinds[activity.kind]
    guests, reached = activity.guests, activity.reached
    return [
        ("群众参加", f"{guests} 人" if guests else ""),
        (kind.counts or "", f"{reached} 人" if reached else ""),
    ]


def came_of(activity: Activity, joining: Joining | None = None) -> str:
    """All that another unit is told."""
    return f"到会 {turnout(activity, joining).present} 人"


def quorum_words(votes: VotesThere) -> str:
    verdict = "过半数" if votes.is_reached else f"未过半数，少 {votes.needed - votes.present} 人"
    return f"有表决权 {votes.expected} 人，到会 {votes.present} 人，{verdict}"


def roster_lines(lines: Iterable[Attendance], make_ups: Mapping[int, MakeUp]) -> list[str]:
    return [_line(line, make_ups.get(line.person_id)) for line in lines]


def made_up_words(make_up: MakeUp) -> str:
    day = make_up.held_on
    said = [f"{day.year}年{day.month}月{day.day}日", f"{make_up.minutes} 分钟", make_up.how]
    return "，".join(filter(None, said))


def _line(line: Attendance, make_up: MakeUp | None) -> str:
    """A name as the roster shows it."""
    said = [line.person.name or "（已删除）"]
    if line.is_observer:
        said.append("列席")
    if line.presence != Presence.PRESENT:
        reason = pack().leave_reasons.get(line.leave_reason, "")
        mended = " → 已补课" if make_up else ""
        said.append(f"{Presence(line.presence).label}{f'（{reason}）' if reason else ''}{mended}")
    if line.sitting_number > 1:
        said.append(f"第{line.sitting_number}批")
    return "　".join(said)


def _reasons(count: Turnout) -> str:
    known: Collection[tuple[str, str]] = pack().leave_reasons.items()
    return "、".join(f"{label}{count.reasons[code]}人" for code, label in known if count.reasons[code])


def _name(person: Person | None) -> str:
    return person.name if person and not person.erased_at else ""


def _sitting(sitting: Sitting) -> str:
    return f"{written(sitting.starts_at)}{f'，{sitting.place}' if sitting.place else ''}"
