"""Which units a norm asks nothing of."""

from collections.abc import Iterable
from datetime import date

from ..models import UnitExemption


def units_exempt(wanted: Iterable[tuple[str, date]]) -> dict[tuple[str, date], set[int]]:
    """The units exempt from each norm on each day, in one query. An exemption is for its unit alone."""
    found: dict[tuple[str, date], set[int]] = {pair: set() for pair in wanted}
    for row in UnitExemption.objects.filter(norm__in={norm for norm, _ in found}):
        for norm, day in found:
            if norm == row.norm and row.holds(day):
                found[norm, day].add(row.unit_id)
    return found
