"""What a year stands under and repeats: the focus of each month, and series that put activities onto the calendar."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q

from huoshui.base.calendar import A_DAY
from huoshui.ledger.scope import SEGMENT, after
from huoshui.packs.loaded import pack

from ..enums import FocusState, OffDays


class FocusQuerySet(models.QuerySet["MonthlyFocus"]):
    def issued(self) -> "FocusQuerySet":
        return self.filter(state=FocusState.ISSUED)

    def over(self, paths: Iterable[str]) -> "FocusQuerySet":
        """Issued by the units at these paths or by any unit above them."""
        above = {path[:end] for path in paths for end in range(SEGMENT, len(path) + 1, SEGMENT)}
        return self.filter(unit__path__in=above)


class MonthlyFocus(models.Model):
    """月度学习重点: what a unit gives all units below it for a month. `path` is the unit's path when it was issued.

    `month` is YYYYMM. `file_key` names the content in the store; what the file was called elsewhere is kept nowhere.
    """

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    path = models.CharField(max_length=120)
    month = models.PositiveIntegerField("月份")
    title = models.CharField("标题", max_length=60)
    text = models.CharField("要求", max_length=600)
    document_number = models.CharField("文号", max_length=60, blank=True)
    file_key = models.CharField(max_length=64, blank=True)
    file_type = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=10, choices=FocusState.choices, default=FocusState.ISSUED)
    issued_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = FocusQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "unit", "month", condition=Q(state=FocusState.ISSUED), name="activities_focus_one_a_month"
            ),
            models.CheckConstraint(condition=Q(month__range=(200001, 209912)), name="activities_focus_month"),
            models.CheckConstraint(
                condition=Q(file_key="", file_type="") | ~Q(file_key="") & ~Q(file_type=""),
                name="activities_focus_file_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.title}"

    @property
    def subject(self) -> str:
        return f"activities.focus:{self.pk}"

    @property
    def is_issued(self) -> bool:
        return self.state == FocusState.ISSUED


class SeriesQuerySet(models.QuerySet["Series"]):
    def within(self, prefixes: Iterable[str]) -> "SeriesQuerySet":
        """Those of units that are in these subtrees now."""
        inside = Q(pk__in=[])
        for prefix in prefixes:
            inside |= Q(unit__path__gte=prefix, unit__path__lt=after(prefix))
        return self.filter(inside)


class Series(models.Model):
    """What is held again and again: `rule` (an RRULE) gives days from `starts_on` to `until_on`, both included.

    It was ended before its time if there is `ended_on`, the first day that is no longer its own. `follows` is the
    series this one took over from, `copied_from` the one of the year before whose copy it is.
    """

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    kind = models.CharField("类型", max_length=40)
    title = models.CharField("主题", max_length=120, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    begins = models.TimeField("时间")
    minutes = models.PositiveIntegerField("时长（分钟）")
    chair = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    recorder = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.CharField(max_length=200)
    off_days = models.CharField("逢节假日", max_length=10, choices=OffDays.choices, default=OffDays.EARLIER)
    starts_on = models.DateField("开始日期")
    until_on = models.DateField("结束日期", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    copied_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("starts_on")), name="activities_series_dates"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.rule}"

    @property
    def kind_label(self) -> str:
        return pack().activity_kinds[self.kind].label

    @property
    def last_on(self) -> date | None:
        """The last day that may be its own; before `starts_on` when it was ended before it began."""
        ended = [self.ended_on - A_DAY] if self.ended_on else []
        return min([*ended, *([self.until_on] if self.until_on else [])], default=None)
