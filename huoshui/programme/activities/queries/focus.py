"""The focus of each month, for those it is given to and those who give it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from huoshui.ledger.recording import NewFact
from huoshui.organisation.public import Unit, Viewer

from ..facts import focus_wanted
from ..models import FocusQuerySet, MonthlyFocus
from .series import PLAN

VIEW = "activities.view"


def focuses_visible_to(viewer: Viewer) -> FocusQuerySet:
    """Those issued by the viewer's units, by any above them and by any below."""
    paths = viewer.prefixes(VIEW)
    below = Q(unit__in=viewer.units(VIEW))
    given = Q(pk__in=MonthlyFocus.objects.over(paths).issued())
    return MonthlyFocus.objects.filter(below | given).select_related("unit")


def focuses_planned_by(viewer: Viewer) -> FocusQuerySet:
    return MonthlyFocus.objects.filter(unit__in=viewer.units(PLAN)).select_related("unit")


def focuses_for(unit: Unit, first: int, last: int) -> list[MonthlyFocus]:
    """What the unit and those above it have issued for the months between (YYYYMM), the highest first."""
    issued = MonthlyFocus.objects.over([unit.path]).issued().filter(month__range=(first, last))
    return list(issued.select_related("unit").order_by("month", "unit__path"))


def themes_for(viewer: Viewer, first: date, last: date) -> list[MonthlyFocus]:
    """Those the viewer's own unit stands under."""
    unit = viewer.home_unit
    if unit is None or not viewer.may(VIEW):
        return []
    return focuses_for(unit, first.year * 100 + first.month, last.year * 100 + last.month)


def focuses_call_for() -> Iterable[tuple[str, list[NewFact]]]:
    """The facts of every focus that stands, for reconciliation."""
    for focus in MonthlyFocus.objects.issued().select_related("unit").order_by("pk").iterator():
        yield focus.subject, focus_wanted(focus)
