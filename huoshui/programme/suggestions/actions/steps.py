"""The one way in which anything happens to a suggestion: a step is added, and the facts are settled."""

from datetime import datetime
from typing import Any
from uuid import UUID

from huoshui.ledger.recording import Stamp, settle

from ..enums import Deed
from ..models import Step, Suggestion
from ..queries import wanted_facts
from ..rules import AnsweredMeanwhile, whole_hour

CHANGED = "您打开之后，别人已经先办了一步，您写的还没有送出，字都还在这一页。请看过办理经过再决定。"


def locked(suggestion: Suggestion) -> Suggestion:
    every = Suggestion.objects.select_for_update(of=("self",)).select_related("unit", "about", "writer")
    return every.get(pk=suggestion.pk)


def at_revision(suggestion: Suggestion, revision: int) -> Suggestion:
    """The suggestion, locked. Raises AnsweredMeanwhile when its last step is not the one the page showed."""
    held = locked(suggestion)
    if held.revision != revision:
        raise AnsweredMeanwhile(CHANGED)
    return held


def told_before(suggestion: Suggestion, submission: UUID) -> bool:
    """Whether this very form was sent before."""
    return suggestion.steps.filter(submission=submission).exists()


def add_step(suggestion: Suggestion, deed: Deed, stamp: Stamp, **more: Any) -> Step:
    """The caller holds the lock, and changes and saves the suggestion itself; `settled` then makes its facts."""
    suggestion.revision += 1
    return Step(suggestion=suggestion, number=suggestion.revision, deed=deed, at=stamp.at, by=stamp.by, **more)


def settled(suggestion: Suggestion, stamp: Stamp) -> Suggestion:
    settle(wanted_facts([suggestion]), by=stamp.by, at=stamp.at, source=stamp.source)
    return suggestion


def before(suggestion: Suggestion) -> dict[str, Any]:
    """What a step keeps of how things stood."""
    return {
        "state_before": suggestion.state,
        "unit_before": suggestion.unit,
        "assignee_before_id": suggestion.assignee_id,
    }


def moment(suggestion: Suggestion, at: datetime) -> datetime:
    """When the writer did something, as far as it is kept."""
    return at if suggestion.writer_id else whole_hour(at)
