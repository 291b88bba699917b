"""What is to be done in the background, who does it, and how far it is."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from .declaring import label_of
from .enums import OPEN, SENTENCES, SIGNS, JobState


def _dead(now: datetime) -> models.Q:
    """Whoever held them has not been heard of for too long."""
    silent = now - timedelta(seconds=settings.JOBS_DEAD_AFTER_SECONDS)
    return models.Q(state=JobState.RUNNING, beat_at__lt=silent)


class Jobs(models.QuerySet["Job"]):
    def open(self) -> "Jobs":
        return self.filter(state__in=OPEN)

    def of(self, account_id: int | None) -> "Jobs":
        """Started by the account; with None, by the clock."""
        return self.filter(models.Q(account=account_id))

    def finished(self) -> "Jobs":
        return self.exclude(state__in=OPEN)

    def ready(self, now: datetime) -> "Jobs":
        """May be taken: waiting and due, or held by the dead."""
        return self.filter(models.Q(state=JobState.WAITING, due_at__lte=now) | _dead(now))


class Job(models.Model):
    """`turn` counts how often it was taken: whoever took it may write only while the number is still theirs.

    `failures` counts the times in a row that it got no further. All moments are those of the wall clock.
    """

    name = models.CharField(max_length=64)
    given = models.JSONField(default=dict)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    state = models.CharField("状态", max_length=8, choices=JobState, default=JobState.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    turn = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=64, default="", blank=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(default="", blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=500, default="", blank=True)
    link = models.CharField(max_length=500, default="", blank=True)

    objects = Jobs.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="jobs_next"),
            models.Index(fields=["account", "-asked_at"], name="jobs_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.name}:{self.pk}"

    @property
    def url(self) -> str:
        return reverse("jobs:show", args=[self.pk])

    @property
    def label(self) -> str:
        return label_of(self.name)

    @property
    def sign(self) -> str:
        """The house's sign for the state."""
        return SIGNS[JobState(self.state)]

    @property
    def sentence(self) -> str:
        """What the one who started it is told."""
        if self.state == JobState.WAITING and self.failures:
            due = timezone.localtime(self.due_at)
            return f"出了意外，已记下；{due:%H:%M} 会自动再试，不用守着。"
        return self.text or SENTENCES[JobState(self.state)]

    @property
    def may_try_again(self) -> bool:
        return self.state == JobState.FAILED

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Step(models.Model):
    """A step of a job whose effect is there: written in the effect's own transaction."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint("job", "key", name="jobs_step_once")]

    def __str__(self) -> str:
        return self.key


class Slot(models.Model):
    """When a line of the timetable is due next."""

    name = models.CharField(max_length=64, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
