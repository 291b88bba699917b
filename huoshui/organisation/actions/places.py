"""Where in the tree a unit may be put, and since when."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F

from huoshui.packs.loaded import pack

from ..models import Unit, UnitSpell
from ..rules.refusals import ChangedSince, UnitNotOpen, WrongKind
from ..rules.times import ends


def refuse_misplaced(name: str, kind: str, parent: Unit | None, on: date) -> None:
    kinds = pack().unit_kinds
    if kind not in kinds:
        raise WrongKind(f"没有“{kind}”这一类单位，请从配置中选择。")
    if (parent.kind not in kinds[kind].parents) if parent else kinds[kind].parents:
        where = f"设在“{parent.name}”之下" if parent else "没有上级单位"
        raise WrongKind(f"“{name}”是{kinds[kind].label}，不能{where}。")
    if parent and not (parent.opened_on <= on and (parent.closed_on is None or on < parent.closed_on)):
        raise UnitNotOpen(f"“{parent.name}”在 {on} 还没有设立或已经撤销，请改选日期。")


def refuse_moved_since(unit: Unit, on: date, since: Mapping[int, date]) -> None:
    """What is put late under a unit that has moved since would need that unit's whole past."""
    if on < since.get(unit.pk, on):
        raise ChangedSince(f"“{unit.name}”在 {since[unit.pk]} 调整过隶属关系，请选不早于那一天的日期。")


def there_since(unit_ids: Iterable[int]) -> dict[int, date]:
    """The day each unit that has ever moved came to its present place."""
    spells = UnitSpell.objects.filter(unit__in=set(unit_ids)).exclude(path=F("unit__path")).order_by("from_on")
    return {spell.unit_id: ends(spell.until_on) for spell in spells}


def place_of(parent: Unit | None, order: int, number: int) -> str:
    return f"{parent.place if parent else ''}{order:05}{number:06}"
