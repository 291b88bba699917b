"""Jobs somebody has to look after."""

from datetime import timedelta

from huoshui.base import clock

from .enums import JobState
from .models import Job

PATIENCE = timedelta(minutes=10)


def given_up() -> list[Job]:
    """Failed, and the same has not been done since."""
    failed = Job.objects.filter(state=JobState.FAILED).order_by("pk")
    return [job for job in failed if not _was_made_good(job)]


def stuck() -> list[Job]:
    """Long due, and nobody does them: no worker runs, or none that knows them."""
    return list(Job.objects.ready(clock.wall() - PATIENCE).order_by("pk"))


def _was_made_good(job: Job) -> bool:
    done = Job.objects.filter(state=JobState.DONE, name=job.name, pk__gt=job.pk)
    return any(later.given == job.given for later in done)
