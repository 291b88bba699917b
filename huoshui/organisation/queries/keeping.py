"""Whose roster a viewer keeps, and so whose year they may read: a role held above a branch does not reach in (N10)."""

from django.db.models import QuerySet

from huoshui.packs.loaded import pack

from ..models import Membership, Unit
from ..viewing import Viewer

KEEPS = "activities.record"


def units_kept_by(viewer: Viewer) -> QuerySet[Unit]:
    """The branches in which the viewer's role is held itself, and their cells: see docs/adr/0008."""
    kinds = pack().unit_kinds
    return Unit.objects.under(*(unit.path for unit in viewer.granted(KEEPS) if kinds[unit.kind].keeps_rosters))


def may_read_year_of(viewer: Viewer, person_id: int) -> bool:
    """One's own, and that of whoever belongs today to a branch whose roster one keeps."""
    kept = Membership.objects.on(viewer.on).filter(person=person_id, unit__in=units_kept_by(viewer))
    return person_id == viewer.person_id or kept.exists()
