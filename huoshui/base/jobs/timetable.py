"""What is started by the clock: the wall's, not that of the fixed demo day."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from .entries import Entry
from .models import Slot
from .starting import start

_entries: dict[str, Entry] = {}


def put_up(entries: Iterable[Entry]) -> None:
    for entry in entries:
        _entries[entry.name] = entry


def start_due(now: datetime) -> None:
    """Start the jobs whose time has come. A new line first waits for its time; a missed one is made up for once."""
    known = dict(Slot.objects.values_list("name", "next_at"))
    for entry in list(_entries.values()):
        next_at = known.get(entry.name)
        if next_at is None:
            Slot.objects.get_or_create(name=entry.name, defaults={"next_at": entry.next_after(now)})
        elif next_at <= now:
            _start(entry, next_at, now)


def _start(entry: Entry, due_at: datetime, now: datetime) -> None:
    """Whoever moves the slot on starts the job, in one transaction: one worker of many."""
    with transaction.atomic():
        if Slot.objects.filter(name=entry.name, next_at=due_at).update(next_at=entry.next_after(now)):
            start(entry.job, account_id=None)
