"""What those who look after a suggestion do: give it to somebody, pass it on, answer it, take a step back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import Stamp
from huoshui.organisation.public import Person, Unit, people_who_may

from ..enums import DEEDS_OF_THE_OFFICE, Deed, State
from ..models import Step, Suggestion
from ..queries import units_to_pass_on_to
from ..rules import MayNotAnswer, NothingOwed, PastTheUnit, TooLate
from .steps import add_step, at_revision, before, locked, settled, told_before

ANSWERED_ALREADY = "这条意见已经答复或办结，不用再办。"


def assign_suggestion(
    *, suggestion: Suggestion, to: Person, revision: int, by: UUID | None, at: datetime, source: Source
) -> Suggestion:
    """Give it to one person to answer. Given to whoever has it already: nothing happens.

    Raises AnsweredMeanwhile, NothingOwed, MayNotAnswer.
    """
    with transaction.atomic():
        if (held := locked(suggestion)).assignee_id == to.pk and held.is_open:
            return held
        held = _owed(suggestion, revision)
        _refuse_who_may_not(held, to, at)
        step = add_step(held, Deed.ASSIGNED, Stamp(by, at, source), to_person=to, **before(held))
        held.assignee = to
        held.state = State.REOPENED if held.state == State.REOPENED else State.ASSIGNED
        return _taken(held, step, Stamp(by, at, source))


def answer_suggestion(
    *, suggestion: Suggestion, text: str, submission: UUID, revision: int, by: UUID | None, at: datetime, source: Source
) -> Suggestion:
    """The same form sent twice answers once. Raises AnsweredMeanwhile, NothingOwed."""
    with transaction.atomic():
        if told_before(held := locked(suggestion), submission):
            return held
        held = _owed(suggestion, revision)
        in_time = day_of(at) <= held.due_on
        more = {"text": text, "submission": submission, "in_time": in_time, **before(held)}
        step = add_step(held, Deed.ANSWERED, Stamp(by, at, source), **more)
        held.state, held.settled_at = State.ANSWERED, at
        return _taken(held, step, Stamp(by, at, source))


def pass_on_suggestion(
    *, suggestion: Suggestion, to: Unit, text: str = "", revision: int, by: UUID | None, at: datetime, source: Source
) -> Suggestion:
    """Another unit looks after it from now on; the deadline stays. Passed to where it is: nothing happens.

    Raises AnsweredMeanwhile, NothingOwed, PastTheUnit.
    """
    with transaction.atomic():
        if (held := locked(suggestion)).unit_id == to.pk:
            return held
        held = _owed(suggestion, revision)
        if not units_to_pass_on_to(held, day_of(at)).filter(pk=to.pk).exists():
            raise PastTheUnit("不能转到这个单位：写的人要求不让它看到，或它不办理意见。请另选单位。")
        step = add_step(held, Deed.PASSED_ON, Stamp(by, at, source), to_unit=to, text=text, **before(held))
        held.unit, held.assignee = to, None
        held.state = State.REOPENED if held.state == State.REOPENED else State.RECEIVED
        return _taken(held, step, Stamp(by, at, source))


def take_back_step(*, suggestion: Suggestion, number: int, by: UUID | None, at: datetime, source: Source) -> Suggestion:
    """Put back what stood before the last step. Taken back before: nothing happens. Raises TooLate."""
    with transaction.atomic():
        held = locked(suggestion)
        if held.steps.filter(of=number).exists():
            return held
        last = held.steps.filter(number=number, deed__in=DEEDS_OF_THE_OFFICE).select_related("unit_before").first()
        if last is None or held.revision != number:
            raise TooLate("后面已经有新的情况，这一步不能再撤销。需要改的，请另作答复或另行交办。")
        step = add_step(held, Deed.TAKEN_BACK, Stamp(by, at, source), of=number, **before(held))
        _put_back(held, last)
        return _taken(held, step, Stamp(by, at, source))


def _put_back(held: Suggestion, last: Step) -> None:
    held.state, held.assignee_id = last.state_before, last.assignee_before_id
    held.unit = last.unit_before or held.unit
    if last.deed == Deed.ANSWERED:
        held.settled_at = None


def _owed(suggestion: Suggestion, revision: int) -> Suggestion:
    held = at_revision(suggestion, revision)
    if not held.is_open:
        raise NothingOwed(ANSWERED_ALREADY)
    return held


def _refuse_who_may_not(held: Suggestion, to: Person, at: datetime) -> None:
    if to.pk not in {person.pk for person, _ in people_who_may("suggestions.answer", held.unit, day_of(at))}:
        raise MayNotAnswer(f"{to.name}没有办理“{held.unit.name}”意见的角色。请另选一人。")


def _taken(held: Suggestion, step: Step, stamp: Stamp) -> Suggestion:
    held.save()
    step.save()
    return settled(held, stamp)
