"""The figures of a unit and a period, and what is known of them from outside."""

from dataclasses import dataclass

from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.figures import Figure, Form, Ratio
from huoshui.ledger.kinds import kind_named
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Unit, scope_of
from huoshui.packs.loaded import pack
from huoshui.packs.schema import Assumption, Published

Note = Published | Assumption


@dataclass(frozen=True)
class FigureSaid:
    """A figure's value, and what was published or assumed about it from outside."""

    figure: Figure
    value: int | Ratio
    notes: tuple[Note, ...]


def figures_of(unit: Unit, period: Period, at: int | None = None) -> list[FigureSaid]:
    """Every figure of the pack, in its order. Raises UnknownPosition."""
    return said_of(list(pack().figures.values()), unit, period, at)


def figure_of(figure: Figure, unit: Unit, period: Period, at: int | None = None) -> FigureSaid:
    return said_of([figure], unit, period, at)[0]


def said_of(figures: list[Figure], unit: Unit, period: Period, at: int | None = None) -> list[FigureSaid]:
    values = evaluate(figures, scope=scope_of(unit), period=period, at=at)
    return [FigureSaid(figure, values[figure.code], _notes(figure, unit, period)) for figure in figures]


def group_of(figure: Figure) -> str:
    """The heading a figure stands under."""
    if figure.form is Form.RATIO:
        return "两数相比（不折成百分数）"
    kind = kind_named(figure.measure.kinds[0]) if figure.measure else None
    if figure.form is Form.BALANCE and not (kind and kind.group):
        return "组织（期末数）"
    return (kind.group or kind.label) if kind else "其他"


def _notes(figure: Figure, unit: Unit, period: Period) -> tuple[Note, ...]:
    """Published and assumed numbers are those of the whole; of another period only where it lies within this one."""
    if unit.parent_id is not None:
        return ()
    notes = pack().figure_notes.get(figure.code, ())
    if figure.form is Form.BALANCE:
        return tuple(note for note in notes if note.over.last == period.last)
    return tuple(note for note in notes if period.first <= note.over.first and note.over.last <= period.last)
