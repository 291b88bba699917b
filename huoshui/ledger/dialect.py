"""The few words in which the two databases differ, and the SQL that chooses a measure's facts."""

from typing import Any

from django.db import connection

from .measures import QUANTITY, Measure

Sql = tuple[str, list[Any]]
EACH_FACT = "ledger_position p JOIN ledger_fact f ON f.id = p.fact_id"
SIGN = "CASE WHEN f.reverses_id IS NULL THEN 1 ELSE -1 END"


def chosen(measure: Measure) -> Sql:
    """The condition on `f` (ledger_fact) under which a fact counts in the measure."""
    words = [f"f.kind IN ({_marks(measure.kinds)})"]
    params: list[Any] = list(measure.kinds)
    for tag in measure.tags:
        words.append(f"{_finder()}(f.tags, %s) > 0")
        params.append(f"|{tag}|")
    for name, values in measure.where:
        words.append(f"{_payload(name)} IN ({_marks(values)})")
        params += [_literal(value) for value in values]
    if measure.per_person:
        words.append("f.person IS NOT NULL")
    return " AND ".join(words), params


def tally_of(measure: Measure) -> tuple[str, tuple[str, ...]]:
    """The table its tally is kept in, and what it is kept by beside the measure."""
    if measure.per_person:
        return "ledger_person_tally", ("month", "path", "person")
    return "ledger_tally", ("month", "path")


def from_each(table: str) -> str:
    """`table` as `p` and its facts as `f`, read from `p` outwards whatever a planner without statistics believes."""
    if connection.vendor == "postgresql":
        return f"{table} p CROSS JOIN LATERAL (SELECT * FROM ledger_fact WHERE id = p.fact_id OFFSET 0) f"
    return f"{table} p CROSS JOIN ledger_fact f ON f.id = p.fact_id"


def brought(measure: Measure) -> str:
    """The number a fact brings to the measure's total, negative in a reversal; 0 where its kind lacks the field."""
    if measure.of == QUANTITY:
        return "f.quantity"
    return f"{SIGN} * COALESCE(CAST({_payload(measure.of)} AS bigint), 0)"


def _marks(values: tuple[object, ...]) -> str:
    return ", ".join(["%s"] * len(values))


def _finder() -> str:
    return "strpos" if connection.vendor == "postgresql" else "instr"


def _payload(name: str) -> str:
    if not name.isidentifier():
        raise ValueError(f"{name!r} cannot be a payload field")
    if connection.vendor == "postgresql":
        return f"(f.payload::jsonb ->> '{name}')"
    return f"json_extract(f.payload, '$.{name}')"


def _literal(value: str | int | bool) -> object:
    if connection.vendor == "postgresql":
        return str(value).lower() if isinstance(value, bool) else str(value)
    return int(value) if isinstance(value, bool) else value
