"""Pure rules about times and places. Every period is half-open: [from_on, until_on)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FOREVER = date.max


@dataclass(frozen=True, order=True)
class Stint:
    """A time spent in a unit; `until_on` is the first day after it, or None while it lasts."""

    from_on: date
    until_on: date | None
    unit_id: int


@dataclass(frozen=True, order=True)
class Piece:
    """A time during which a unit had one path."""

    from_on: date
    until_on: date | None
    unit_id: int
    path: str


def in_words(from_on: date, until_on: date | None) -> str:
    """From the first day to the last one, as people say it."""
    begins = f"{from_on.year}年{from_on.month}月{from_on.day}日"
    if until_on is None:
        return f"{begins}起"
    last = until_on - timedelta(days=1)
    return begins if last == from_on else f"{begins}至{last.year}年{last.month}月{last.day}日"


def ends(until_on: date | None) -> date:
    return until_on or FOREVER


def overlap(from_on: date, until_on: date | None, other_from: date, other_until: date | None) -> bool:
    return from_on < ends(other_until) and other_from < ends(until_on)


def within(inner: Stint, from_on: date, until_on: date | None) -> Stint | None:
    """The part of a stint that lies in a period, or None."""
    start, end = max(inner.from_on, from_on), min(ends(inner.until_on), ends(until_on))
    return Stint(start, None if end == FOREVER else end, inner.unit_id) if start < end else None


def pieces_of(stint: Stint, spells: Iterable[Piece]) -> list[Piece]:
    """A stint cut where its unit's path changed; a mere renaming cuts nothing. `spells` are in order of time."""
    pieces: list[Piece] = []
    for spell in spells:
        part = within(stint, spell.from_on, spell.until_on)
        if part and pieces and pieces[-1].path == spell.path:
            pieces[-1] = Piece(pieces[-1].from_on, part.until_on, stint.unit_id, spell.path)
        elif part:
            pieces.append(Piece(part.from_on, part.until_on, stint.unit_id, spell.path))
    return pieces


def home_stints(memberships: Sequence[Stint], employments: Sequence[Stint]) -> list[Stint]:
    """Where a person is counted: the Party branch while a member, else the workplace."""
    gaps = employments
    for taken in memberships:
        gaps = [rest for stint in gaps for rest in _less(stint, taken)]
    return sorted([*memberships, *gaps])


def _less(stint: Stint, taken: Stint) -> list[Stint]:
    before = within(stint, date.min, taken.from_on)
    after = within(stint, taken.until_on, None) if taken.until_on else None
    return [rest for rest in (before, after) if rest]


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lie under another of them."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)
