"""Keeping the tallies. The sequencer calls `advance` inside its transaction; nothing else writes a tally."""

from collections.abc import Iterable

from django.db import connection

from . import dialect
from .measures import Measure
from .models import MeasureRow

_registered: dict[str, Measure] = {}


def register(measures: Iterable[Measure]) -> None:
    """Have these measures tallied. A new one starts from position 1 and catches up while writing goes on."""
    _registered.update({measure.digest: measure for measure in measures})


def ensure_rows() -> None:
    """Give every registered measure the row that says how far its tally is built."""
    known = set(MeasureRow.objects.filter(digest__in=_registered).values_list("digest", flat=True))
    rows = [MeasureRow(digest=d, definition=m.definition) for d, m in _registered.items() if d not in known]
    if rows:
        MeasureRow.objects.bulk_create(rows, ignore_conflicts=True)


def registered() -> dict[str, Measure]:
    return dict(_registered)


def built_to_by_digest() -> dict[str, int]:
    """How far each measure's tally is built; by the time the caller looks again it may be further."""
    return dict(MeasureRow.objects.values_list("digest", "built_to"))


def advance(measure: Measure, row: MeasureRow, *, to: int) -> None:
    """Add to the measure's tally what the positions after `built_to` up to `to` bring."""
    with connection.cursor() as cursor:
        cursor.execute(*_addition(measure, row.pk, row.built_to, to))


def _addition(measure: Measure, measure_id: int, after: int, to: int) -> dialect.Sql:
    table, keys = dialect.tally_of(measure)
    condition, params = dialect.chosen(measure)
    chosen_keys = ", ".join(f"f.{key}" for key in keys)
    sql = f"""
        INSERT INTO {table} (measure_id, {", ".join(keys)}, unit_id, n, total)
        SELECT %s, {chosen_keys}, MIN(f.unit_id), SUM({dialect.SIGN}), SUM({dialect.brought(measure)})
        FROM {dialect.from_each("ledger_position")}
        WHERE p.position > %s AND p.position <= %s AND {condition}
        GROUP BY {chosen_keys}
        ON CONFLICT (measure_id, {", ".join(keys)})
        DO UPDATE SET n = {table}.n + excluded.n, total = {table}.total + excluded.total
    """
    return sql, [measure_id, after, to, *params]
