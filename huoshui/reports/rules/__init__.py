from .crediting import credited
from .duties import Duty, duties_of_year, duty_in, judged_on, running_duty, short_label
from .refusals import (
    AlreadyNoted,
    AnswerMissing,
    ChangedMeanwhile,
    NoteClosed,
    NotOwed,
    NotYetAsked,
    ReasonMissing,
    UntilTooEarly,
    UntilTooLate,
)
from .states import ASKED, Note, State, When, note_on, state_of, state_of_all, when_is

__all__ = [
    "ASKED",
    "AlreadyNoted",
    "AnswerMissing",
    "ChangedMeanwhile",
    "Duty",
    "NotOwed",
    "NotYetAsked",
    "Note",
    "NoteClosed",
    "ReasonMissing",
    "State",
    "UntilTooEarly",
    "UntilTooLate",
    "When",
    "credited",
    "duties_of_year",
    "duty_in",
    "judged_on",
    "note_on",
    "running_duty",
    "short_label",
    "state_of",
    "state_of_all",
    "when_is",
]
