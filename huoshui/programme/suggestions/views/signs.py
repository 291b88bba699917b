"""How a suggestion's state is shown: the sign of the house's states, and the word that says it."""

from datetime import date

from ..enums import State
from ..models import Suggestion

SIGNS = {
    State.RECEIVED: "due",
    State.ASSIGNED: "due",
    State.REOPENED: "due",
    State.ANSWERED: "done",
    State.CLOSED: "done",
}


def sign_of(suggestion: Suggestion, day: date) -> str:
    return "late" if is_overdue(suggestion, day) else SIGNS[State(suggestion.state)]


def word_of(suggestion: Suggestion, day: date) -> str:
    label = State(suggestion.state).label
    return f"{label}，已过期限" if is_overdue(suggestion, day) else label


def is_overdue(suggestion: Suggestion, day: date) -> bool:
    return suggestion.is_open and suggestion.due_on < day
