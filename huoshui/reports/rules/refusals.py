"""What cannot be said of an obstacle, by name."""

from huoshui.base.errors import Refused


class NotOwed(Refused):
    """Nothing is asked of the unit that could be in the way of: it owes nothing, is exempt, or has done it."""


class NotYetAsked(Refused):
    """The period has not begun."""


class AlreadyNoted(Refused):
    """Somebody else has noted another obstacle of the same unit, norm and period."""


class UntilTooEarly(Refused):
    field = "until_on"


class UntilTooLate(Refused):
    field = "until_on"


class ReasonMissing(Refused):
    field = "reason"


class AnswerMissing(Refused):
    field = "answer"


class NoteClosed(Refused):
    """The note was lifted or taken back meanwhile."""


class ChangedMeanwhile(Refused):
    """Somebody answered after the form was opened."""
