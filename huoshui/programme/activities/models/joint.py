"""Units that hold another unit's activity together with it. What is theirs stays theirs: see docs/adr/0008."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from huoshui.ledger.scope import after
from huoshui.packs.loaded import pack

from ..enums import JoiningState
from .activities import Activity


class JoiningQuerySet(models.QuerySet["Joining"]):
    def joined(self) -> "JoiningQuerySet":
        return self.filter(state=JoiningState.JOINED)

    def within(self, prefixes: Iterable[str]) -> "JoiningQuerySet":
        """Those of units in these subtrees, as they are now or as they were on the day."""
        inside = Q(pk__in=[])
        for prefix in prefixes:
            end = after(prefix)
            inside |= Q(path__gte=prefix, path__lt=end) | Q(unit__path__gte=prefix, unit__path__lt=end)
        return self.filter(inside)


class Joining(models.Model):
    """`path` is the unit's path on the day, `told_at` when it told its own roster, `submission` the form that did.

    Named by the organiser it counts at once; the unit itself may say that it did not take part.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="joinings")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    path = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=JoiningState.choices, default=JoiningState.JOINED)
    told_at = models.DateTimeField(null=True)
    submission = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=0)

    objects = JoiningQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("activity", "unit", name="activities_joining_once")]
        indexes = [models.Index("path", name="activities_joining_path")]

    def __str__(self) -> str:
        return f"{self.unit_id} ∈ {self.activity_id}"

    @property
    def subject(self) -> str:
        return f"activities.joining:{self.pk}"

    @property
    def is_joined(self) -> bool:
        return self.state == JoiningState.JOINED

    @property
    def keeps_roster(self) -> bool:
        """Whether the unit ticks its own people; where it does not, there is nothing left to do for it."""
        return pack().unit_kinds[self.unit.kind].keeps_rosters
