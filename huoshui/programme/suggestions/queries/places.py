"""Which units receive suggestions, and who answers there."""

from datetime import date

from huoshui.organisation.public import Unit, Viewer
from huoshui.packs.loaded import pack

from ..models import Suggestion

VIEW, ANSWER = "suggestions.view", "suggestions.answer"


def addressees(on: date):
    """In official order."""
    return Unit.objects.open_on(on).filter(kind__in=pack().suggestions.unit_kinds).in_order()


def home_addressee(viewer: Viewer, on: date) -> Unit | None:
    """The viewer's own unit, or the nearest above it that receives suggestions; for others that of the whole."""
    open_units = list(addressees(on).order_by("path"))
    home = viewer.home_unit
    above = [unit for unit in open_units if home and home.path.startswith(unit.path)]
    return above[-1] if above else (open_units or [None])[0]


def units_to_pass_on_to(suggestion: Suggestion, on: date):
    """Any other unit that receives suggestions, but not the one its writer asked to go past, nor one below that."""
    others = addressees(on).exclude(pk=suggestion.unit_id)
    return others.exclude(path__startswith=suggestion.about.path) if suggestion.goes_past else others


def may_answer(viewer: Viewer, unit: Unit) -> bool:
    return any(unit.path.startswith(prefix) for prefix in viewer.prefixes(ANSWER))
