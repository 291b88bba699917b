"""Closing a unit, once nothing is left in it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import settle

from ..facts import wanted_for_exemptions_of_units, wanted_for_units
from ..models import Employment, Membership, OutletService, Post, Unit, UnitSpell
from ..rules.refusals import ChangedSince, UnitInUse, refuse_ahead
from .locks import lock_tree, lock_units


@transaction.atomic
def close_unit(*, unit: Unit, on: date, by: UUID | None, at: datetime, source: Source) -> Unit:
    """The unit's last day is the one before. Refused while anything in it is open on the day or later."""
    lock_tree()
    unit = lock_units([unit.pk])[unit.pk]
    if unit.closed_on == on:
        return unit
    refuse_ahead(on, day_of(at))
    _refuse_closing(unit, on)
    _end_services(unit, on)
    UnitSpell.objects.filter(unit=unit, until_on=None).update(until_on=on)
    Unit.objects.filter(pk=unit.pk).update(closed_on=on)
    unit.refresh_from_db()
    settle(wanted_for_units([unit]) | wanted_for_exemptions_of_units([unit.pk]), by=by, at=at, source=source)
    return unit


def _refuse_closing(unit: Unit, on: date) -> None:
    if unit.closed_on:
        raise ChangedSince(f"“{unit.name}”已于 {unit.closed_on} 撤销。")
    if UnitSpell.objects.filter(unit=unit, from_on__gte=on).exists():
        raise ChangedSince(f"“{unit.name}”在 {on} 或之后已有变动，请选更晚的日期。")
    if what := _still_there(unit, on):
        raise UnitInUse(f"“{unit.name}”还有{what}，请先办理，再撤销单位。")


def _still_there(unit: Unit, on: date) -> str:
    left = {
        "{} 个下级单位（先撤销或调整）": Unit.objects.after(on).filter(parent=unit).count(),
        "{} 名在册党（团）员（先转出）": Membership.objects.after(on).filter(unit=unit).count(),
        "{} 名党小组成员（先调整）": Membership.objects.after(on).filter(cell=unit).count(),
        "{} 名在岗人员（先办理离岗）": Employment.objects.after(on).filter(unit=unit).count(),
        "{} 个任职（先办理离任）": Post.objects.after(on).filter(unit=unit).count(),
    }
    return "、".join(phrase.format(number) for phrase, number in left.items() if number)


def _end_services(unit: Unit, on: date) -> None:
    services = OutletService.objects.after(on)
    services = services.filter(party_unit=unit) | services.filter(outlet=unit)
    services.filter(from_on__gte=on).delete()
    services.update(until_on=on)
