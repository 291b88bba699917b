"""Activities: their kinds, what they count for, and the focus of each month."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Coded, Entry, Line, Word, Words

Minutes = Annotated[int, Field(ge=1, le=7 * 24 * 60)]


class Tag(Coded):
    group: Word | None = None


class ActivityKind(Coded):
    """`tags` are carried by every activity of the kind; `extra_tags` may be added when one is recorded."""

    tags: Words
    extra_tags: Words = ()
    roster: Literal["members", "committee", "cell", "staff", "open"]
    minutes: Minutes
    unit_kinds: Words


class Focus(Entry):
    year: Annotated[int, Field(ge=2000, le=2099)]
    month: Annotated[int, Field(ge=1, le=12)]
    title: Line
    text: Line
    document_number: Line | None = None
