"""A worker's share of the jobs: take one, do it, say how it ended. However many work, each job has one worker."""

import logging
import os
import socket
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from huoshui.base import clock
from huoshui.base.errors import Refused

from . import timetable
from .declaring import Outcome, declared
from .enums import JobState
from .models import Job
from .progress import GivenBack, Lost, Progress

log = logging.getLogger("huoshui.jobs")
MOST_FAILURES = 10  # in a row, without getting further
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=30)
WORKER = f"{socket.gethostname()}:{os.getpid()}"[-64:]


def step(stop: threading.Event) -> int:
    """Start what the timetable has due, and do one job; 0 when there was none."""
    timetable.start_due(clock.wall())
    job = take()
    if job is None:
        return 0
    do(job, stop)
    return 1


def take() -> Job | None:
    """A job that is due or was held by the dead, and is ours now. What somebody waits for comes first."""
    now = clock.wall()
    ready = Job.objects.ready(now).filter(name__in=list(declared()))
    if not ready.exists():  # asked without a lock: on SQLite the next line already makes others wait
        return None
    with transaction.atomic():
        in_order = ready.annotate(by_timetable=Q(account=None)).order_by("by_timetable", "due_at", "pk")
        job = in_order.select_for_update(skip_locked=True, of=("self",)).first()
        if job is None:
            return None
        if job.state == JobState.RUNNING:
            _bury(job, now)
        if job.is_open:
            job.state, job.turn, job.worker, job.beat_at = JobState.RUNNING, job.turn + 1, WORKER, now
        job.save()
    return job if job.is_open else None


def do(job: Job, stop: threading.Event) -> None:
    """Once `stop` is set the job is given back at its next word of progress."""
    try:
        with _beating(job):
            outcome = declared()[job.name].function(progress=Progress(job, stop), **job.given)
    except GivenBack:
        _write(job, state=JobState.WAITING, due_at=clock.wall())
    except Lost:
        log.warning("%s was taken by another worker meanwhile", job)
    except Refused as refusal:
        _write(job, state=JobState.REFUSED, finished_at=clock.wall(), text=refusal.message[:500])
    except Exception:
        log.exception("%s (%s) failed", job, job.given)
        _write(job, **_after_failure(job, clock.wall(), traceback.format_exc()))
    else:
        _write(job, state=JobState.DONE, finished_at=clock.wall(), failures=0, **_told(outcome))


def pause_after(failures: int) -> timedelta:
    return min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE)


def _bury(job: Job, now: datetime) -> None:
    """Its worker died. A job that kills whoever takes it must not do so for ever."""
    error = f"its worker {job.worker} has not been heard of since {job.beat_at}"
    log.warning("%s: %s", job, error)
    for name, value in _after_failure(job, now, error).items():
        setattr(job, name, value)


def _after_failure(job: Job, now: datetime, error: str) -> dict[str, Any]:
    failures, kept = job.failures + 1, error[-2000:]
    if failures >= MOST_FAILURES:
        return {"state": JobState.FAILED, "failures": failures, "last_error": kept, "finished_at": now}
    due_at = now + pause_after(failures)
    return {"state": JobState.WAITING, "failures": failures, "last_error": kept, "due_at": due_at}


def _told(outcome: Outcome) -> dict[str, str]:
    text, link = (outcome, "") if isinstance(outcome, str) else outcome or ("", "")
    return {"text": text[:500], "link": link}


def _write(job: Job, **changes: Any) -> None:
    """Unless another has taken the job meanwhile."""
    Job.objects.filter(pk=job.pk, turn=job.turn, state=JobState.RUNNING).update(**changes)


@contextmanager
def _beating(job: Job) -> Iterator[None]:
    """A heart that beats beside the work, so that the work itself need not think of it."""
    over = threading.Event()
    threading.Thread(target=_beat, args=(job, over), daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _beat(job: Job, over: threading.Event) -> None:
    try:
        while not over.wait(settings.JOBS_BEAT_SECONDS):
            try:
                _write(job, beat_at=clock.wall())
            except DatabaseError:
                log.exception("a heartbeat of %s was not written", job)
                connection.close()
    finally:
        connection.close()
