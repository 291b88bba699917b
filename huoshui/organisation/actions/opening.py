"""Opening units, one or a whole tree at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import record
from huoshui.ledger.scope import child_path
from huoshui.packs.loaded import pack

from ..facts import wanted_for_units
from ..models import OutletService, Unit, UnitSpell
from ..rules.names import spelled
from ..rules.refusals import CodeTaken, UnknownUnit, WrongKind, refuse_ahead
from .locks import lock_tree
from .places import place_of, refuse_misplaced, refuse_moved_since, there_since


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
    if (held := Unit.objects.filter(code=code).first()) and _says_the_same(held, kind, name, on, parent):
        return held
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
    _refuse_opening(units, known, day_of(at))
    _create(units, known)
    opened = [known[new.code] for new in units]
    _connect(units, known)
    UnitSpell.objects.bulk_create(map(_first_spell, opened))
    facts = [fact for facts in wanted_for_units(opened).values() for fact in facts]
    record(facts, by=by, at=at, source=source)
    return opened


def _says_the_same(unit: Unit, kind: str, name: str, on: date, parent: Unit | None) -> bool:
    return (unit.kind, unit.name, unit.opened_on, unit.parent_id) == (kind, name, on, parent.pk if parent else None)


def _named(units: Sequence[NewUnit]) -> dict[str, Unit]:
    wanted = {code for new in units for code in (new.code, new.parent, new.party_superior, *new.serves) if code}
    return {unit.code: unit for unit in Unit.objects.filter(code__in=wanted)}


def _refuse_opening(units: Sequence[NewUnit], known: Mapping[str, Unit], today: date) -> None:
    since = there_since(unit.pk for unit in known.values())
    for new in units:
        refuse_ahead(new.opened_on, today)
        if new.code in known:
            raise CodeTaken(f"代码“{new.code}”已被“{known[new.code].name}”使用，请换一个。")
        if parent := known.get(new.parent or ""):
            refuse_moved_since(parent, new.opened_on, since)


def _create(units: Sequence[NewUnit], known: dict[str, Unit]) -> None:
    """Level by level, so that parents have their ids; `known` grows."""
    number = Unit.objects.order_by("-number").values_list("number", flat=True).first() or 0
    waiting = list(units)
    while waiting:
        ready = [new for new in waiting if new.parent is None or new.parent in known]
        if not ready:
            raise UnknownUnit(f"找不到上级单位“{waiting[0].parent}”，请先设立它。")
        made = [_built(new, known.get(new.parent or ""), number + n) for n, new in enumerate(ready, start=1)]
        known.update({unit.code: unit for unit in Unit.objects.bulk_create(made)})
        number += len(ready)
        waiting = [new for new in waiting if new.code not in known]


def _built(new: NewUnit, parent: Unit | None, number: int) -> Unit:
    refuse_misplaced(new.name, new.kind, parent, new.opened_on)
    return Unit(
        code=new.code,
        kind=new.kind,
        name=new.name,
        number=number,
        parent=parent,
        path=child_path(parent.path if parent else "", number),
        order=new.order,
        place=place_of(parent, new.order, number),
        opened_on=new.opened_on,
    )


def _first_spell(unit: Unit) -> UnitSpell:
    named = {"name": unit.name, "spelled": spelled(unit.name, is_person=False)}
    return UnitSpell(unit=unit, parent=unit.parent, path=unit.path, from_on=unit.opened_on, **named)


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
        raise UnknownUnit(f"找不到单位“{code}”，请检查代码。")
    return known[code]


def _party(unit: Unit) -> Unit:
    if not pack().unit_kinds[unit.kind].is_party:
        raise WrongKind(f"“{unit.name}”不是党组织，不能作为上级党组织。")
    return unit
