"""The fifteen practices of a year: what each is, what was published of it, and what the records say beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from huoshui.base.parts import Theme
from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Unit, Viewer
from huoshui.packs.loaded import pack
from huoshui.packs.schema import Practice

from .figures import FigureSaid, Note, said_of
from .themes import themes_of


@dataclass(frozen=True)
class Beside:
    """A number from outside; the figure that answers it, or how many the page's own list has, where there is one."""

    note: Note
    said: FigureSaid | None = None
    listed: int | None = None


@dataclass(frozen=True)
class PracticeShown:
    practice: Practice
    figures: Sequence[FigureSaid]
    published: Sequence[Beside]
    themes: Sequence[Theme] = ()


def practices_shown(viewer: Viewer, unit: Unit, period: Period) -> list[PracticeShown]:
    """Every figure of every practice in one statement."""
    practices = pack().practices
    shown = {practice.number: _figures(practice) for practice in practices}
    every = {figure.code: figure for figures in shown.values() for figure in figures}
    said = {one.figure.code: one for one in said_of(list(every.values()), unit, period)}
    themes = themes_of(viewer, period)
    return [
        PracticeShown(
            practice,
            [said[figure.code] for figure in shown[practice.number]],
            [_beside(note, unit, period, said, themes) for note in _published(practice, period)],
            themes if practice.section == "focus" else (),
        )
        for practice in practices
    ]


def assumed_of(unit: Unit, period: Period) -> list[Beside]:
    """What the demo takes for granted of the whole, and what the records make of it; a practice has its own."""
    told = {code for practice in pack().practices for code in practice.figures}
    notes = [note for note in pack().assumptions if note.over == period and note.figure not in told]
    figures = [pack().figures[note.figure] for note in notes if note.figure]
    said = {one.figure.code: one for one in said_of(figures, unit, period)}
    return [Beside(note, said.get(note.figure or "")) for note in notes]


def _figures(practice: Practice) -> list[Figure]:
    listed = _of_tags(practice.section) if practice.section else []
    return [*listed, *(pack().figures[code] for code in practice.figures)]


def _of_tags(group: str) -> list[Figure]:
    """The plain count of activities that carry each tag of the group, in the order of the tags."""
    wanted = [(tag.code,) for tag in pack().tags_of_group(group)]
    counts = {f.measure.tags: f for f in reversed(pack().figures.values()) if f.form is Form.COUNT and f.measure}
    return [counts[tags] for tags in wanted if tags in counts]


def _published(practice: Practice, period: Period) -> list[Note]:
    """In the words of the company; those a shown figure carries beside it are left to the figure."""
    notes = [note for note in pack().published if note.practice == practice.number]
    return [n for n in notes if period.first <= n.over.first <= period.last and n.figure not in practice.figures]


def _beside(note: Note, unit: Unit, period: Period, said: dict[str, FigureSaid], themes: Sequence[Theme]) -> Beside:
    """The company's number is compared with the records of the whole company only."""
    if unit.parent_id is not None:
        return Beside(note)
    section = getattr(note, "section", None)
    if section == "focus":
        return Beside(note, listed=len(themes))
    if section:
        return Beside(note, listed=sum(bool(said[figure.code].value) for figure in _of_tags(section)))
    if note.figure and note.over == period and note.figure not in said:
        return Beside(note, said_of([pack().figures[note.figure]], unit, period)[0])
    return Beside(note, said.get(note.figure or ""))
