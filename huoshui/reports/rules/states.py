"""How a unit stands towards a norm in a period: the truth table of docs/matrix.md, which the tests read."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from huoshui.ledger.periods import Period


class State(StrEnum):
    """The words and signs are those of base's state component."""

    DONE = "done"
    DUE = "due"
    LATE = "late"
    IN_THE_WAY = "in_the_way"
    EXEMPT = "exempt"
    FUTURE = "future"
    NONE = "none"


class When(StrEnum):
    """Where today lies, seen from the period."""

    BEFORE = "before"
    OPEN = "open"
    OVER = "over"


class Note(StrEnum):
    """What an obstacle note says today."""

    NONE = "none"
    OPEN = "open"
    EXPIRED = "expired"


# Of several units together, what asks most for attention comes first; done only when all are.
TOGETHER = (State.LATE, State.IN_THE_WAY, State.DUE, State.FUTURE, State.DONE, State.EXEMPT)
ASKED = frozenset(TOGETHER) - {State.EXEMPT}


def state_of(*, owed: bool, asked: bool, exempt: bool, done: bool, when: When, note: Note) -> State:
    """What is done is done, however early and whatever else was said; an exemption excuses, a note does not.

    `asked`: there is something to do, and somebody to do it; `exempt`: the unit is, or all its people are.
    """
    if not owed or not (asked or exempt):
        return State.NONE
    if asked and done:
        return State.DONE
    if exempt:
        return State.EXEMPT
    if when is When.BEFORE:
        return State.FUTURE
    if note is Note.OPEN:
        return State.IN_THE_WAY
    return State.DUE if when is When.OPEN else State.LATE


def state_of_all(states: Iterable[State]) -> State:
    found = set(states)
    return next((state for state in TOGETHER if state in found), State.NONE)


def when_is(period: Period, today: date) -> When:
    if today < period.begins_on:
        return When.BEFORE
    return When.OPEN if today <= period.ends_on else When.OVER


def note_on(until_on: date | None, today: date) -> Note:
    """A note holds to the end of its last day; None: there is no note."""
    if until_on is None:
        return Note.NONE
    return Note.OPEN if today <= until_on else Note.EXPIRED
