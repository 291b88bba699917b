"""Checks that dated rows share. No database of ours can exclude overlaps, so they are sought, the people locked."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from ..models import Unit
from ..rules.refusals import UnitNotOpen
from ..rules.times import ends, overlap

Row = TypeVar("Row", bound=Any)


def clashing(model: type[Row], rows: Sequence[Row], key: Callable[[Row], Hashable]) -> list[tuple[Row, Row]]:
    """Each row with a stored or an earlier one of the same key that overlaps it. People must be locked."""
    by_key: dict[Hashable, list[Row]] = defaultdict(list)
    for stored in model.objects.filter(person__in={row.person_id for row in rows}).order_by("from_on"):
        by_key[key(stored)].append(stored)
    found = []
    for row in rows:
        others = by_key[key(row)]
        if other := next((other for other in others if _overlaps(row, other)), None):
            found.append((row, other))
        others.append(row)
    return found


def refuse_outside(rows: Iterable[Any]) -> None:
    """Each row's unit must exist from the row's first day to its last."""
    for row in rows:
        refuse_not_open(row.unit, row.from_on, row.until_on)


def refuse_not_open(unit: Unit, from_on: date, until_on: date | None) -> None:
    if from_on < unit.opened_on or ends(until_on) > ends(unit.closed_on):
        life = f"{unit.opened_on} 设立" + (f"、{unit.closed_on} 撤销" if unit.closed_on else "")
        raise UnitNotOpen(f"“{unit.name}”{life}，请改选日期或单位。")


def _overlaps(row: Any, other: Any) -> bool:
    same = row.pk is not None and row.pk == other.pk
    return not same and overlap(row.from_on, row.until_on, other.from_on, other.until_on)
