"""When a unit turns out to have moved, what it received since belongs to its new place."""

from django.db import transaction

from huoshui.ledger.recording import Stamp, settle

from ..models import Suggestion
from ..queries import wanted_facts


def follow_move(*, unit_id: int, stamp: Stamp) -> None:
    """Doing it again changes nothing."""
    with transaction.atomic():
        theirs = list(Suggestion.objects.select_for_update().filter(unit=unit_id).order_by("pk"))
        settle(wanted_facts(theirs), by=stamp.by, at=stamp.at, source=stamp.source)
