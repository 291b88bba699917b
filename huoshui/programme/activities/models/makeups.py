"""Make-ups (补课): somebody who missed an activity does what it was for, later."""

from django.db import models
from django.db.models import Q

from huoshui.packs.loaded import pack

from .activities import Activity


class MakeUp(models.Model):
    """`home` is where the person counts on the day of the make-up, `tags` what it counts for, those of the activity.

    The roster's own line stays as it was. `submission` is the form that recorded it, for one person or several.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="make_ups")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    home = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    home_path = models.CharField(max_length=120)
    held_on = models.DateField("补课日期")
    minutes = models.PositiveIntegerField("时长（分钟）")
    how = models.CharField("怎么补的", max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    is_late = models.BooleanField("补录", default=False)
    is_withdrawn = models.BooleanField("已撤回", default=False)
    submission = models.UUIDField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "activity", "person", condition=Q(is_withdrawn=False), name="activities_make_up_once"
            ),
            models.UniqueConstraint("submission", "person", name="activities_make_up_sent_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="activities_make_up_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.held_on}"

    @property
    def subject(self) -> str:
        return f"activities.makeup:{self.pk}"

    @property
    def kind_label(self) -> str:
        return pack().activity_kinds[self.activity.kind].label
