import threading
from datetime import date

import pytest

from huoshui.base.clock import at_time
from huoshui.config.commands import worker
from huoshui.ledger.models import Pending, Source
from huoshui.ledger.sequencer import head
from huoshui.organisation import actions


@pytest.mark.django_db
def test_a_step_gives_new_facts_their_positions(units):
    before = head()
    actions.open_units(units=[actions.NewUnit("hill", "branch", "衡山党支部", date(2021, 6, 1), "city")], **here())
    pending = Pending.objects.count()

    done = worker.step()

    assert pending == 1
    assert done >= 1
    assert (head(), Pending.objects.count()) == (before + 1, 0)


def test_a_failing_step_is_logged_and_tried_again_after_a_growing_pause(monkeypatch, caplog):
    stop, steps = Stop(), iter([RuntimeError("down"), RuntimeError("still down"), 3, 0])

    def step() -> int:
        outcome = next(steps)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    stop.end_after(3)

    worker.work_until(stop, step)

    assert stop.waited == [1.0, 2.0, 0.5]
    assert [record.getMessage() for record in caplog.records] == [
        "a step failed; the next one in 1.0 s",
        "a step failed; the next one in 2.0 s",
    ]


class Stop(threading.Event):
    """Does not wait, but writes down for how long it was asked to."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float | None] = []
        self._left = 0

    def end_after(self, waits: int) -> None:
        self._left = waits

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout)
        self._left -= 1
        if not self._left:
            self.set()
        return self.is_set()


def here() -> dict:
    return {"by": None, "at": at_time(date(2021, 6, 1), 9), "source": Source.SCREEN}
