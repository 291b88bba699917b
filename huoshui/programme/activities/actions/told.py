"""What somebody tells us of an activity: the content of a record, before it is rows and facts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from huoshui.ledger.recording import Stamp

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


@dataclass(frozen=True)
class Told:
    """`submission` is the form's own key; telling the same twice records once."""

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
    submission: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Entry:
    """A record on its way in: the activity (saved when it was planned), what is told of it, by whom and when."""

    activity: Activity
    told: Told
    stamp: Stamp
