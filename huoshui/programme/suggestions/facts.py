"""What a suggestion and its steps call for in facts: kind and whether in time; nobody's name, nobody's words.

They lie where the suggestion is looked after now: one that was passed on takes its numbers along, so that what a unit
received, less what it closed, is what it still has.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from huoshui.base.clock import day_of
from huoshui.ledger.kinds import Code, FactKind, Flag, declare
from huoshui.ledger.recording import NewFact

from .enums import Deed
from .models import Step, Suggestion

RECEIVED = FactKind("suggestions.suggestion.received", "收到意见", payload={"kind": Code()}, group="投诉建议")
ANSWERED = FactKind(
    "suggestions.suggestion.answered", "答复意见", payload={"kind": Code(), "in_time": Flag()}, group="投诉建议"
)
CLOSED = FactKind("suggestions.suggestion.closed", "办结意见", payload={"kind": Code()}, group="投诉建议")
REOPENED = FactKind("suggestions.suggestion.reopened", "再次办理意见", payload={"kind": Code()}, group="投诉建议")
declare(RECEIVED, ANSWERED, CLOSED, REOPENED)

CALLED_FOR = {
    Deed.RECEIVED: RECEIVED,
    Deed.ANSWERED: ANSWERED,
    Deed.CLOSED: CLOSED,
    Deed.REOPENED: REOPENED,
}


def standing(steps: Sequence[Step]) -> list[Step]:
    """The steps that were not taken back."""
    undone = {step.of for step in steps}
    return [step for step in steps if step.number not in undone]


def counted_on(suggestion: Suggestion, step: Step) -> date:
    """The step's day, or the nearest to it on which the unit was open."""
    unit, day = suggestion.unit, max(day_of(step.at), suggestion.unit.opened_on)
    return min(day, unit.closed_on - timedelta(days=1)) if unit.closed_on else day


def wanted(suggestion: Suggestion, steps: Sequence[Step], paths: Mapping[tuple[int, date], str]) -> list[NewFact]:
    """`paths` are those of the unit on the days of `counted_on`."""
    return [_fact(suggestion, step, paths) for step in standing(steps) if step.deed in CALLED_FOR]


def _fact(suggestion: Suggestion, step: Step, paths: Mapping[tuple[int, date], str]) -> NewFact:
    kind = CALLED_FOR[Deed(step.deed)]
    in_time = {"in_time": bool(step.in_time)} if kind is ANSWERED else {}
    return NewFact(
        kind,
        unit=suggestion.unit_id,
        path=paths[suggestion.unit_id, counted_on(suggestion, step)],
        subject=suggestion.subject,
        occurred_at=step.at,
        payload={"kind": suggestion.kind, **in_time},
    )
