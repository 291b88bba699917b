"""What an address asks for, fetched through the viewer: what may not be seen does not exist."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from django.urls import reverse

from huoshui.ledger.periods import NotAPeriod, Period
from huoshui.organisation.public import Unit, unit_visible

from ..queries.units import above, below

T = TypeVar("T")


def unit_asked(request: HttpRequest, permission: str, code: str) -> Unit:
    try:
        return unit_visible(request.viewer, permission, code)
    except Unit.DoesNotExist:
        raise Http404(code) from None


def home_asked(request: HttpRequest, permission: str) -> Unit:
    """Where the viewer starts: the unit of the first role, or the first unit seen."""
    seen, home = request.viewer.units(permission), request.viewer.home_unit
    unit = seen.filter(pk=home.pk).first() if home else None
    if found := unit or seen.first():
        return found
    raise Http404


def period_asked(written: str) -> Period:
    try:
        return Period.read(written)
    except NotAPeriod:
        raise Http404(written) from None


def entry_asked(entries: Mapping[str, T], code: str) -> T:
    """An entry of the pack."""
    if code not in entries:
        raise Http404(code)
    return entries[code]


def near(request: HttpRequest, permission: str, unit: Unit) -> list[Unit]:
    """The units one may go to from a page about this one: those above it, itself, those directly under it."""
    viewer = request.viewer
    return [*above(viewer, permission, unit), unit, *below(viewer, permission, unit)]


def trail(units: list[Unit], unit: Unit, name: str, *rest: Any, own: bool = False) -> list[tuple[str, str]]:
    """Breadcrumbs: the page of that name of each unit above, and of the unit itself when this page is under it."""
    way = [one for one in units if unit.path.startswith(one.path) and (own or one.pk != unit.pk)]
    return [(one.name, reverse(name, args=[one.code, *rest])) for one in way]
