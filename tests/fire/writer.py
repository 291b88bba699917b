"""One writer: `python -m tests.fire.writer FOLDER SECONDS`. Records, reverses, commits late, aborts."""

import os
import sys
import time
from collections.abc import Callable
from random import choices, randint, random, sample

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.db.models import F  # noqa: E402

from huoshui.ledger.models import ConsumerRow, Fact  # noqa: E402
from huoshui.ledger.recording import record, reverse  # noqa: E402

from .kinds import DONE, EFFECT, ENTRY, Diary, some  # noqa: E402

ABORTED = "fire.aborted:1"
reversible: list[Fact] = []


def main(folder: str, seconds: str) -> None:
    diary, until = Diary(folder, "writer"), time.monotonic() + float(seconds)
    deeds = {one: 50, many: 10, take_back: 15, late: 5, aborted: 10, plain: 10}
    while time.monotonic() < until:
        (deed,) = choices(list(deeds), deeds.values())
        deed(diary)
        time.sleep(random() * 0.01)


def one(diary: Diary) -> None:
    _transact(diary, lambda: record([some(_subject())], **ENTRY))


def many(diary: Diary) -> None:
    _transact(diary, lambda: record([some(_subject()) for _ in range(randint(2, 200))], **ENTRY))


def take_back(diary: Diary) -> None:
    chosen = sample(reversible, min(len(reversible), randint(1, 10)))
    _transact(diary, lambda: reverse(chosen, **ENTRY))
    reversible[:] = [fact for fact in reversible if fact not in chosen]


def late(diary: Diary) -> None:
    def act() -> list[Fact]:
        facts = record([some(_subject())], **ENTRY)
        time.sleep(random() * 0.3)
        return facts

    _transact(diary, act)


def aborted(diary: Diary) -> None:
    with transaction.atomic():
        record([some(ABORTED) for _ in range(randint(1, 20))], **ENTRY)
        transaction.set_rollback(True)


def plain(diary: Diary) -> None:
    """A write that is its own transaction, as sessions and last log-ins are."""
    asked_at = time.perf_counter()
    ConsumerRow.objects.filter(name=f"{EFFECT}.plain").update(failures=F("failures") + 1)
    diary.note("waited", time.perf_counter() - asked_at, "plain")


def _transact(diary: Diary, act: Callable[[], list[Fact]]) -> None:
    asked_at = time.perf_counter()
    with transaction.atomic():
        waited = time.perf_counter() - asked_at
        facts = act()
    diary.note("waited", waited, act.__qualname__.split(".")[0])
    diary.note("committed", *(fact.pk for fact in facts))
    reversible.extend(fact for fact in facts if fact.kind == DONE.code and not fact.reverses_id)


def _subject() -> str:
    return f"fire.thing:{os.getpid()}"


if __name__ == "__main__":
    main(*sys.argv[1:])
