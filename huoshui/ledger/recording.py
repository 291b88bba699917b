"""Recording and correcting facts. Nothing here opens a transaction: the action that changes the rows does."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from huoshui.base.clock import month_of

from .canonical import VERSION, canonical_payload
from .errors import AlreadyReversed, MissingUnit, OutsideTransaction, WrongMoment, WrongPayload, WrongPerson
from .kinds import FactKind, Person, kind_named
from .models import Fact, Pending, Source

BATCH = 2000


@dataclass(frozen=True)
class NewFact:
    """A fact about to be recorded. `unit` is the unit's id, `path` its path on the day it happened."""

    kind: FactKind | str
    unit: int
    path: str
    subject: str
    occurred_at: datetime
    person: UUID | None = None
    quantity: int = 1
    payload: Mapping[str, Any] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stamp:
    """Who entered a fact (person key), when, and from where."""

    by: UUID | None
    at: datetime
    source: Source


@dataclass(frozen=True)
class Settled:
    recorded: list[Fact]
    reversed: list[Fact]


def record(facts: Sequence[NewFact], *, by: UUID | None, at: datetime, source: Source) -> list[Fact]:
    """Write facts, all or none, inside the caller's transaction.

    `by` is the actor's person key, `at` the moment of entry. Raises OutsideTransaction, UnknownKind, MissingUnit,
    WrongPerson, WrongPayload, WrongMoment.
    """
    return record_stamped([(new, Stamp(by, at, source)) for new in facts])


def record_stamped(facts: Iterable[tuple[NewFact, Stamp]]) -> list[Fact]:
    """`record` for many entries at once, each with its own stamp."""
    return _write([_checked(new, stamp) for new, stamp in facts])


def reverse(facts: Sequence[Fact], *, by: UUID | None, at: datetime, source: Source) -> list[Fact]:
    """Answer each fact by its negative: same unit, month, person and tags. Raises AlreadyReversed."""
    ids = [fact.pk for fact in facts]
    if any(fact.reverses_id for fact in facts) or Fact.objects.filter(reverses__in=ids).exists():
        raise AlreadyReversed(f"among facts {ids}")
    return _write([_negative(fact, Stamp(by, at, source)) for fact in facts])


def settle(
    wanted: Mapping[str, Sequence[NewFact]],
    *,
    by: UUID | None,
    at: datetime,
    source: Source,
    erased: frozenset[UUID] = frozenset(),
) -> Settled:
    """Make the net facts of each subject equal to those wanted: reverse what no longer holds, record what is new.

    Recording, correcting and withdrawing are all this. The caller holds a lock on the rows behind the subjects.
    Facts about `erased` people, whom no row can call for any more, stay as they are.
    """
    stamp = Stamp(by, at, source)
    new = {subject: [_checked(fact, stamp) for fact in facts] for subject, facts in wanted.items()}
    held = net_facts(wanted)
    gone = [fact for subject in wanted for fact in _without(held.get(subject, []), new[subject])]
    gone = [fact for fact in gone if fact.person not in erased]
    added = [fact for subject in wanted for fact in _without(new[subject], held.get(subject, []))]
    reverse(gone, by=by, at=at, source=source)
    return Settled(recorded=_write(added), reversed=gone)


def net_facts(subjects: Iterable[str]) -> dict[str, list[Fact]]:
    """The facts that still hold, by subject, oldest first."""
    found: dict[str, list[Fact]] = defaultdict(list)
    names = list(subjects)
    for start in range(0, len(names), BATCH // 4):
        for fact in Fact.objects.net().filter(subject__in=names[start : start + BATCH // 4]).order_by("pk"):
            found[fact.subject].append(fact)
    return found


def content(fact: Fact) -> tuple[Any, ...]:
    """What two facts must share to say the same."""
    said = (fact.kind, fact.unit_id, fact.path, fact.person, fact.subject, fact.quantity)
    return (*said, fact.payload, fact.tags, fact.occurred_at)


def checked_content(new: NewFact) -> tuple[Any, ...]:
    """The content a new fact would have once written; raises what `record` raises."""
    return content(_checked(new, Stamp(None, new.occurred_at, Source.JOB)))


def _without(facts: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    spare = Counter(content(other) for other in others)
    left = []
    for fact in facts:
        if spare[content(fact)]:
            spare[content(fact)] -= 1
        else:
            left.append(fact)
    return left


def _write(facts: list[Fact]) -> list[Fact]:
    if not connection.in_atomic_block:
        raise OutsideTransaction("facts are recorded in the transaction of the rows they tell of")
    Fact.objects.bulk_create(facts, batch_size=BATCH)
    Pending.objects.bulk_create([Pending(fact=fact) for fact in facts], batch_size=BATCH)
    return facts


def _checked(new: NewFact, stamp: Stamp) -> Fact:
    kind = kind_named(new.kind if isinstance(new.kind, str) else new.kind.code)
    _check_place(kind, new)
    _check_person(kind, new)
    return Fact(
        version=VERSION,
        kind=kind.code,
        unit_id=new.unit,
        path=new.path,
        person=new.person,
        subject=new.subject,
        quantity=_whole(kind, new.quantity),
        payload=canonical_payload(kind.checked(new.payload)),
        tags="".join(f"|{tag}" for tag in sorted(new.tags)) + "|" * bool(new.tags),
        month=month_of(_moment(kind, new.occurred_at)),
        occurred_at=new.occurred_at.astimezone(UTC),
        recorded_at=_moment(kind, stamp.at),
        recorded_by=stamp.by,
        source=Source(stamp.source),
        salt=secrets.token_bytes(16),
    )


def _negative(fact: Fact, stamp: Stamp) -> Fact:
    same = ("version", "kind", "unit_id", "path", "person", "subject", "payload", "tags", "month", "occurred_at")
    return Fact(
        **{name: getattr(fact, name) for name in same},
        quantity=-fact.quantity,
        recorded_at=stamp.at,
        recorded_by=stamp.by,
        source=Source(stamp.source),
        reverses=fact,
        salt=secrets.token_bytes(16),
    )


def _check_place(kind: FactKind, new: NewFact) -> None:
    if type(new.unit) is not int or new.unit < 1 or not new.path or not new.path.isdigit():
        raise MissingUnit(f"{kind.code} {new.subject}: unit={new.unit!r}, path={new.path!r}")


def _check_person(kind: FactKind, new: NewFact) -> None:
    if new.person is not None and not isinstance(new.person, UUID):
        raise WrongPerson(f"{kind.code}: a person key is a UUID, not {type(new.person).__name__}")
    if (kind.person is Person.REQUIRED and not new.person) or (kind.person is Person.NONE and new.person):
        raise WrongPerson(f"{kind.code}: person is {kind.person.value}")


def _whole(kind: FactKind, quantity: Any) -> int:
    if type(quantity) is not int:
        raise WrongPayload(f"{kind.code}: quantity={quantity!r} is not a whole number")
    return quantity


def _moment(kind: FactKind, moment: datetime) -> datetime:
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise WrongMoment(f"{kind.code}: {moment!r} has no time zone")
    return moment
