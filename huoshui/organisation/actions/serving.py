"""Which outlets a Party unit serves. Rows only: no number is made of it yet."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.packs.loaded import pack

from ..enums import OUTLET
from ..models import OutletService, Unit
from ..rules.refusals import WrongKind, refuse_ahead, refuse_backwards
from .checks import refuse_not_open
from .locks import lock_units


@transaction.atomic
def serve_outlet(
    *, party_unit: Unit, outlet: Unit, on: date, by: UUID | None, at: datetime, source: Source
) -> OutletService:
    """Serving it already, on that day or from a later one that is moved forward, returns the row."""
    units = lock_units([party_unit.pk, outlet.pk])
    refuse_ahead(on, day_of(at))
    for unit in units.values():
        refuse_not_open(unit, on, None)
    if not pack().unit_kinds[party_unit.kind].is_party or outlet.kind != OUTLET:
        raise WrongKind(f"“{party_unit.name}”联系“{outlet.name}”：前者须是党组织，后者须是网点。")
    held = OutletService.objects.after(on).filter(party_unit=party_unit, outlet=outlet).order_by("from_on").first()
    if held is None:
        return OutletService.objects.create(party_unit=party_unit, outlet=outlet, from_on=on)
    if on < held.from_on:
        held.from_on = on
        held.save(update_fields=["from_on"])
    return held


@transaction.atomic
def stop_serving(*, service: OutletService, on: date, by: UUID | None, at: datetime, source: Source) -> OutletService:
    """The first day no longer served is `on`."""
    lock_units([service.party_unit_id, service.outlet_id])
    refuse_ahead(on, day_of(at))
    refuse_backwards(service.from_on, on)
    service.until_on = on
    service.save(update_fields=["until_on"])
    return service
