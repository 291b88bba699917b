"""A suggestion and the steps it went through. Rows are for screens; the numbers come from the facts they call for."""

import uuid

from django.db import models
from django.db.models import Q

from huoshui.packs.loaded import pack

from .enums import OPEN, Deed, State

ERASED = "（文字已按规定删去）"
GIST = 24  # characters


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def owed(self) -> "SuggestionQuerySet":
        """Those that wait for an answer."""
        return self.filter(state__in=OPEN)


class Suggestion(models.Model):
    """`unit` looks after it; `about` is what the writer named. Without a name there is no `writer`: the code alone,
    kept as a hash, opens it. `revision` is the number of its last step, so that nobody answers what they have not seen.
    """

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    about = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    goes_past = models.BooleanField("不让本单位看到", default=False)
    kind = models.CharField("类别", max_length=40)
    text = models.TextField("内容", blank=True)
    form_name = models.CharField("哪张表、哪本台账或哪个页面", max_length=200, blank=True)
    asked_by = models.CharField("哪个部门要求的", max_length=100, blank=True)
    asked_twice = models.TextField("哪些内容重复填", blank=True)
    writer = models.ForeignKey("organisation.Account", models.SET_NULL, null=True, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    assignee = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    due_on = models.DateField("答复期限")
    settled_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    revision = models.PositiveSmallIntegerField(default=0)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("unit", "state", "due_on", name="suggestions_unit_state"),
            models.Index("writer", "received_at", name="suggestions_writer"),
            models.Index("assignee", "state", name="suggestions_assignee"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | Q(settled_at__isnull=False), name="suggestions_closed_at"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_at:%Y-%m-%d}"

    @property
    def subject(self) -> str:
        return f"suggestions.suggestion:{self.pk}"

    @property
    def kind_label(self) -> str:
        kinds = pack().suggestions.kinds
        return kinds[self.kind].label if self.kind in kinds else self.kind

    @property
    def gist(self) -> str:
        """The beginning of what was said."""
        said = " ".join((self.form_name or self.text).split())
        if self.erased_at:
            return ERASED
        return said if len(said) <= GIST else f"{said[:GIST]}…"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == State.CLOSED


class Step(models.Model):
    """One thing that happened to a suggestion, kept for ever: a step is taken back by another step, `of` it.

    `by` is a ledger key, None for the writer and for the clockwork. What stood before is kept, to be put back.
    Only the words go in the end, with those of the suggestion.
    """

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    deed = models.CharField(max_length=10, choices=Deed.choices)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    text = models.TextField(blank=True)
    to_unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, related_name="+")
    to_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    of = models.PositiveSmallIntegerField(null=True)
    in_time = models.BooleanField(null=True)
    state_before = models.CharField(max_length=10, choices=State.choices, blank=True)
    unit_before = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, related_name="+")
    assignee_before = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    submission = models.UUIDField(default=uuid.uuid4)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("suggestion", "number", name="suggestions_step_number"),
            models.UniqueConstraint("suggestion", "submission", name="suggestions_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id}.{self.number} {self.deed}"


class Attempt(models.Model):
    """How often something was tried in one hour from one bucket of network addresses; gone when the next hour is."""

    purpose = models.CharField(max_length=8)
    bucket = models.CharField(max_length=8)
    hour = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("purpose", "bucket", "hour", name="suggestions_attempt_once")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.bucket} {self.hour:%H}: {self.times}"
