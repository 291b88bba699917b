"""Putting a job on the list."""

from typing import Any

from huoshui.base import clock

from .declaring import declared
from .enums import JobState
from .models import Job


def start(name: str, *, account_id: int | None, **given: Any) -> Job:
    """The job, to be done by a worker once the caller's transaction commits; `job.url` shows its progress.

    Asked for again while the same is still open, it is that one: nothing is done twice for a second click.
    """
    if name not in declared():
        raise ValueError(f"no job is called {name}")
    for job in Job.objects.of(account_id).open().filter(name=name).order_by("pk"):
        if job.given == given:
            return job
    now = clock.wall()
    return Job.objects.create(name=name, given=given, account_id=account_id, asked_at=now, due_at=now)


def start_again(job: Job) -> Job:
    """A job that was given up gets all its tries once more; the steps already done stay done. Any other is left."""
    now = clock.wall()
    given_up = Job.objects.filter(pk=job.pk, state=JobState.FAILED)
    given_up.update(state=JobState.WAITING, failures=0, due_at=now, finished_at=None)
    return job
