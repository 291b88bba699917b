"""Kinds, units and facts the ledger's tests speak of. A small tree: city 1, counties 11 and 12, outlets 111 and 121."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huoshui.ledger.kinds import Code, Day, FactKind, Flag, Int, Person
from huoshui.ledger.measures import Measure
from huoshui.ledger.models import Fact
from huoshui.ledger.recording import NewFact, Source, record, reverse
from huoshui.ledger.scope import Scope

SAYS = {"minutes": Int(), "state": Code(("present", "absent")), "late": Flag(), "until": Day()}
VISIT = FactKind("test.visit.made", "走访", Person.OPTIONAL, SAYS)
ATTENDED = FactKind("test.activity.attended", "参加", Person.REQUIRED, {"minutes": Int()})
OPENED = FactKind("test.unit.opened", "设立")
CLOSED = FactKind("test.unit.closed", "撤销")
KINDS = (VISIT, ATTENDED, OPENED, CLOSED)

PATHS = {
    1: "000001",
    11: "000001000011",
    12: "000001000012",
    111: "000001000011000111",
    121: "000001000012000121",
}
CITY, COUNTY = Scope((PATHS[1],)), Scope((PATHS[11],))
ANNA, BAO, CHEN = (UUID(int=number) for number in (0xA, 0xB, 0xC))
MARCH, APRIL, NOON = (datetime(2021, *rest, tzinfo=UTC) for rest in ((3, 5), (4, 5), (5, 1, 4)))
ENTRY: dict[str, Any] = {"by": None, "at": NOON, "source": Source.SCREEN}

PRESENT = Measure((VISIT.code,), where=(("state", ("present",)),))
THEME_DAY = Measure((VISIT.code,), tags=("theme_day",))
BY_PERSON = Measure((ATTENDED.code,), of="minutes", per_person=True)


def visit(unit: int = 111, at: datetime = MARCH, *, number: int = 1, **other: Any) -> NewFact:
    payload = {"minutes": 60, "state": "present", "late": False, "until": None} | other.pop("says", {})
    return NewFact(
        VISIT, unit, other.pop("path", PATHS.get(unit, "")), f"test.visit:{number}", at, payload=payload, **other
    )


def attended(person: UUID, unit: int = 111, at: datetime = MARCH, *, minutes: int = 60, number: int = 1) -> NewFact:
    return NewFact(ATTENDED, unit, PATHS[unit], f"test.activity:{number}", at, person, payload={"minutes": minutes})


def opened(unit: int, at: datetime, kind: FactKind = OPENED) -> NewFact:
    return NewFact(kind, unit, PATHS[unit], f"test.unit:{unit}", at)


def keep(*facts: NewFact) -> list[Fact]:
    with transaction.atomic():
        return record(facts, **ENTRY)


def take_back(*facts: Fact) -> Sequence[Fact]:
    with transaction.atomic():
        return reverse(facts, **ENTRY)
