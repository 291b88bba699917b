"""The tree as it was on any day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from huoshui.ledger.periods import Period
from huoshui.ledger.scope import SEGMENT, Scope

from ..models import OutletService, Post, Unit, UnitSpell
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
    if not (path := paths_on([(unit.pk, on)]).get((unit.pk, on))):
        return []
    spells = UnitSpell.objects.on(on).filter(path__startswith=path)
    rows = list(spells.values_list("unit", "unit__code", "name", "unit__kind", "path", "unit__order"))
    order = {row[4][-SEGMENT:]: row[5] for row in rows}
    rows.sort(key=lambda row: [(order.get(step, 0), step) for step in _steps(row[4])])
    return [UnitThen(*row[:5]) for row in rows if kinds is None or row[3] in kinds]


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


def name_on(unit_id: int, day: date) -> str:
    """Raises UnitSpell.DoesNotExist when there was no such unit on the day."""
    return UnitSpell.objects.on(day).values_list("name", flat=True).get(unit=unit_id)


def scope_of(unit: Unit) -> Scope:
    """The unit's subtree by every path it ever had."""
    paths = UnitSpell.objects.filter(unit=unit).order_by("path").values_list("path", flat=True)
    return Scope(tuple(paths.distinct()))


def unit_visible(viewer: Viewer, permission: str, code: str) -> Unit:
    """Raises Unit.DoesNotExist for what is not there and for what may not be seen, alike."""
    return viewer.units(permission).get(code=code)


def units_with_post(post_kind: str, period: Period) -> set[int]:
    """The units in which the post was held on any day of the period."""
    held = Post.objects.during(period.begins_on, None).filter(kind=post_kind, from_on__lte=period.ends_on)
    return set(held.values_list("unit", flat=True))


def outlets_served(unit: Unit, on: date) -> list[Unit]:
    served = OutletService.objects.on(on).filter(party_unit=unit)
    return list(Unit.objects.filter(served_by__in=served).in_order())


def _steps(path: str) -> list[str]:
    return [path[start : start + SEGMENT] for start in range(0, len(path), SEGMENT)]
