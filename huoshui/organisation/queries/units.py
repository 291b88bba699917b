"""The tree as it was on any day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huoshui.ledger.periods import Period
from huoshui.ledger.scope import SEGMENT, Scope

from ..models import OutletService, Post, Unit, UnitSpell, under_paths
from ..rules.times import outermost
from ..viewing import Viewer


@dataclass(frozen=True)
class UnitThen:
    """A unit with the name and path it had on a day."""

    id: int
    code: str
    name: str
    kind: str
    path: str


def units_under(unit: Unit, on: date, kinds: Collection[str] | None = None) -> list[UnitThen]:
    """The subtree of that day, the unit first, in official order; empty when the unit did not exist."""
    return trees_under(unit, [on], kinds)[on]


def trees_under(unit: Unit, days: Collection[date], kinds: Collection[str] | None = None) -> dict[date, list[UnitThen]]:
    """The same for several days, in as few queries."""
    roots = {day: path for (_, day), path in paths_on((unit.pk, day) for day in days).items()}
    trees: dict[date, list[UnitThen]] = {day: [] for day in days}
    for row in _spells_under(roots):
        if kinds is None or row.unit__kind in kinds:
            then = UnitThen(row.unit, row.unit__code, row.name, row.unit__kind, row.path)
            for day, root in roots.items():
                if row.path.startswith(root) and row.from_on <= day and (row.until_on is None or day < row.until_on):
                    trees[day].append(then)
    return trees


def units_above(unit: Unit, on: date) -> list[Unit]:
    """What stood over the unit that day, nearest first: up the tree, then the Party organisations over it."""
    path = path_on(unit.pk, on)
    numbers = [int(step) for step in _steps(path)[:-1]]
    over = {found.number: found for found in Unit.objects.filter(number__in=numbers)}
    found = [over[number] for number in reversed(numbers)]
    party = unit.party_superior
    while party and party not in found:
        found.append(party)
        party = party.party_superior
    return found


def path_on(unit_id: int, day: date) -> str:
    """Raises Unit.DoesNotExist when there was no such unit on the day."""
    try:
        return paths_on([(unit_id, day)])[unit_id, day]
    except KeyError:
        raise Unit.DoesNotExist(f"unit {unit_id} on {day}") from None


def paths_on(pairs: Iterable[tuple[int, date]]) -> dict[tuple[int, date], str]:
    """The path of each unit on each day, in one query; pairs without one are left out."""
    wanted = set(pairs)
    spells: dict[int, list[UnitSpell]] = defaultdict(list)
    for spell in UnitSpell.objects.filter(unit__in={unit_id for unit_id, _ in wanted}):
        spells[spell.unit_id].append(spell)
    return {(unit_id, day): s.path for unit_id, day in wanted for s in spells[unit_id] if s.holds(day)}


def names_on(pairs: Iterable[tuple[int, date]]) -> dict[tuple[int, date], str]:
    """The name of each unit on each day, in one query; on the day it closed, or after, its last."""
    wanted = set(pairs)
    spells: dict[int, list[UnitSpell]] = defaultdict(list)
    for spell in UnitSpell.objects.filter(unit__in={unit_id for unit_id, _ in wanted}).order_by("from_on"):
        spells[spell.unit_id].append(spell)
    begun = {(unit_id, day): [s.name for s in spells[unit_id] if s.from_on <= day] for unit_id, day in wanted}
    return {pair: names[-1] for pair, names in begun.items() if names}


def name_on(unit_id: int, day: date) -> str:
    """Raises UnitSpell.DoesNotExist when there was no such unit on the day."""
    return UnitSpell.objects.on(day).values_list("name", flat=True).get(unit=unit_id)


def scope_of(unit: Unit) -> Scope:
    """The unit's subtree by every path it ever had."""
    paths = UnitSpell.objects.filter(unit=unit).order_by("path").values_list("path", flat=True)
    return Scope(tuple(paths.distinct()))


def scope_around(unit: Unit, others: Iterable[int]) -> Scope:
    """The unit's subtree, and beside it whatever these others were under before they came to it."""
    spells = UnitSpell.objects.filter(unit__in={unit.pk, *others})
    return Scope(outermost(spells.values_list("path", flat=True)))


def unit_visible(viewer: Viewer, permission: str, code: str) -> Unit:
    """Raises Unit.DoesNotExist for what is not there and for what may not be seen, alike."""
    if "\0" in code:  # PostgreSQL would not even look
        raise Unit.DoesNotExist(code)
    return viewer.units(permission).get(code=code)


def units_with_post(post_kind: str, period: Period) -> set[int]:
    """The units in which the post was held on any day of the period."""
    held = Post.objects.during(period.begins_on, None).filter(kind=post_kind, from_on__lte=period.ends_on)
    return set(held.values_list("unit", flat=True))


def units_with_posts(post_kinds: Collection[str], periods: Collection[Period]) -> dict[tuple[str, Period], set[int]]:
    """The same for several posts and periods, in one query."""
    held: dict[tuple[str, Period], set[int]] = {(kind, period): set() for kind in post_kinds for period in periods}
    days = [(period, period.begins_on, period.ends_on) for period in periods]
    for kind, unit_id, from_on, until_on in Post.objects.filter(kind__in=post_kinds).values_list(
        "kind", "unit", "from_on", "until_on"
    ):
        for period, begins_on, ends_on in days:
            if from_on <= ends_on and (until_on is None or begins_on < until_on):
                held[kind, period].add(unit_id)
    return held


def outlets_served(unit: Unit, on: date) -> list[Unit]:
    served = OutletService.objects.on(on).filter(party_unit=unit)
    return list(Unit.objects.filter(served_by__in=served).in_order())


def _spells_under(roots: Mapping[date, str]) -> list[Any]:
    """Every spell that holds on one of the days or between them, under one of the paths; in official order."""
    if not roots:
        return []
    until = max(roots) + timedelta(days=1) if max(roots) < date.max else None
    spells = UnitSpell.objects.filter(under_paths(*set(roots.values()))).during(min(roots), until)
    fields = ("unit", "unit__code", "unit__kind", "unit__order", "name", "path", "from_on", "until_on")
    rows = list(spells.values_list(*fields, named=True))
    order = {row.path[-SEGMENT:]: row.unit__order for row in rows}
    return sorted(rows, key=lambda row: [(order.get(step, 0), step) for step in _steps(row.path)])


def _steps(path: str) -> list[str]:
    return [path[start : start + SEGMENT] for start in range(0, len(path), SEGMENT)]
