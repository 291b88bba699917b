"""What this part does by itself: follow units that move, and at night close and erase what time is up for."""

from datetime import time

from huoshui.base import clock
from huoshui.base.jobs.public import Entry, Progress, declare
from huoshui.ledger.models import Fact, Source
from huoshui.ledger.recording import Stamp

from .actions import close_if_quiet, erase_if_old, follow_move
from .enums import State
from .models import Suggestion

UNIT_MOVED = ("organisation.unit.opened",)
KEEP = "suggestions.keep"


def follow_moved_unit(fact: Fact) -> None:
    if fact.says["cause"] == "moved" and fact.reverses_id is None:
        follow_move(unit_id=fact.unit_id, stamp=Stamp(fact.recorded_by, fact.recorded_at, Source.JOB))


def keep(*, progress: Progress) -> None:
    """Both actions look again under lock, so that a second run finds nothing left to do."""
    at = clock.now()
    waiting = Suggestion.objects.filter(state=State.ANSWERED).order_by("pk")
    over = Suggestion.objects.filter(state=State.CLOSED, erased_at=None).order_by("pk")
    due = [(close_if_quiet, one) for one in waiting] + [(erase_if_old, one) for one in over]
    for number, (act, one) in enumerate(due, 1):
        act(suggestion=one, at=at, source=Source.JOB)
        progress(number, len(due))


declare(KEEP, keep, label="投诉建议：到期办结、删去文字")
TIMETABLE = (Entry("suggestions.nightly", KEEP, at=time(3, 20)),)
