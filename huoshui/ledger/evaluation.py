"""Evaluating figures: tallies, what is not tallied yet and what is still pending, in one SQL statement.

One statement, because between two of them a fact can move from pending to the tallies and be missed or seen twice.
Exact at every moment, and as of any position.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from .dialect import Sql
from .errors import UnknownPosition
from .figures import Figure, Form, Ratio
from .measures import Measure
from .periods import Period, periods_of_year
from .reading import CLOSE, Reading, fresh
from .scope import Scope
from .sequencer import head
from .tallying import built_to_by_digest

Cells = dict[str, dict[tuple[int, Period], int]]


def evaluate(
    figures: Iterable[Figure], *, scope: Scope, period: Period, at: int | None = None
) -> dict[str, int | Ratio]:
    """The figures' values by code, over the subtree and the period; `at` is a position, None the present moment.

    Raises UnknownPosition.
    """
    wanted = list(figures)
    question = _ask(scope, period, at)
    numbers = _read(question, [_term(*term, question) for term in _terms(wanted)])
    return {figure.code: _value(figure, numbers) for figure in wanted}


def evaluate_cells(
    figures: Iterable[Figure], *, scope: Scope, period: Period, per: str = "month", at: int | None = None
) -> Cells:
    """The same by unit and by month, quarter or year of one year; cells at zero are left out. Ratios have no cells."""
    wanted = [figure for figure in figures if figure.form is not Form.RATIO]
    question = _ask(scope, period, at)
    rows = _read_rows(question, [_cell_term(*term, per, question) for term in _terms(wanted)])
    return {figure.code: _cells(figure, rows, period, per) for figure in wanted}


def statement(figure: Figure, *, scope: Scope, period: Period, at: int | None = None) -> Sql:
    """The one statement behind a figure, for EXPLAIN."""
    question = _ask(scope, period, at)
    return _union(question, [_term(*term, question) for term in _terms([figure])])


@dataclass(frozen=True)
class Question:
    """Where, when and as of which position; `floors` are positions the tallies have passed (see reading.py)."""

    scope: Scope
    period: Period
    at: int | None
    floors: Mapping[str, int]

    @property
    def common_floor(self) -> int:
        """The position all tallies have passed, but for those far behind."""
        last = max(self.floors.values(), default=0)
        return min((floor for floor in self.floors.values() if last - floor <= CLOSE), default=0)

    def rows(self, figure: Figure, measure: Measure) -> Sql:
        balance, floor = figure.form is Form.BALANCE, self.floors.get(measure.digest, 0)
        is_close = self.at is None and floor >= self.common_floor
        return Reading(measure, self.scope, self.period, self.at, balance, floor, from_fresh=is_close).rows()


def _ask(scope: Scope, period: Period, at: int | None) -> Question:
    if at is not None and not 0 <= at <= head():
        raise UnknownPosition(at)
    return Question(scope, period, at, built_to_by_digest())


def _terms(figures: Sequence[Figure]) -> list[tuple[str, Figure, Measure]]:
    """Each number to read, once: its key, the figure that says how, and the measure it is read from."""
    terms: dict[str, tuple[str, Figure, Measure]] = {}
    for figure in figures:
        for part in (figure.over, figure.under) if figure.form is Form.RATIO else (figure,):
            for measure in (part.measure, part.minus) if part else ():
                if part and measure:
                    terms[_key(part, measure)] = (_key(part, measure), part, measure)
    return list(terms.values())


def _key(figure: Figure, measure: Measure) -> str:
    return f"{figure.form.value}:{figure.at_least}:{measure.digest}"


def _value(figure: Figure, numbers: dict[str, int]) -> int | Ratio:
    if figure.over and figure.under:
        return Ratio(_number(figure.over, numbers), _number(figure.under, numbers))
    return _number(figure, numbers)


def _number(figure: Figure, numbers: dict[str, int]) -> int:
    plus = numbers[_key(figure, figure.measure)] if figure.measure else 0
    return plus - (numbers[_key(figure, figure.minus)] if figure.minus else 0)


def _term(key: str, figure: Figure, measure: Measure, question: Question) -> Sql:
    rows, params = question.rows(figure, measure)
    if figure.form is Form.PEOPLE:
        return _distinct(key, "person", rows, params, figure)
    if figure.form is Form.UNITS:
        return _distinct(key, "unit_id", rows, params, figure)
    column = "total" if figure.form is Form.SUM else "n"
    return f"SELECT %s AS key, COALESCE(SUM({column}), 0) AS value FROM ({rows}) AS r", [key, *params]


def _distinct(key: str, what: str, rows: str, params: list[Any], figure: Figure) -> Sql:
    holds, extra = _holds(figure)
    inner = f"SELECT {what} FROM ({rows}) AS r GROUP BY {what} HAVING {holds}"
    return f"SELECT %s AS key, COUNT(*) AS value FROM ({inner}) AS d", [key, *params, *extra]


def _holds(figure: Figure) -> Sql:
    """When a person or unit counts: some fact still holds, or its sum reaches what the figure asks."""
    return ("SUM(total) >= %s", [figure.at_least]) if figure.at_least > 1 else ("SUM(n) > 0", [])


def _cell_term(key: str, figure: Figure, measure: Measure, per: str, question: Question) -> Sql:
    rows, params = question.rows(figure, measure)
    bucket = "r.month" if figure.form is Form.BALANCE else _BUCKET[per]
    holds, extra = _holds(figure)
    if figure.form is Form.PEOPLE:
        inner = f"SELECT unit_id, {bucket} AS bucket, person FROM ({rows}) AS r GROUP BY 1, 2, 3 HAVING {holds}"
        return f"SELECT %s AS key, unit_id, bucket, COUNT(*) FROM ({inner}) AS d GROUP BY 2, 3", [key, *params, *extra]
    if figure.form is Form.UNITS:
        inner = f"SELECT %s AS key, unit_id, {bucket} AS bucket, 1 FROM ({rows}) AS r GROUP BY 2, 3 HAVING {holds}"
        return inner, [key, *params, *extra]
    column = "total" if figure.form is Form.SUM else "n"
    grouped = f"SELECT %s AS key, unit_id, {bucket} AS bucket, SUM({column}) FROM ({rows}) AS r GROUP BY 2, 3"
    return grouped, [key, *params]


# A bucket is named by its first month; %% is how a per cent sign is written in a statement with parameters.
_BUCKET = {
    "month": "r.month",
    "quarter": "(r.month - (r.month %% 100 - 1) %% 3)",
    "year": "(r.month - r.month %% 100 + 1)",
}


def _cells(figure: Figure, rows: dict[str, list[tuple[int, int, int]]], period: Period, per: str):
    buckets = _buckets(period, per)
    filled: dict[int, list[Period]] = {}  # by month: there are thousands of rows, and few months
    cells: dict[tuple[int, Period], int] = defaultdict(int)
    for sign, measure in ((1, figure.measure), (-1, figure.minus)):
        for unit, month, value in rows.get(_key(figure, measure), ()) if measure else ():
            if month not in filled:
                filled[month] = _filled(figure, month, buckets)
            for bucket in filled[month]:
                cells[unit, bucket] += sign * int(value)
    return {cell: value for cell, value in cells.items() if value}


def _buckets(period: Period, per: str) -> list[Period]:
    """Those the period touches: what a balance would be after the period's end has not been read."""
    of_year = periods_of_year(period.first // 100, per)
    return [bucket for bucket in of_year if bucket.first <= period.last and period.first <= bucket.last]


def _filled(figure: Figure, month: int, buckets: list[Period]) -> list[Period]:
    """Where a row's value belongs: a balance carries on to the end of every later bucket."""
    if figure.form is Form.BALANCE:
        return [bucket for bucket in buckets if month <= bucket.last]
    return [bucket for bucket in buckets if bucket.first <= month <= bucket.last]


def _union(question: Question, terms: list[Sql]) -> Sql:
    first, params = fresh(question.common_floor) if question.at is None else ("", [])
    return first + " UNION ALL ".join(sql for sql, _ in terms), params + [param for _, ps in terms for param in ps]


def _read(question: Question, terms: list[Sql]) -> dict[str, int]:
    if not terms:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(*_union(question, terms))
        return {key: int(value) for key, value in cursor.fetchall()}


def _read_rows(question: Question, terms: list[Sql]) -> dict[str, list[tuple[int, int, int]]]:
    rows: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    if terms:
        with connection.cursor() as cursor:
            cursor.execute(*_union(question, terms))
            for key, unit, bucket, value in cursor.fetchall():
                rows[key].append((unit, bucket, value))
    return rows
