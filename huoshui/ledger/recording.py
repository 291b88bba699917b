"""Recording and correcting facts. Nothing here opens a transaction: the action that changes the rows does."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from .checking import NewFact, Stamp, checked, negative
from .errors import AlreadyReversed, OutsideTransaction, WrongSubject
from .models import Fact, Pending, Source

__all__ = ["NewFact", "Settled", "Source", "Stamp", "net_facts", "record", "record_stamped", "reverse", "settle"]

BATCH = 2000


@dataclass(frozen=True)
class Settled:
    recorded: list[Fact]
    reversed: list[Fact]


def record(facts: Sequence[NewFact], *, by: UUID | None, at: datetime, source: Source) -> list[Fact]:
    """Write facts, all or none, inside the caller's transaction.

    `by` is the actor's person key, `at` the moment of entry. Raises OutsideTransaction, UnknownKind, MissingUnit,
    WrongPerson, WrongPayload, WrongMoment, WrongSubject, WrongTag, WrongSource.
    """
    stamp = Stamp(by, at, source)
    return record_stamped((new, stamp) for new in facts)


def record_stamped(facts: Iterable[tuple[NewFact, Stamp]]) -> list[Fact]:
    """`record` for many entries at once, each with its own stamp."""
    return _write([checked(new, stamp) for new, stamp in facts])


def reverse(facts: Sequence[Fact], *, by: UUID | None, at: datetime, source: Source) -> list[Fact]:
    """Answer each fact by its negative: same unit, month, person and tags. Raises AlreadyReversed."""
    ids = [fact.pk for fact in facts]
    again = len(set(ids)) < len(ids) or any(fact.reverses_id for fact in facts)
    if again or Fact.objects.filter(reverses__in=ids).exists():
        raise AlreadyReversed(f"among facts {ids}")
    stamp = Stamp(by, at, source)
    return _write([negative(fact, stamp) for fact in facts])


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
    new = {subject: [_of(subject, checked(fact, stamp)) for fact in facts] for subject, facts in wanted.items()}
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
    return content(checked(new, Stamp(None, new.occurred_at, Source.JOB)))


def _of(subject: str, fact: Fact) -> Fact:
    if fact.subject != subject:
        raise WrongSubject(f"{fact.kind} of {fact.subject} cannot be settled under {subject}")
    return fact


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
    Pending.objects.bulk_create([Pending(fact_id=fact.pk) for fact in facts], batch_size=BATCH)
    return facts
