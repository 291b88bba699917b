"""What is on, for one who looks today."""

from datetime import date

from huoshui.base.parts import AgendaItem, parts
from huoshui.organisation.public import Unit, Viewer

_ORDER = {"late": 0, "due": 1, "done": 2}


def agenda_of(viewer: Viewer, day: date) -> list[AgendaItem]:
    """Everything the parts have for the day: what is overdue first, then what is on, then what is done."""
    items = [item for part in parts() if part.agenda for item in part.agenda(viewer, day)]
    return sorted(items, key=lambda item: (_ORDER[item.state], item.starts_at))


def record_url(viewer: Viewer, unit: Unit, tag: str) -> str | None:
    """Where the viewer may record, for the unit, what carries the tag."""
    forms = (part.record_url(viewer, unit, tag) for part in parts() if part.record_url)
    return next((url for url in forms if url), None)
