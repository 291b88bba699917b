"""Moving and renaming units, each from a day on."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import settle
from huoshui.ledger.scope import child_path

from ..facts import wanted_for_units, wanted_under
from ..models import Membership, Unit, UnitSpell
from ..rules.names import spelled
from ..rules.refusals import ChangedSince, UnderItself, UnitInUse, UnitNotOpen, refuse_ahead
from .locks import lock_tree
from .places import place_of, refuse_misplaced, refuse_moved_since, there_since


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit, on: date, by: UUID | None, at: datetime, source: Source) -> Unit:
    """Put a unit and all under it elsewhere in the tree from a day on. Facts before that day keep their paths."""
    lock_tree()
    unit, parent = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=parent.pk)
    if unit.parent_id == parent.pk:
        return unit
    _refuse_move(unit, parent, on, day_of(at))
    moved = list(Unit.objects.under(unit.path).after(on).select_for_update().order_by("pk"))
    _cut_spells(moved, on, parent, unit)
    _replace(moved, unit, parent)
    settle(wanted_under([u.pk for u in moved], on), by=by, at=at, source=source)
    unit.refresh_from_db()
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, on: date, by: UUID | None, at: datetime, source: Source) -> Unit:
    """Give a unit another name from a day on; before it the old name stands."""
    lock_tree()
    unit = Unit.objects.get(pk=unit.pk)
    if unit.name == name:
        return unit
    refuse_ahead(on, day_of(at))
    _refuse_closed(unit)
    spell = _last_spells([unit], on)[unit.pk]
    _continue(spell, on, name=name, spelled=spelled(name, is_person=False))
    Unit.objects.filter(pk=unit.pk).update(name=name)
    settle(wanted_for_units([unit]), by=by, at=at, source=source)
    unit.refresh_from_db()
    return unit


def _refuse_closed(unit: Unit) -> None:
    if unit.closed_on:
        raise UnitNotOpen(f"“{unit.name}”已于 {unit.closed_on} 撤销，不能再变动。")


def _refuse_move(unit: Unit, parent: Unit, on: date, today: date) -> None:
    refuse_ahead(on, today)
    _refuse_closed(unit)
    if parent.path.startswith(unit.path):
        raise UnderItself(f"“{parent.name}”在“{unit.name}”之下，不能作为它的上级。")
    refuse_misplaced(unit.name, unit.kind, parent, on)
    refuse_moved_since(parent, on, there_since([parent.pk]))
    if Membership.objects.after(on).filter(cell=unit).exists():
        raise UnitInUse(f"“{unit.name}”还有成员，他们属于原来的支部。请先调整成员，再调整党小组。")


def _last_spells(units: Sequence[Unit], on: date) -> dict[int, UnitSpell]:
    """The spell each unit is in. Raises ChangedSince when a unit has changed after the day."""
    spells = {}
    for spell in UnitSpell.objects.filter(unit__in=units).select_related("unit").order_by("unit", "from_on"):
        spells[spell.unit_id] = spell
    for spell in spells.values():
        if spell.from_on > on or spell.until_on:
            changed = spell.until_on or spell.from_on
            raise ChangedSince(f"“{spell.unit.name}”在 {changed} 已有变动，日期须不早于那一天。")
    return spells


def _cut_spells(moved: Sequence[Unit], on: date, parent: Unit, top: Unit) -> None:
    for spell in _last_spells(moved, on).values():
        path = child_path(parent.path, top.number) + spell.path[len(top.path) :]
        _continue(spell, on, path=path, parent_id=parent.pk if spell.unit_id == top.pk else spell.parent_id)


def _continue(spell: UnitSpell, on: date, **changes: object) -> None:
    """A new spell from the day, or the same one changed where it begins that very day."""
    if spell.from_on < on:
        UnitSpell.objects.filter(pk=spell.pk).update(until_on=on)
        spell.pk, spell.from_on = None, on
        spell._state.adding = True
    for name, value in changes.items():
        setattr(spell, name, value)
    spell.save()


def _replace(moved: Sequence[Unit], top: Unit, parent: Unit) -> None:
    path, place = child_path(parent.path, top.number), place_of(parent, top.order, top.number)
    for unit in moved:
        unit.path = path + unit.path[len(top.path) :]
        unit.place = place + unit.place[len(top.place) :]
        if unit.pk == top.pk:
            unit.parent = parent
    Unit.objects.bulk_update(moved, ["path", "place", "parent"], batch_size=200)
