"""Everything that must see each fact exactly once, in order: a consumer with a stored position.

The handler's effects and the new position commit together, so a fact is handled once even when the process dies.
A handler that fails keeps its place: the error is kept for the doctor, and the next run tries the same facts again.
"""

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from huoshui.base.locks import try_lock

from .models import ConsumerRow, Fact
from .sequencer import head

log = logging.getLogger(__name__)
BATCH = 500


@dataclass(frozen=True)
class Consumer:
    """`handle` gets facts in order of position, inside a transaction; with `kinds`, only facts of those kinds."""

    name: str
    handle: Callable[[Sequence[Fact]], None]
    kinds: frozenset[str] = frozenset()


_consumers: dict[str, Consumer] = {}


def add_consumer(consumer: Consumer) -> None:
    _consumers[consumer.name] = consumer


def react(name: str, kinds: Sequence[str], handle: Callable[[Fact], None]) -> None:
    """Answer each fact of these kinds, one by one. `handle` must be idempotent by the fact's id."""

    def handle_each(facts: Sequence[Fact]) -> None:
        for fact in facts:
            handle(fact)

    add_consumer(Consumer(name, handle_each, frozenset(kinds)))


def run_all() -> int:
    """Let every consumer work one batch; returns how many positions they moved on, together."""
    return sum(run(consumer) for consumer in list(_consumers.values()))


def run(consumer: Consumer, limit: int = BATCH) -> int:
    """One batch. A failing handler is recorded and logged, and 0 returned."""
    try:
        return _run(consumer, limit)
    except Exception:
        log.exception("consumer %s failed", consumer.name)
        _note_failure(consumer)
        return 0


def _run(consumer: Consumer, limit: int) -> int:
    row, _ = ConsumerRow.objects.get_or_create(name=consumer.name)
    if row.position >= head():
        return 0
    with transaction.atomic():
        if not try_lock(f"ledger.consumer.{consumer.name}"):
            return 0
        before = ConsumerRow.objects.get(name=consumer.name).position
        facts, after = _next(consumer, before, limit)
        if facts:
            consumer.handle(facts)
        ConsumerRow.objects.filter(name=consumer.name).update(position=after, failures=0, last_error="")
        return after - before


def _next(consumer: Consumer, position: int, limit: int) -> tuple[list[Fact], int]:
    """The next facts that concern the consumer, and the position it will have come to with them."""
    last = head()
    facts = Fact.objects.filter(at__position__gt=position, at__position__lte=last)
    if consumer.kinds:
        facts = facts.filter(kind__in=consumer.kinds)
    found: list[Any] = list(facts.annotate(position=F("at__position")).order_by("at__position")[:limit])
    return found, found[-1].position if len(found) == limit else last


def _note_failure(consumer: Consumer) -> None:
    ConsumerRow.objects.filter(name=consumer.name).update(
        failures=F("failures") + 1, last_error=traceback.format_exc()[-2000:]
    )
