"""What the whole needs from a part of the programme, declared once in the part's `part.py`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huoshui.base.jobs.entries import Entry


@dataclass(frozen=True)
class AgendaItem:
    """A line on 今天: what is on, and where to do it. `word` says the state in the part's own word."""

    title: str
    unit_name: str
    starts_at: datetime
    url: str
    state: str  # "due" | "late" | "done"
    detail: str = ""
    word: str = ""


@dataclass(frozen=True)
class Found:
    """A search result."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Theme:
    """What a month stands under: its focus, from which document, and the page that shows it."""

    month: date
    title: str
    text: str
    document_number: str = ""
    url: str = ""


@dataclass(frozen=True)
class Held:
    """Something a person holds that somebody else has to take when they leave. `code` is unique within the part."""

    code: str
    title: str
    unit_name: str
    url: str = ""


@dataclass(frozen=True)
class Part:
    """A part's descriptor. Callables take the viewer first, so that visibility is theirs to keep.

    `pages` maps a fact's subject type to a function (viewer, subject ids) -> {subject id: (url, title)}, leaving
    out what the viewer may not see. `wanted` yields every (subject, facts the rows call for), for reconciliation.
    `reactions` answer kinds of facts: by name, the kinds and what to do with each fact (idempotent by its id).
    `record_url` (viewer, unit, tag) is the form for an activity that carries the tag, if the viewer may use it.
    `themes` (viewer, first day, last day) are the focuses of the months between, oldest first.
    `held` (viewer, person id) lists what a person holds in this part; `pass_on` (codes, to person id, by, at, source)
    gives it to another in the caller's transaction, and raises Refused where that cannot be.
    `words` (field of a fact's payload, value) is what a page says of it, "" where it says nothing.
    `timetable` lists the jobs the clock starts (the jobs themselves are declared in the part's `jobs.py`).
    `open_today` (viewer, day) puts in front of somebody who comes in by a door of the demo what that door promises.
    """

    name: str
    label: str
    agenda: Callable[[Any, date], Iterable[AgendaItem]] | None = None
    search: Callable[[Any, str], Iterable[Found]] | None = None
    pages: dict[str, Callable[[Any, Iterable[int]], dict[int, tuple[str, str]]]] = field(default_factory=dict)
    wanted: Callable[[], Iterable[tuple[str, Sequence[Any]]]] | None = None
    reactions: dict[str, tuple[tuple[str, ...], Callable[[Any], None]]] = field(default_factory=dict)
    record_url: Callable[[Any, Any, str], str | None] | None = None
    themes: Callable[[Any, date, date], Iterable[Theme]] | None = None
    held: Callable[[Any, int], Iterable[Held]] | None = None
    pass_on: Callable[[Sequence[str], int, UUID | None, datetime, Any], None] | None = None
    words: Callable[[str, Any], str] | None = None
    timetable: Sequence[Entry] = ()
    open_today: Callable[[Any, date], None] | None = None


_parts: dict[str, Part] = {}


def register_part(part: Part) -> None:
    _parts[part.name] = part


def parts() -> list[Part]:
    """All registered parts, in the order the configuration wired them."""
    return list(_parts.values())
