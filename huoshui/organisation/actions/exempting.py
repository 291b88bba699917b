"""Exempting a unit from a norm for a time."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import settle
from huoshui.packs.loaded import pack

from ..facts import wanted_for_unit_exemptions
from ..models import Unit, UnitExemption
from ..queries.units import units_above
from ..rules.refusals import AlreadyHolds, NotAbove, WrongKind, refuse_ahead, refuse_backwards
from ..rules.times import overlap
from .checks import refuse_not_open
from .locks import lock_units


@transaction.atomic
def exempt_unit(
    *,
    unit: Unit,
    norm: str,
    from_on: date,
    until_on: date | None,
    decided_by: Unit,
    document_number: str = "",
    by: UUID | None,
    at: datetime,
    source: Source,
) -> UnitExemption:
    """From a day, until a day that may lie ahead; decided by a unit above it that day. Why is asked nowhere."""
    unit = lock_units([unit.pk])[unit.pk]
    refuse_ahead(from_on, day_of(at))
    refuse_backwards(from_on, until_on)
    refuse_not_open(unit, from_on, from_on)
    _refuse_asked_of_others(unit, norm)
    if decided_by not in units_above(unit, from_on):
        raise NotAbove(f"免除“{unit.name}”的要求，须由它的上级单位决定。", field="decided_by")
    row = UnitExemption(unit=unit, norm=norm, from_on=from_on, until_on=until_on, decided_by=decided_by)
    row.document_number = document_number
    if other := _clash(row):
        if (other.from_on, other.until_on, other.decided_by_id) == (from_on, until_on, decided_by.pk):
            return other
        raise AlreadyHolds(f"“{unit.name}”自 {other.from_on} 起已免除这项要求，请先结束原来的。")
    row.save()
    settle(wanted_for_unit_exemptions([row]), by=by, at=at, source=source)
    return row


@transaction.atomic
def end_unit_exemption(
    *, exemption: UnitExemption, on: date, by: UUID | None, at: datetime, source: Source
) -> UnitExemption:
    """The first day the norm holds again is `on`. What was recorded with another end is corrected."""
    lock_units([exemption.unit_id])
    exemption.refresh_from_db()
    if exemption.until_on != on:
        refuse_backwards(exemption.from_on, on)
        exemption.until_on = on
        if _clash(exemption):
            raise AlreadyHolds("这段时间与另一段重叠，请改选日期。")
        exemption.save(update_fields=["until_on"])
        settle(wanted_for_unit_exemptions([exemption]), by=by, at=at, source=source)
    return exemption


def _refuse_asked_of_others(unit: Unit, norm: str) -> None:
    known = pack().norms.get(norm)
    if known is None:
        raise WrongKind(f"没有“{norm}”这项要求，请从配置中选择。", field="norm")
    if unit.kind not in known.owed_by:
        raise WrongKind(f"“{known.label}”本来就不要求“{unit.name}”，不用免除。", field="norm")


def _clash(row: UnitExemption) -> UnitExemption | None:
    """The unit is locked."""
    others = UnitExemption.objects.filter(unit=row.unit, norm=row.norm).exclude(pk=row.pk).order_by("from_on")
    return next((o for o in others if overlap(row.from_on, row.until_on, o.from_on, o.until_on)), None)
