"""Opening, moving, renaming and closing units, each on a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import record, settle
from huoshui.ledger.scope import child_path
from huoshui.packs.loaded import pack

from ..facts import wanted_for_units, wanted_under
from ..models import OutletService, Unit, UnitSpell
from ..rules.refusals import ChangedSince, CodeTaken, UnderItself, UnitNotOpen, UnknownUnit, WrongKind, refuse_ahead
from .locks import lock_tree


@dataclass(frozen=True)
class NewUnit:
    """A unit to open. Others are named by code and may be opened in the same call, in any order."""

    code: str
    kind: str
    name: str
    opened_on: date
    parent: str | None = None
    order: int = 0
    party_superior: str | None = None
    serves: tuple[str, ...] = ()


def open_unit(
    *,
    code: str,
    kind: str,
    name: str,
    on: date,
    parent: Unit | None,
    order: int = 0,
    party_superior: Unit | None = None,
    serves: Sequence[Unit] = (),
    by: UUID | None,
    at: datetime,
    source: Source,
) -> Unit:
    codes = {
        "parent": parent.code if parent else None,
        "party_superior": party_superior.code if party_superior else None,
    }
    new = NewUnit(code, kind, name, on, order=order, serves=tuple(outlet.code for outlet in serves), **codes)
    return open_units(units=[new], by=by, at=at, source=source)[0]


@transaction.atomic
def open_units(*, units: Sequence[NewUnit], by: UUID | None, at: datetime, source: Source) -> list[Unit]:
    """Open many at once; all or none. In the order given."""
    lock_tree()
    known = _named(units)
    for new in units:
        refuse_ahead(new.opened_on, day_of(at))
        if new.code in known:
            raise CodeTaken(f"代码「{new.code}」已被「{known[new.code].name}」使用，请换一个。")
    _refuse_moved_since(units, known)
    _create(units, known)
    opened = [known[new.code] for new in units]
    _connect(units, known)
    UnitSpell.objects.bulk_create(
        UnitSpell(unit=u, name=u.name, parent=u.parent, path=u.path, from_on=u.opened_on) for u in opened
    )
    facts = [fact for facts in wanted_for_units(opened).values() for fact in facts]
    record(facts, by=by, at=at, source=source)
    return opened


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
    refuse_closed(unit)
    spell = _last_spells([unit], on)[unit.pk]
    _continue(spell, on, name=name)
    Unit.objects.filter(pk=unit.pk).update(name=name)
    settle(wanted_for_units([unit]), by=by, at=at, source=source)
    unit.refresh_from_db()
    return unit


def refuse_closed(unit: Unit) -> None:
    if unit.closed_on:
        raise UnitNotOpen(f"「{unit.name}」已于 {unit.closed_on} 撤销，不能再变动。")


def _named(units: Sequence[NewUnit]) -> dict[str, Unit]:
    wanted = {code for new in units for code in (new.code, new.parent, new.party_superior, *new.serves) if code}
    return {unit.code: unit for unit in Unit.objects.filter(code__in=wanted)}


def _refuse_moved_since(units: Sequence[NewUnit], known: dict[str, Unit]) -> None:
    """A unit entered late under a parent that has moved since would need the parent's whole past."""
    parents = {unit.pk: unit for new in units if (unit := known.get(new.parent or ""))}
    last = {s.unit_id: s for s in UnitSpell.objects.filter(unit__in=parents).order_by("from_on")}
    moved = [s for s in UnitSpell.objects.filter(unit__in=parents) if s.path != last[s.unit_id].path]
    until = {spell.unit_id: spell.until_on for spell in sorted(moved, key=lambda spell: spell.from_on)}
    for new in units:
        parent = known.get(new.parent or "")
        if parent and parent.pk in until and new.opened_on < until[parent.pk]:
            raise ChangedSince(f"「{parent.name}」在 {until[parent.pk]} 调整过隶属关系，请选不早于那一天的日期。")


def _create(units: Sequence[NewUnit], known: dict[str, Unit]) -> None:
    """Level by level, so that parents have their ids; `known` grows."""
    number = Unit.objects.order_by("-number").values_list("number", flat=True).first() or 0
    waiting = list(units)
    while waiting:
        ready = [new for new in waiting if new.parent is None or new.parent in known]
        if not ready:
            raise UnknownUnit(f"找不到上级单位「{waiting[0].parent}」，请先设立它。")
        made = [_built(new, known.get(new.parent or ""), number + n) for n, new in enumerate(ready, start=1)]
        known.update({unit.code: unit for unit in Unit.objects.bulk_create(made)})
        number += len(ready)
        waiting = [new for new in waiting if new.code not in known]


def _built(new: NewUnit, parent: Unit | None, number: int) -> Unit:
    _refuse_misplaced(new.name, new.kind, parent, new.opened_on)
    return Unit(
        code=new.code,
        kind=new.kind,
        name=new.name,
        number=number,
        parent=parent,
        path=child_path(parent.path if parent else "", number),
        order=new.order,
        place=_place(parent, new.order, number),
        opened_on=new.opened_on,
    )


def _place(parent: Unit | None, order: int, number: int) -> str:
    return f"{parent.place if parent else ''}{order:05}{number:06}"


def _connect(units: Sequence[NewUnit], known: dict[str, Unit]) -> None:
    """Party superiors and the outlets served."""
    led = []
    services = []
    for new in units:
        unit = known[new.code]
        for outlet in new.serves:
            services.append(OutletService(party_unit=unit, outlet=_known(known, outlet), from_on=new.opened_on))
        if new.party_superior:
            unit.party_superior = _party(_known(known, new.party_superior))
            led.append(unit)
    Unit.objects.bulk_update(led, ["party_superior"], batch_size=200)
    OutletService.objects.bulk_create(services)


def _known(known: dict[str, Unit], code: str) -> Unit:
    if code not in known:
        raise UnknownUnit(f"找不到单位「{code}」，请检查代码。")
    return known[code]


def _party(unit: Unit) -> Unit:
    if not pack().unit_kinds[unit.kind].is_party:
        raise WrongKind(f"「{unit.name}」不是党组织，不能作为上级党组织。")
    return unit


def _refuse_misplaced(name: str, kind: str, parent: Unit | None, on: date) -> None:
    kinds = pack().unit_kinds
    if kind not in kinds:
        raise WrongKind(f"没有「{kind}」这一类单位，请从配置中选择。")
    if (parent.kind not in kinds[kind].parents) if parent else kinds[kind].parents:
        where = f"设在「{parent.name}」之下" if parent else "没有上级单位"
        raise WrongKind(f"「{name}」是{kinds[kind].label}，不能{where}。")
    if parent and not (parent.opened_on <= on and (parent.closed_on is None or on < parent.closed_on)):
        raise UnitNotOpen(f"「{parent.name}」在 {on} 还没有设立或已经撤销，请改选日期。")


def _refuse_move(unit: Unit, parent: Unit, on: date, today: date) -> None:
    refuse_ahead(on, today)
    refuse_closed(unit)
    if parent.path.startswith(unit.path):
        raise UnderItself(f"「{parent.name}」在「{unit.name}」之下，不能作为它的上级。")
    _refuse_misplaced(unit.name, unit.kind, parent, on)
    if UnitSpell.objects.after(on).filter(unit=parent).exclude(path=parent.path).exists():
        raise ChangedSince(f"「{parent.name}」在 {on} 之后调整过隶属关系，请选更晚的日期。")


def _last_spells(units: Sequence[Unit], on: date) -> dict[int, UnitSpell]:
    """The spell each unit is in. Raises ChangedSince when a unit has changed after the day."""
    spells = {}
    for spell in UnitSpell.objects.filter(unit__in=units).select_related("unit").order_by("unit", "from_on"):
        spells[spell.unit_id] = spell
    for spell in spells.values():
        if spell.from_on > on or spell.until_on:
            changed = spell.until_on or spell.from_on
            raise ChangedSince(f"「{spell.unit.name}」在 {changed} 已有变动，日期须不早于那一天。")
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
    path, place = child_path(parent.path, top.number), _place(parent, top.order, top.number)
    for unit in moved:
        unit.path = path + unit.path[len(top.path) :]
        unit.place = place + unit.place[len(top.place) :]
        if unit.pk == top.pk:
            unit.parent = parent
    Unit.objects.bulk_update(moved, ["path", "place", "parent"], batch_size=200)
