"""Activities: their kinds, and what they count for."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Coded, Line, Word, Words
from .norms import Wording

Minutes = Annotated[int, Field(ge=1, le=7 * 24 * 60)]


class Tag(Coded):
    group: Word | None = None


class Quorum(Wording):
    """Of whom more than how much must be there. It is shown, and refuses nothing."""

    of: Literal["full_members", "committee"]
    more_than: Literal["half"]


class ActivityKind(Coded):
    """`tags` are carried by every activity of the kind; `extra_tags` may be added when one is recorded.

    `joint`: several units may hold one together. `make_up`: who missed it may make up for it. `content`: what was
    said may be written down; false for talks, of which only that they took place is kept. `counts` is what the number
    of people it was done for is called, where they are counted and never named. The roster `open` takes whoever is
    named, `none` takes no names at all.
    """

    tags: Words
    extra_tags: Words = ()
    roster: Literal["members", "committee", "cell", "staff", "open", "none"]
    minutes: Minutes
    unit_kinds: Words
    joint: bool = False
    make_up: bool = False
    content: bool = True
    counts: Line | None = None
    quorum: Quorum | None = None
