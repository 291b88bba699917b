"""The way up and down from a unit, as far as the viewer sees."""

from huoshui.ledger.scope import SEGMENT
from huoshui.organisation.public import Unit, Viewer


def above(viewer: Viewer, permission: str, unit: Unit) -> list[Unit]:
    """The units above it, from the top."""
    paths = [unit.path[:end] for end in range(SEGMENT, len(unit.path), SEGMENT)]
    return list(viewer.units(permission).filter(path__in=paths))


def below(viewer: Viewer, permission: str, unit: Unit) -> list[Unit]:
    """Those directly under it, in official order."""
    return list(viewer.units(permission).filter(parent=unit))
