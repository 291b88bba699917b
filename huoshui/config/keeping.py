"""What the house itself does every night: things nobody needs any more are thrown away."""

from datetime import time, timedelta
from importlib import import_module

from django.conf import settings

from huoshui.base import clock
from huoshui.base.jobs.public import Entry, Job, Progress, declare

KEPT = timedelta(days=30)  # finished jobs, for those who come back to see what became of them

TIMETABLE = (
    Entry("house.sessions", job="house.sessions", at=time(3, 10)),
    Entry("house.jobs", job="house.jobs", at=time(3, 20)),
)


def drop_expired_sessions(*, progress: Progress) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def drop_old_jobs(*, progress: Progress) -> None:
    Job.objects.finished().filter(finished_at__lt=clock.wall() - KEPT).delete()


declare("house.sessions", drop_expired_sessions, label="清理过期的登录")
declare("house.jobs", drop_old_jobs, label="清理早已办完的事")
