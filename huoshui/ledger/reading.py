"""The rows of one measure within a scope and period, as SQL: (month, unit_id, person, n, total).

Their sum is exact at the moment of the statement:
  tallies                  everything at positions up to the measure's `built_to`
  + facts behind it        positions after `built_to` (a tally being built, or none)
  + pending facts          no position yet
As of a position P: without pending facts, with those between `built_to` and P, less those between P and `built_to`;
and when P lies far back, the facts of the period themselves, up to P.

`built_to` moves while we read, so the statement itself asks for it. A value read a moment earlier, its `floor`, is
given beside it: it changes no result (`built_to` only grows), but lets the planner see how little lies behind it.

Nearly always all tallies are built nearly to the end. What lies behind them and what is pending is then read
once for the whole statement, as `fresh`, and each measure takes its own from there. A tally far behind (being built)
reads for itself.
"""

from dataclasses import dataclass
from typing import Any

from . import dialect
from .dialect import Sql
from .measures import Measure
from .periods import Period
from .scope import Scope

FAR_BACK = 20_000
CLOSE = 1_000
_BUILT_TO = "COALESCE((SELECT built_to FROM ledger_measure WHERE digest = %s), 0)"
_BEHIND = f"p.position > %s AND p.position > {_BUILT_TO}"
_BETWEEN = f"p.position > %s AND p.position <= {_BUILT_TO}"
_FRESH = "f.kind, f.unit_id, f.path, f.person, f.quantity, f.payload, f.tags, f.month, f.reverses_id"
_NOWHERE: Sql = ("SELECT 0 AS month, 0 AS unit_id, NULL AS person, 0 AS n, 0 AS total WHERE 1 = 0", [])


def fresh(floor: int) -> Sql:
    """The WITH clause: facts behind position `floor`, and pending ones as if behind every position."""
    positioned, pending = dialect.from_each("ledger_position"), dialect.from_each("ledger_pending")
    sql = f"""WITH fresh AS MATERIALIZED (
        SELECT {_FRESH}, p.position FROM {positioned} WHERE p.position > %s
        UNION ALL SELECT {_FRESH}, {2**62} FROM {pending}) """
    return sql, [floor]


@dataclass(frozen=True)
class Reading:
    """`since_ever` reads from the beginning to the period's end, for balances; `from_fresh`: there is a `fresh`."""

    measure: Measure
    scope: Scope
    period: Period
    at: int | None = None
    since_ever: bool = False
    floor: int = 0
    from_fresh: bool = False

    def rows(self) -> Sql:
        """One SELECT over all parts, to be used as a sub-select."""
        parts = [part for low, high in self.scope.ranges for part in self._parts(low, high)] or [_NOWHERE]
        return " UNION ALL ".join(sql for sql, _ in parts), [param for _, params in parts for param in params]

    def _parts(self, low: str, high: str) -> list[Sql]:
        if self.at is None:
            return [self._tallies(low, high), *self._newest(low, high)]
        if self.floor - self.at > FAR_BACK:
            return [self._facts(dialect.EACH_FACT, "p.position <= %s", [self.at], low, high)]
        return [self._tallies(low, high), *self._since(self.at, low, high)]

    def _newest(self, low: str, high: str) -> list[Sql]:
        digest = self.measure.digest
        if self.from_fresh:
            return [self._facts("fresh f", f"f.position > {_BUILT_TO}", [digest], low, high)]
        return [
            self._facts(dialect.from_each("ledger_position"), _BEHIND, [self.floor, digest], low, high),
            self._facts(dialect.from_each("ledger_pending"), "1 = 1", [], low, high),
        ]

    def _since(self, at: int, low: str, high: str) -> list[Sql]:
        positions, digest = dialect.from_each("ledger_position"), self.measure.digest
        return [
            self._facts(positions, f"{_BEHIND} AND p.position <= %s", [self.floor, digest, at], low, high),
            self._facts(positions, _BETWEEN, [at, digest], low, high, factor=-1),
        ]

    def _tallies(self, low: str, high: str) -> Sql:
        table, keys = dialect.tally_of(self.measure)
        person = "t.person" if "person" in keys else "NULL"
        sql = (
            f"SELECT t.month, t.unit_id, {person} AS person, t.n, t.total FROM {table} t"
            f" WHERE t.measure_id = (SELECT id FROM ledger_measure WHERE digest = %s)"
            f" AND t.month BETWEEN %s AND %s AND t.path >= %s AND t.path < %s"
        )
        return sql, [self.measure.digest, *self._months, low, high]

    def _facts(self, source: str, which: str, params: list[Any], low: str, high: str, factor: int = 1) -> Sql:
        person = "f.person" if self.measure.per_person else "NULL"
        condition, chosen = dialect.chosen(self.measure)
        n, total = f"{factor} * {dialect.SIGN}", f"{factor} * {dialect.brought(self.measure)}"
        sql = (
            f"SELECT f.month, f.unit_id, {person} AS person, {n} AS n, {total} AS total FROM {source} WHERE {which}"
            f" AND f.month BETWEEN %s AND %s AND f.path >= %s AND f.path < %s AND {condition}"
        )
        return sql, [*params, *self._months, low, high, *chosen]

    @property
    def _months(self) -> tuple[int, int]:
        return (0 if self.since_ever else self.period.first), self.period.last
