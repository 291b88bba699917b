"""What the writer does afterwards: say more, be content, or ask once more. Nobody's name goes with it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import Stamp
from huoshui.packs.loaded import pack

from ..enums import Deed, State
from ..models import Suggestion
from ..rules import NothingOwed, ReopenedBefore, due_day
from .steps import add_step, before, locked, moment, settled, told_before


def add_words(*, suggestion: Suggestion, text: str, submission: UUID, at: datetime, source: Source) -> Suggestion:
    """While an answer is owed. The same form sent twice adds once. Raises NothingOwed."""
    with transaction.atomic():
        held = locked(suggestion)
        if told_before(held, submission):
            return held
        if not held.is_open:
            raise NothingOwed("这条意见已经答复或办结。不满意请选“再请办理”；有新的情况，请另写一条。")
        stamp = Stamp(None, moment(held, at), source)
        step = add_step(held, Deed.ADDED, stamp, text=text, submission=submission, **before(held))
        held.save()
        step.save()
        return held


def close_suggestion(*, suggestion: Suggestion, at: datetime, source: Source) -> Suggestion:
    """The writer is content, or wants no more of it. Closing twice is no error."""
    with transaction.atomic():
        held = locked(suggestion)
        return held if held.is_closed else closed(held, Stamp(None, moment(held, at), source))


def reopen_suggestion(
    *, suggestion: Suggestion, text: str, submission: UUID, at: datetime, source: Source
) -> Suggestion:
    """The answer does not do: it is owed once more, with a new deadline. Raises NothingOwed, ReopenedBefore."""
    with transaction.atomic():
        held = locked(suggestion)
        if told_before(held, submission):
            return held
        if held.state != State.ANSWERED:
            raise NothingOwed("还没有答复，或已经办结，不用再请办理。要补充，请用“补充几句”。")
        if held.steps.filter(deed=Deed.REOPENED).exists():
            raise ReopenedBefore("已经请再办理过一次。还不满意，请向上级单位另写一条，并选“直接交上级”。")
        stamp = Stamp(None, moment(held, at), source)
        step = add_step(held, Deed.REOPENED, stamp, text=text, submission=submission, **before(held))
        held.state, held.settled_at = State.REOPENED, None
        held.due_on = due_day(day_of(at), pack().suggestions.answer_within)
        held.save()
        step.save()
        return settled(held, stamp)


def closed(held: Suggestion, stamp: Stamp) -> Suggestion:
    """The caller holds the lock."""
    step = add_step(held, Deed.CLOSED, stamp, **before(held))
    held.state, held.settled_at = State.CLOSED, stamp.at
    held.save()
    step.save()
    return settled(held, stamp)
