"""What the rows of an activity call for in facts. Recording, correction, withdrawal and reconciliation all ask here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huoshui.base.clock import at_time
from huoshui.ledger.kinds import Code, FactKind, Flag, Int, Person, declare
from huoshui.ledger.recording import NewFact

from .enums import Presence
from .models import Activity, AgendaItem, Attendance, Joining, MakeUp, MonthlyFocus

MIDDAY = 12

ACTIVITY_RECORDED = FactKind(
    "activities.activity.recorded",
    "活动",
    payload={
        "kind": Code(),
        "minutes": Int(),
        "expected": Int(),
        "present": Int(),
        "on_leave": Int(),
        "guests": Int(),
        "sittings": Int(least=1),
        "late": Flag(),
    },
)
ACTIVITY_JOINED = FactKind(
    "activities.activity.joined",
    "联合开展",
    payload={
        "kind": Code(),
        "minutes": Int(),
        "expected": Int(),
        "present": Int(),
        "on_leave": Int(),
        "late": Flag(),
    },
)
ATTENDANCE_CONFIRMED = FactKind(
    "activities.attendance.confirmed",
    "到会",
    person=Person.REQUIRED,
    payload={
        "kind": Code(),
        "minutes": Int(),
        "state": Code(tuple(Presence.values)),
        "observer": Flag(),
        "late": Flag(),
    },
)
MAKE_UP_HELD = FactKind(
    "activities.makeup.held",
    "补课",
    person=Person.REQUIRED,
    payload={"kind": Code(), "minutes": Int(least=1), "state": Code((str(Presence.PRESENT),)), "late": Flag()},
)
RESOLUTIONS_PASSED = FactKind(
    "activities.resolutions.passed", "形成决议", payload={"kind": Code(), "resolutions": Int(least=1)}
)
PEOPLE_REACHED = FactKind(
    "activities.people.reached", "慰问、帮扶、谈话", payload={"kind": Code(), "people": Int(least=1)}
)
FOCUS_ISSUED = FactKind(
    "activities.focus.issued", "下发月度学习重点", payload={"by": Code(), "document": Flag(), "file": Flag()}
)
declare(FOCUS_ISSUED)
declare(ACTIVITY_RECORDED, ACTIVITY_JOINED, ATTENDANCE_CONFIRMED, MAKE_UP_HELD, RESOLUTIONS_PASSED, PEOPLE_REACHED)

Wanted = dict[str, list[NewFact]]


@dataclass(frozen=True)
class Rows:
    """The rows of an activity. `further` are the times of the second sitting and on, `roster` everybody's lines."""

    activity: Activity
    roster: Sequence[Attendance]
    further: Sequence[datetime] = ()
    agenda: Sequence[AgendaItem] = ()
    joinings: Sequence[Joining] = ()
    make_ups: Sequence[MakeUp] = ()
    times: Sequence[datetime] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "times", [self.activity.starts_at, *self.further])


def wanted(rows: Rows, keys: Mapping[int, UUID]) -> Wanted:
    """By subject: the activity's own facts, those of each unit that joined it, and of each make-up; none where they
    do not hold, as of a planned or withdrawn activity.

    `keys` are the ledger keys by person id; an erased person has no key and calls for nothing.
    """
    facts = {rows.activity.subject: _of_activity(rows, keys)}
    facts |= {joining.subject: _of_joining(rows, joining, keys) for joining in rows.joinings}
    return facts | {make_up.subject: _of_make_up(rows.activity, make_up, keys) for make_up in rows.make_ups}


def _of_activity(rows: Rows, keys: Mapping[int, UUID]) -> list[NewFact]:
    if not rows.activity.is_recorded:
        return []
    own = [line for line in rows.roster if line.joining_id is None]
    return [_held(rows, own), *_counted(rows), *_attended(rows, own, rows.activity.subject, keys)]


def _of_joining(rows: Rows, joining: Joining, keys: Mapping[int, UUID]) -> list[NewFact]:
    if not (rows.activity.is_recorded and joining.is_joined):
        return []
    theirs = [line for line in rows.roster if line.joining_id == joining.pk]
    return [_joined(rows, joining, theirs), *_attended(rows, theirs, joining.subject, keys)]


def _of_make_up(activity: Activity, make_up: MakeUp, keys: Mapping[int, UUID]) -> list[NewFact]:
    if not activity.is_recorded or make_up.is_withdrawn or make_up.person_id not in keys:
        return []
    said = {"minutes": make_up.minutes, "state": Presence.PRESENT, "late": make_up.is_late}
    return [
        NewFact(
            MAKE_UP_HELD,
            unit=make_up.home_id,
            path=make_up.home_path,
            subject=make_up.subject,
            occurred_at=at_time(make_up.held_on, MIDDAY),
            person=keys[make_up.person_id],
            tags=activity.tag_codes,
            payload={"kind": activity.kind, **said},
        )
    ]


def _held(rows: Rows, own: Sequence[Attendance]) -> NewFact:
    more = {"guests": rows.activity.guests, "sittings": len(rows.times)}
    return _about(rows, ACTIVITY_RECORDED, _came(rows, own) | more)


def _joined(rows: Rows, joining: Joining, theirs: Sequence[Attendance]) -> NewFact:
    return NewFact(
        ACTIVITY_JOINED,
        unit=joining.unit_id,
        path=joining.path,
        subject=joining.subject,
        occurred_at=rows.activity.starts_at,
        tags=rows.activity.tag_codes,
        payload=_came(rows, theirs),
    )


def _counted(rows: Rows) -> list[NewFact]:
    """What only some activities have."""
    kind, passed = {"kind": rows.activity.kind}, sum(bool(item.resolution) for item in rows.agenda)
    facts = [_about(rows, RESOLUTIONS_PASSED, kind | {"resolutions": passed})] if passed else []
    reached = rows.activity.reached
    return facts + ([_about(rows, PEOPLE_REACHED, kind | {"people": reached})] if reached else [])


def _about(rows: Rows, kind: FactKind, payload: Mapping[str, Any]) -> NewFact:
    activity = rows.activity
    return NewFact(
        kind,
        unit=activity.unit_id,
        path=activity.path,
        subject=activity.subject,
        occurred_at=activity.starts_at,
        tags=activity.tag_codes,
        payload=payload,
    )


def _came(rows: Rows, lines: Sequence[Attendance]) -> dict[str, Any]:
    expected = [line for line in lines if not line.is_observer]
    return {
        "kind": rows.activity.kind,
        "minutes": rows.activity.minutes,
        "expected": len(expected),
        "present": sum(line.presence == Presence.PRESENT for line in expected),
        "on_leave": sum(line.presence == Presence.ON_LEAVE for line in expected),
        "late": rows.activity.is_late,
    }


def _attended(rows: Rows, lines: Sequence[Attendance], subject: str, keys: Mapping[int, UUID]) -> list[NewFact]:
    return [_one(rows, line, subject, keys[line.person_id]) for line in lines if line.person_id in keys]


def _one(rows: Rows, line: Attendance, subject: str, key: UUID) -> NewFact:
    activity = rows.activity
    return NewFact(
        ATTENDANCE_CONFIRMED,
        unit=line.home_id,
        path=line.home_path,
        subject=subject,
        occurred_at=rows.times[line.sitting_number - 1],
        person=key,
        tags=activity.tag_codes,
        payload={
            "kind": activity.kind,
            "minutes": activity.minutes,
            "state": line.presence,
            "observer": line.is_observer,
            "late": activity.is_late,
        },
    )


def focus_wanted(focus: MonthlyFocus) -> list[NewFact]:
    """A focus counts in the month it is for, whenever it was issued; one taken back counts nowhere."""
    if not focus.is_issued:
        return []
    return [
        NewFact(
            FOCUS_ISSUED,
            unit=focus.unit_id,
            path=focus.path,
            subject=focus.subject,
            occurred_at=month_begins(focus.month),
            payload={"by": focus.unit.kind, "document": bool(focus.document_number), "file": bool(focus.file_key)},
        )
    ]


def month_begins(month: int) -> datetime:
    """The first moment of a month written as YYYYMM."""
    return at_time(date(month // 100, month % 100, 1), 0)
