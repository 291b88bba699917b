"""What units say is in the way of what is asked of them. Everything else in reports is read, never stored."""

from django.db import models
from django.db.models import Q

from huoshui.ledger.periods import Period
from huoshui.packs.loaded import pack

from .enums import ObstacleState


class Obstacle(models.Model):
    """A unit's note that something is in the way of a norm in one of its periods, asking for help from above.

    It excuses nothing: after its last day, `until_on`, the duty stands as before. `path` is the unit's on the day it
    was noted. `noted_by` and `answered_by` are ledger keys; `reason`, `helper`, `answer` are the row's, in no fact.
    """

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    path = models.CharField(max_length=120)
    norm = models.CharField("要求", max_length=64)
    period = models.CharField("时段", max_length=8)
    reason = models.TextField("遇到什么困难", max_length=300)
    until_on = models.DateField("预计到哪一天")
    state = models.CharField(max_length=10, choices=ObstacleState.choices, default=ObstacleState.OPEN)
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)
    helper = models.CharField("由谁来帮", max_length=60, blank=True)
    answer = models.TextField("怎样帮", max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index("period", "norm", name="reports_obstacle_duty")]
        constraints = [
            models.UniqueConstraint(
                "unit", "norm", "period", condition=Q(state=ObstacleState.OPEN), name="reports_obstacle_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state=ObstacleState.LIFTED, lifted_at__isnull=False)
                | (~Q(state=ObstacleState.LIFTED) & Q(lifted_at=None)),
                name="reports_obstacle_lifted_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.norm} {self.period} @ {self.unit_id}"

    @property
    def subject(self) -> str:
        return f"reports.obstacle:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == ObstacleState.OPEN

    @property
    def over(self) -> Period:
        return Period.read(self.period)

    @property
    def norm_label(self) -> str:
        """A norm the pack no longer has is called by its code."""
        norms = pack().norms
        return norms[self.norm].label if self.norm in norms else self.norm
