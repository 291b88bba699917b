"""What the rows of an activity call for in facts. Recording, correction, withdrawal and reconciliation all ask here."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huoshui.ledger.kinds import Code, FactKind, Flag, Int, Person, declare
from huoshui.ledger.recording import NewFact

from .enums import Presence
from .models import Activity, Attendance

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
declare(ACTIVITY_RECORDED, ATTENDANCE_CONFIRMED)


def wanted(
    activity: Activity, roster: Sequence[Attendance], further: Sequence[datetime], keys: dict[int, UUID]
) -> list[NewFact]:
    """The facts of a recorded activity; none of a planned or withdrawn one.

    `further` are the times of the second sitting and on, `keys` the ledger keys by person id; an erased person has
    no key and calls for nothing.
    """
    if not activity.is_recorded:
        return []
    times = [activity.starts_at, *further]
    people = [_attended(activity, line, times, keys[line.person_id]) for line in roster if line.person_id in keys]
    return [_held(activity, roster, len(times)), *people]


def _held(activity: Activity, roster: Sequence[Attendance], sittings: int) -> NewFact:
    expected = [line for line in roster if not line.is_observer]
    return NewFact(
        ACTIVITY_RECORDED,
        unit=activity.unit_id,
        path=activity.path,
        subject=activity.subject,
        occurred_at=activity.starts_at,
        tags=activity.tag_codes,
        payload={
            "kind": activity.kind,
            "minutes": activity.minutes,
            "expected": len(expected),
            "present": sum(line.presence == Presence.PRESENT for line in expected),
            "on_leave": sum(line.presence == Presence.ON_LEAVE for line in expected),
            "guests": activity.guests,
            "sittings": sittings,
            "late": activity.is_late,
        },
    )


def _attended(activity: Activity, line: Attendance, times: Sequence[datetime], key: UUID) -> NewFact:
    return NewFact(
        ATTENDANCE_CONFIRMED,
        unit=line.home_id,
        path=line.home_path,
        subject=activity.subject,
        occurred_at=times[line.sitting_number - 1],
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
