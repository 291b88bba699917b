"""Pure rules of recording, and the refusals they lead to."""

from datetime import date

from huoshui.base.errors import Refused


class AlreadyRecorded(Refused):
    """Somebody else's record of the same planned activity is there already."""


class RecordedBefore(Refused):
    """An unplanned activity of the same unit, kind and time is there already."""

    field = "time"


class ChangedMeanwhile(Refused):
    """What the form shows was changed by somebody after the form was opened."""


class FormUsedElsewhere(Refused):
    """The form recorded another activity already."""


class NotRecorded(Refused):
    """Only a recorded activity can be corrected or withdrawn."""


class NotYetHeld(Refused):
    field = "day"


class KindNotForUnit(Refused):
    field = "kind"


class UnitNotOpen(Refused):
    field = "day"


class UnknownAttendee(Refused):
    """A person who was in no unit of ours that day."""


class TwiceOnRoster(Refused):
    """Each person counts once, however many sittings there were."""


class NobodyCame(Refused):
    """An activity at which nobody was present, not even a guest."""


class NotJoined(Refused):
    """The unit does not hold this activity with others, or not any more."""


class NotACoHolder(Refused):
    """A unit that cannot hold this activity together with the one that records it."""

    field = "joint"


class NothingMayBeWritten(Refused):
    """A talk of which only is kept that it took place."""


class TooManyVotes(Refused):
    """More votes than people there who have one."""


class ResolutionWithoutItem(Refused):
    """A resolution on an agenda item that is not there."""


class NotMissing(Refused):
    """A make-up for somebody who missed nothing."""

    field = "people"


class MadeUpAlready(Refused):
    """Each absence is made up once."""

    field = "people"


class MakeUpTooEarly(Refused):
    """Before the activity it makes up for."""

    field = "day"


class MakeUpWithdrawn(Refused):
    """Taken back meanwhile."""


class SittingTooEarly(Refused):
    """A further sitting before the first."""


class SittingMissing(Refused):
    """A person is put into a sitting that the record does not have."""


class NotPlanned(Refused):
    """Only what is still planned can be moved, cancelled or put back."""


class NeverHeld(Refused):
    """A series whose rule names no day that is still to come."""

    field = "until_on"


class AlwaysMoved(Refused):
    """A series of days off that is not to be held on days off."""

    field = "off_days"


class SeriesOver(Refused):
    """The series has ended, or another has taken over from it."""


class FocusThere(Refused):
    """The unit has issued a focus for the month."""


class FocusGone(Refused):
    """The focus was taken back."""


def is_plausible(day: date) -> bool:
    """Whether anything of ours can have been on the day; keeps slips like 0021 away from the calendar's ends."""
    return 1949 <= day.year < 2100


def is_late(held_on: date, entered_on: date, late_after_days: int) -> bool:
    """补录: entered more than the pack's number of days after it took place."""
    return (entered_on - held_on).days > late_after_days


def tag_text(tags: frozenset[str] | set[str]) -> str:
    return " ".join(sorted(tags))
