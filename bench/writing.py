"""What recording and sequencing cost, beside the barest way this machine has of writing the same rows."""

import time
from collections.abc import Callable, Sequence

from django.db import connection, transaction

from huoshui.ledger.models import Fact, Pending
from huoshui.ledger.recording import record
from huoshui.ledger.sequencer import sequence_all

from . import facts
from .telling import rate, tell_rate

COLUMNS = [field.column for field in Fact._meta.concrete_fields]
BARE_IDS = 100_000_000


def measure(count: int, *, seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_position (position bigint PRIMARY KEY, fact_id bigint NOT NULL UNIQUE)")
        cursor.execute("CREATE TABLE bench_row (id bigint PRIMARY KEY, said text NOT NULL)")
    _bulk(count)
    _sequencing(count)
    _singles(seconds)


def _bulk(count: int) -> None:
    new = facts.some(count)
    written: list[Fact] = []

    def own() -> int:
        with transaction.atomic():
            written.extend(record(new, **facts.ENTRY))
        return count

    speed = rate(own)
    rows = [_row(fact, BARE_IDS + number) for number, fact in enumerate(written)]
    bare, name = (_copied, "COPY") if connection.vendor == "postgresql" else (_inserted, "executemany")
    tell_rate(f"record() {count:,} facts at once", speed, rate(lambda: bare(rows)), f"bare {name}")


def _row(fact: Fact, pk: int) -> list[object]:
    values = [field.get_db_prep_save(getattr(fact, field.attname), connection) for field in Fact._meta.concrete_fields]
    return [pk, *values[1:]]


def _inserted(rows: Sequence[list[object]]) -> int:
    marks = ", ".join(["?"] * len(COLUMNS))
    with transaction.atomic():
        raw = connection.connection
        raw.executemany(f"INSERT INTO ledger_fact ({', '.join(COLUMNS)}) VALUES ({marks})", rows)
        raw.executemany("INSERT INTO ledger_pending VALUES (?)", [row[:1] for row in rows])
    return len(rows)


def _copied(rows: Sequence[list[object]]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns, width in (("ledger_fact", COLUMNS, None), ("ledger_pending", ["fact_id"], 1)):
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row[:width])
    return len(rows)


def _sequencing(count: int) -> None:
    """Positions and the tallies of three measures; the limit gives positions alone."""
    waiting = Pending.objects.count()

    def own() -> int:
        sequence_all()
        return waiting

    def bare() -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bench_position SELECT row_number() OVER (ORDER BY id), id FROM ledger_fact"
                " WHERE id >= %s ORDER BY id LIMIT %s",
                [BARE_IDS, count],
            )
            return cursor.rowcount

    tell_rate(f"sequencing {waiting:,} facts, 3 measures", rate(own), rate(bare), "INSERT … SELECT of positions")


def _singles(seconds: float) -> None:
    new = facts.some(1)

    def own(_: int) -> None:
        with transaction.atomic():
            record(new, **facts.ENTRY)

    def bare(number: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_row VALUES (%s, 'one row')", [number])

    speed, limit = _in_turn(seconds, own, bare)
    tell_rate("single recordings, one client", speed, limit, "one-row commits")


def _in_turn(seconds: float, *acts: Callable[[int], None]) -> list[float]:
    """The rate of each, one go of each after the other, for a disk has calm and busy moments."""
    until, spent, goes = time.perf_counter() + seconds * len(acts), [0.0] * len(acts), 0
    while time.perf_counter() < until:
        for which, act in enumerate(acts):
            began_at = time.perf_counter()
            act(goes)
            spent[which] += time.perf_counter() - began_at
        goes += 1
    return [goes / total for total in spent]
