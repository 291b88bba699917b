"""Figures: the numbers of pages and reports, as declarations over facts."""

from dataclasses import dataclass
from enum import Enum

from .measures import Measure


class Form(Enum):
    """How a figure is made of its measures."""

    COUNT = "count"  # facts, less their reversals
    SUM = "sum"  # of the quantity or a payload field
    PEOPLE = "people"  # distinct people, with `at_least`: those whose sum reaches it
    UNITS = "units"  # distinct units
    BALANCE = "balance"  # plus less minus, from the beginning to the end of the period
    RATIO = "ratio"  # two figures, kept as two whole numbers


@dataclass(frozen=True)
class Figure:
    """A number's declaration. `unit` is the unit of measure as people read it (次, 人次, 小时).

    `measure` is what it counts; `minus` what a balance takes off; `over` and `under` are a ratio's two figures.
    """

    code: str
    label: str
    unit: str
    form: Form
    measure: Measure | None = None
    minus: Measure | None = None
    at_least: int = 1
    over: "Figure | None" = None
    under: "Figure | None" = None

    def __post_init__(self) -> None:
        if self.form is Form.PEOPLE and not (self.measure and self.measure.per_person):
            raise ValueError(f"{self.code}: distinct people need a measure kept per_person")

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure the figure needs tallied."""
        own = tuple(m for m in (self.measure, self.minus) if m)
        return own + tuple(m for part in (self.over, self.under) if part for m in part.measures)


@dataclass(frozen=True)
class Ratio:
    over: int
    under: int
