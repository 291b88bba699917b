"""The rows of one measure within a scope and period, as SQL: (month, unit_id, person, n, total).

Their sum is exact at the moment of the statement:
  tallies                  everything at positions up to the measure's `built_to`
  + facts behind it        positions after `built_to` (a tally being built, or none)
  + pending facts          no position yet
and, as of a position P: without pending facts, with those between `built_to` and P, less those between P and
`built_to`.

`built_to` moves while we read, so the statement itself asks for it. A value read a moment earlier, its `floor`, is
given beside it: it changes no result (`built_to` only grows), but lets the planner see how little lies behind it.
CROSS JOIN keeps SQLite from starting at the facts instead.
"""

from dataclasses import dataclass

from . import dialect
from .dialect import Sql
from .measures import Measure
from .periods import Period
from .scope import Scope

_BUILT_TO = "COALESCE((SELECT built_to FROM ledger_measure WHERE digest = %s), 0)"
_POSITIONED = "ledger_position p CROSS JOIN ledger_fact f WHERE f.id = p.fact_id"
_PENDING = "ledger_pending p CROSS JOIN ledger_fact f WHERE f.id = p.fact_id"


@dataclass(frozen=True)
class Reading:
    """`since_ever` reads from the beginning to the period's end, for balances."""

    measure: Measure
    scope: Scope
    period: Period
    at: int | None = None
    since_ever: bool = False
    floor: int = 0

    def rows(self) -> Sql:
        """One SELECT over all parts, to be used as a sub-select."""
        parts = [part for low, high in self.scope.ranges for part in self._parts(low, high)]
        return " UNION ALL ".join(sql for sql, _ in parts), [param for _, params in parts for param in params]

    def _parts(self, low: str, high: str) -> list[Sql]:
        digest, floor = self.measure.digest, self.floor
        behind = f"p.position > %s AND p.position > {_BUILT_TO}"
        since = f"p.position > %s AND p.position <= {_BUILT_TO}"
        if self.at is None:
            facts = [
                self._facts(_POSITIONED, behind, [floor, digest], low, high),
                self._facts(_PENDING, "1 = 1", [], low, high),
            ]
        else:
            facts = [
                self._facts(_POSITIONED, f"{behind} AND p.position <= %s", [floor, digest, self.at], low, high),
                self._facts(_POSITIONED, since, [self.at, digest], low, high, factor=-1),
            ]
        return [self._tallies(low, high), *facts]

    def _tallies(self, low: str, high: str) -> Sql:
        table, person = ("ledger_person_tally", "t.person") if self.measure.per_person else ("ledger_tally", "NULL")
        months, params = self._months("t")
        sql = (
            f"SELECT t.month, t.unit_id, {person} AS person, t.n, t.total FROM {table} t"
            f" WHERE t.measure_id = (SELECT id FROM ledger_measure WHERE digest = %s)"
            f" AND {months} AND t.path >= %s AND t.path < %s"
        )
        return sql, [self.measure.digest, *params, low, high]

    def _facts(self, source: str, which: str, which_params: list[object], low: str, high: str, factor: int = 1) -> Sql:
        person = "f.person" if self.measure.per_person else "NULL"
        condition, chosen = dialect.chosen(self.measure)
        months, params = self._months("f")
        n, total = f"{factor} * {dialect.SIGN}", f"{factor} * {dialect.brought(self.measure)}"
        sql = (
            f"SELECT f.month, f.unit_id, {person}, {n}, {total}"
            f" FROM {source} AND {which} AND {months} AND f.path >= %s AND f.path < %s AND {condition}"
        )
        return sql, [*which_params, *params, low, high, *chosen]

    def _months(self, table: str) -> Sql:
        if self.since_ever:
            return f"{table}.month <= %s", [self.period.last]
        months = self.period.months
        return f"{table}.month IN ({', '.join(['%s'] * len(months))})", list(months)
