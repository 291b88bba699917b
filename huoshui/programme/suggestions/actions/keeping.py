"""What time does: an answer nobody comes back to closes the suggestion, and later its words go. Counts stay."""

from datetime import datetime, timedelta

from django.db import transaction

from huoshui.ledger.models import Source
from huoshui.ledger.recording import Stamp
from huoshui.packs.loaded import pack

from ..enums import Deed, State
from ..models import Suggestion
from .steps import add_step, locked
from .writing import closed


def close_if_quiet(*, suggestion: Suggestion, at: datetime, source: Source) -> bool:
    """Answered so many days ago, and not a word since. Whether it was closed now."""
    with transaction.atomic():
        held = locked(suggestion)
        last = held.steps.last()
        patience = at - timedelta(days=pack().suggestions.close_after)
        if held.state != State.ANSWERED or last is None or last.at > patience:
            return False
        closed(held, Stamp(None, at, source))
        return True


def erase_if_old(*, suggestion: Suggestion, at: datetime, source: Source) -> bool:
    """Closed so many days ago: all words go, and with them who wrote. Whether they went now."""
    with transaction.atomic():
        held = locked(suggestion)
        oldest = at - timedelta(days=pack().suggestions.erase_after)
        if not held.is_closed or held.erased_at or held.settled_at is None or held.settled_at > oldest:
            return False
        step = add_step(held, Deed.ERASED, Stamp(None, at, source))
        held.text = held.form_name = held.asked_by = held.asked_twice = ""
        held.writer, held.erased_at = None, at
        held.save()
        held.steps.update(text="")
        step.save()
        return True
