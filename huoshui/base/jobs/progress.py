"""What a running job's function is handed: a way to say how far it is, and to let things happen once."""

import threading
from collections.abc import Callable, Iterable
from functools import partial
from time import monotonic
from typing import Any, TypeVar

from django.db import transaction

from huoshui.base import clock

from .enums import JobState
from .models import Job, Step

Item = TypeVar("Item")
SECONDS_BETWEEN = 0.5  # a page looks once a second; who counts to a thousand need not write a thousand times


class Ended(BaseException):
    """The job does not go on here. No Exception, so that no job's `except` keeps it from ending."""


class GivenBack(Ended):
    """The worker is to stop: the job waits for another."""


class Lost(Ended):
    """Another worker has taken the job meanwhile: nothing more may be done here."""


class Progress:
    """`progress(done, total)` between two transactions says how far the job is.

    `progress.once(key, act)` calls `act` in a transaction in which the step is marked done as well, so that its effect
    is there once wherever the process dies: run again, the job passes over it. `progress.each(items, act, key=...)`
    does so with each item and counts. All three end the job here when the worker is to stop or has lost it.
    """

    def __init__(self, job: Job, stop: threading.Event):
        self._job, self._stop, self._wrote_at = job, stop, -SECONDS_BETWEEN
        self._did = set(Step.objects.filter(job=job).values_list("key", flat=True))

    def __call__(self, done: int, total: int) -> None:
        self._end_if_told()
        if done < total and monotonic() - self._wrote_at < SECONDS_BETWEEN:
            return
        self._wrote_at = monotonic()
        self._write(done=done, total=total)

    def once(self, key: object, act: Callable[[], Any]) -> None:
        """Raises Lost, before anything is written, if the job is no longer ours; it stays ours until the commit."""
        self._end_if_told()
        if str(key) in self._did:
            return
        with transaction.atomic():
            self._write(failures=0)
            Step.objects.create(job=self._job, key=str(key))
            act()
            self._write()
        self._did.add(str(key))
        self._job.failures = 0

    def each(self, items: Iterable[Item], act: Callable[[Item], Any], *, key: Callable[[Item], object]) -> None:
        """`act` on every item, each once, in a transaction of its own."""
        known = list(items)
        for number, item in enumerate(known, 1):
            self.once(key(item), partial(act, item))
            self(number, len(known))

    def _write(self, **changes: Any) -> None:
        ours = Job.objects.filter(pk=self._job.pk, turn=self._job.turn, state=JobState.RUNNING)
        if not ours.update(beat_at=clock.wall(), **changes):
            raise Lost(str(self._job))

    def _end_if_told(self) -> None:
        if self._stop.is_set():
            raise GivenBack(str(self._job))
