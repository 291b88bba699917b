"""Who has a vote, and whether enough of them were there. The quorum is the kind's, in the pack: it is shown and
refuses nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from huoshui.base.clock import day_of
from huoshui.organisation.public import full_members_among
from huoshui.packs.schema import ActivityKind
from huoshui.packs.schema.activities import Quorum

from ..enums import Presence
from ..models import Activity, Attendance
from .sheets import Sheet


@dataclass(frozen=True)
class VotesThere:
    """Of those expected who have a vote, how many were there."""

    rule: Quorum
    expected: int
    present: int

    @property
    def needed(self) -> int:
        """The least number that is more than half."""
        return self.expected // 2 + 1

    @property
    def is_reached(self) -> bool:
        return self.present >= self.needed


def with_a_vote(kind: ActivityKind, people: Collection[int], on: date) -> set[int]:
    """Of these people: the full members where the kind's quorum is of them, else everybody."""
    if kind.quorum and kind.quorum.of == "full_members":
        return full_members_among(people, on)
    return set(people)


def votes_there(activity: Activity, kind: ActivityKind, own_roster: Iterable[Attendance]) -> VotesThere | None:
    """None where the kind has no quorum."""
    if not kind.quorum:
        return None
    lines = [line for line in own_roster if not line.is_observer]
    voting = with_a_vote(kind, [line.person_id for line in lines], day_of(activity.starts_at))
    present = {line.person_id for line in lines if line.presence == Presence.PRESENT}
    return VotesThere(kind.quorum, len(voting), len(voting & present))


class VotesOnSheet:
    """While somebody ticks: whose presence counts for the quorum, and how many must be there. `voters` is None where
    the kind has none."""

    def __init__(self, sheet: Sheet):
        self.rule = sheet.kind.quorum
        self.voters: set[int] | None = None
        if self.rule:
            self.voters = with_a_vote(sheet.kind, sheet.people.keys(), day_of(sheet.starts_at))

    @property
    def needed(self) -> int:
        return len(self.voters or ()) // 2 + 1
