"""What reports do by themselves, in answer to facts of others."""

from huoshui.ledger.models import Fact, Source
from huoshui.ledger.recording import Stamp

from .actions import follow_move

UNIT_MOVED = ("organisation.unit.opened",)


def follow_moved_unit(fact: Fact) -> None:
    if fact.says["cause"] == "moved" and fact.reverses_id is None:
        stamp = Stamp(fact.recorded_by, fact.recorded_at, Source.JOB)
        follow_move(unit_id=fact.unit_id, since=fact.occurred_at, stamp=stamp)
