"""Numbers from outside: what was published, and what the demo city assumes."""

from typing import Annotated, Literal

from pydantic import Field

from huoshui.ledger.periods import Period

from .base import Entry, Line, Word


class Note(Entry):
    """`figure` is the pack's figure that answers it; without one, no record answers it yet."""

    label: Line
    period: Annotated[str, Field(pattern=r"^20\d\d(-(Q[1-4]|0[1-9]|1[0-2]))?$")]
    value: Annotated[int, Field(ge=0)]
    unit: Line
    figure: Word | None = None

    @property
    def over(self) -> Period:
        return Period.read(self.period)


class Published(Note):
    """`practice` is its number among the fifteen practices; `wording` is how it was published, where not exactly.

    `section` names the part of the year's page that is itself the answer, where that is a list and no figure.
    """

    source: Line
    practice: Annotated[int, Field(ge=1, le=15)]
    wording: Line | None = None
    section: Literal["seven_ones", "focus"] | None = None


class Assumption(Note):
    note: Line
