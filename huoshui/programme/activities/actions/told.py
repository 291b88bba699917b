"""What somebody tells us of an activity: the content of a record, before it is rows and facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from huoshui.base.clock import day_of
from huoshui.ledger.recording import Stamp
from huoshui.packs.loaded import pack
from huoshui.packs.schema import ActivityKind

from ..enums import Presence
from ..models import Activity


@dataclass(frozen=True)
class Line:
    """One person on the roster. `sitting` is 1 for the first."""

    person_id: int
    presence: Presence = Presence.PRESENT
    leave_reason: str = ""
    is_observer: bool = False
    sitting: int = 1


@dataclass(frozen=True)
class FurtherSitting:
    starts_at: datetime
    place: str = ""


class Votes(NamedTuple):
    """By count. Who voted how is asked nowhere."""

    in_favour: int
    against: int
    abstained: int


@dataclass(frozen=True)
class Resolution:
    """What was resolved on an agenda item, and the votes if there were any."""

    text: str = ""
    votes: Votes | None = None


@dataclass(frozen=True)
class Told:
    """`submission` is the form's own key; telling the same twice records once.

    `resolutions` are by the number of the agenda item, blank lines not counted. `joint` are the units that held it
    together with this one, `partner` somebody outside who did, in words.
    """

    starts_at: datetime
    minutes: int
    roster: Sequence[Line]
    place: str = ""
    title: str = ""
    chair_id: int | None = None
    recorder_id: int | None = None
    agenda: Sequence[str] = ()
    guests: int = 0
    extra_tags: frozenset[str] = frozenset()
    sittings: Sequence[FurtherSitting] = ()
    resolutions: Mapping[int, Resolution] = field(default_factory=dict)
    proceedings: str = ""
    reached: int = 0
    joint: Sequence[int] = ()
    partner: str = ""
    submission: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Entry:
    """A record on its way in: the activity (saved when it was planned), what is told of it, by whom and when."""

    activity: Activity
    told: Told
    stamp: Stamp

    @property
    def day(self) -> date:
        return day_of(self.told.starts_at)

    @property
    def kind(self) -> ActivityKind:
        return pack().activity_kinds[self.activity.kind]

    @property
    def items(self) -> list[str]:
        """The agenda without its blank lines."""
        return [text.strip() for text in self.told.agenda if text.strip()]
