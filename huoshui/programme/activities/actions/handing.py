"""When somebody leaves: the chairs and minutes they were to take go to another."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.organisation.public import Person, Unit

from ..enums import ActivityState
from ..models import Activity, Series
from ..queries import read_codes
from ..rules import UnknownAttendee
from .filling import fill


def pass_on(codes: Sequence[str], to: int, by: UUID | None, at: datetime, source: Source) -> None:
    """Twice is as good as once; what was recorded or ended meanwhile stays as it is. No fact tells who is to take a
    chair that nobody has taken yet. Raises UnknownAttendee when there is nobody to pass it on to."""
    with transaction.atomic():
        if not Person.objects.filter(pk=to, erased_at=None).exists():
            raise UnknownAttendee("接手的人已经不在名册上，请另选一位。")
        for kind, pk, role in read_codes(codes):
            if kind == "series":
                _pass_series(pk, role, to, at)
            else:
                _pass_activity(pk, role, to)


def _pass_series(pk: int, role: str, to: int, at: datetime) -> None:
    if series := Series.objects.filter(pk=pk).select_related("unit").first():
        Unit.objects.select_for_update().get(pk=series.unit_id)
        Series.objects.select_for_update().get(pk=pk)
        setattr(series, f"{role}_id", to)
        series.revision += 1
        series.save(update_fields=[role, "revision"])
        fill(series, day_of(at))


def _pass_activity(pk: int, role: str, to: int) -> None:
    held = Activity.objects.select_for_update().filter(pk=pk, state=ActivityState.PLANNED).first()
    if held:
        setattr(held, f"{role}_id", to)
        held.revision += 1
        held.save(update_fields=[role, "revision"])
