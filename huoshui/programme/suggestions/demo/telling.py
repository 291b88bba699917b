"""The stories are told through the real actions, each at its own time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from huoshui.base.calendar import is_working_day
from huoshui.base.clock import at_time, day_of
from huoshui.ledger.models import Source
from huoshui.organisation.public import Account, Person, Unit, keys_of

from ..actions import (
    Said,
    answer_suggestion,
    assign_suggestion,
    close_if_quiet,
    close_suggestion,
    erase_if_old,
    pass_on_suggestion,
    reopen_suggestion,
    send_suggestion,
)
from ..enums import State
from ..models import Suggestion
from .stories import CLERKS_OUTLET, STORIES, Story

YEAR = 2021
MORNING = 9


@dataclass(frozen=True)
class Cast:
    """Who plays: the clerk who signs, the outlet they work in, and who answers for a unit on that day."""

    clerk: Account
    outlet: Unit
    answers: Callable[[Unit, date], Person]
    today: date


def tell_suggestions(cast: Cast) -> None:
    """Everything before today happened in the morning; at last the nights do what they did meanwhile."""
    keys = count(1)
    for story in STORIES:
        _tell(cast, story, UUID(int=next(keys)))
    nightly = at_time(cast.today, 3, 20)
    for one in Suggestion.objects.order_by("pk"):
        if one.state == State.ANSWERED:
            close_if_quiet(suggestion=one, at=nightly, source=Source.JOB)
        erase_if_old(suggestion=one, at=nightly, source=Source.JOB)


def _tell(cast: Cast, story: Story, submission: UUID) -> None:
    day = date(YEAR, *story.on) if story.on else _working(cast.today - timedelta(days=story.days_ago))
    about = cast.outlet if story.about == CLERKS_OUTLET else Unit.objects.get(code=story.about)
    said = Said(
        story.kind,
        about,
        story.text,
        story.form_name,
        story.asked_by,
        story.asked_twice,
        goes_past=story.goes_past,
        submission=submission,
    )
    writer = cast.clerk if story.named else None
    suggestion = send_suggestion(said=said, writer=writer, at=at_time(day, MORNING, 40), source=Source.SCREEN)
    for number, (days, what, words) in enumerate(story.then):
        day = min(_working(day + timedelta(days=days)), cast.today)
        _step(cast, suggestion, what, words, at_time(day, MORNING + 1 + number, 15))


def _step(cast: Cast, suggestion: Suggestion, what: str, words: str, at: datetime) -> None:
    suggestion.refresh_from_db()
    if what == "close":
        close_suggestion(suggestion=suggestion, at=at, source=Source.SCREEN)
    elif what == "reopen":
        key = UUID(int=suggestion.pk << 64)
        reopen_suggestion(suggestion=suggestion, text=words, submission=key, at=at, source=Source.SCREEN)
    else:
        _of_the_office(cast, suggestion, what, words, at)


def _of_the_office(cast: Cast, suggestion: Suggestion, what: str, words: str, at: datetime) -> None:
    person = cast.answers(suggestion.unit, day_of(at))
    here: dict[str, Any] = {
        "suggestion": suggestion,
        "revision": suggestion.revision,
        "by": keys_of([person.pk]).get(person.pk),
        "at": at,
        "source": Source.SCREEN,
    }
    if what == "assign":
        assign_suggestion(to=person, **here)
    elif what == "pass_on":
        pass_on_suggestion(to=Unit.objects.get(code=words), **here)
    else:
        answer_suggestion(text=words, submission=UUID(int=suggestion.pk << 32 | suggestion.revision), **here)


def _working(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
