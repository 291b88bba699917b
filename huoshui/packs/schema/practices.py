"""What the programme consists of, told in sentences, as the year's page tells it."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Entry, Line, Words


class Practice(Entry):
    """`figures` are those of the records shown beside it, `section` the list the year's page sets out under it.

    `coming` says what is not recorded yet; a practice that shows neither figures nor a list has to.
    """

    number: Annotated[int, Field(ge=1, le=15)]
    label: Line
    text: Line
    figures: Words = ()
    section: Literal["seven_ones", "focus"] | None = None
    coming: Line | None = None
