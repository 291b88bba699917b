"""Whose activities a viewer records. A list of absentees never leaves the branch (N10): a role held above a branch
sees its counts, and only one held in it opens its rosters."""

from huoshui.organisation.public import Unit, Viewer
from huoshui.packs.loaded import pack

from ..models import Activity, ActivityQuerySet

PERMISSION = "activities.record"


def units_recorded_by(viewer: Viewer):
    """In official order."""
    own = {kind.code for kind in pack().unit_kinds.values() if kind.keeps_rosters}
    inside = [unit.path for unit in viewer.granted(PERMISSION) if unit.kind in own]
    return (viewer.units(PERMISSION).exclude(kind__in=own) | Unit.objects.under(*inside)).in_order()


def recorded_by(viewer: Viewer) -> ActivityQuerySet:
    return Activity.objects.filter(unit__in=units_recorded_by(viewer)).select_related("unit")


def may_record(viewer: Viewer, unit: Unit) -> bool:
    return units_recorded_by(viewer).filter(pk=unit.pk).exists()
