"""A pack, whole and frozen: everything a deployment says about itself in data."""

from typing import Annotated

from pydantic import Field, InstanceOf

from huoshui.ledger.figures import Figure

from .activities import ActivityKind, Tag
from .base import Entry, Line, Table
from .norms import Norm, StandingNorm
from .practices import Practice
from .published import Assumption, Published
from .roles import Role
from .suggestions import Suggestions
from .units import PostKind, UnitKind


class About(Entry):
    """pack.toml. Recorded more than `late_after_days` days after it took place is a late entry."""

    name: Line
    version: Line
    late_after_days: Annotated[int, Field(ge=0)]


class Pack(About):
    unit_kinds: Table[UnitKind]
    post_kinds: Table[PostKind]
    tags: Table[Tag]
    activity_kinds: Table[ActivityKind]
    leave_reasons: Table[str]
    figures: Table[InstanceOf[Figure]]
    figure_notes: Table[tuple[Published | Assumption, ...]]
    practices: tuple[Practice, ...]
    published: tuple[Published, ...]
    assumptions: tuple[Assumption, ...]
    norms: Table[Norm]
    standing_norms: Table[StandingNorm]
    suggestions: Suggestions
    permissions: Table[str]
    roles: Table[Role]

    def tags_of_group(self, group: str) -> tuple[Tag, ...]:
        return tuple(tag for tag in self.tags.values() if tag.group == group)
