"""An activity, its sittings, agenda and roster. Rows are for screens; the numbers come from the facts they call for."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from huoshui.ledger.scope import after
from huoshui.packs.loaded import pack

from ..enums import ActivityState, Presence


class ActivityQuerySet(models.QuerySet["Activity"]):
    def within(self, prefixes: Iterable[str]) -> "ActivityQuerySet":
        """Those of units in these subtrees, as they are now or as they were on the day."""
        inside = Q(pk__in=[])
        for prefix in prefixes:
            end = after(prefix)
            inside |= Q(path__gte=prefix, path__lt=end) | Q(unit__path__gte=prefix, unit__path__lt=end)
        return self.filter(inside)

    def planned(self) -> "ActivityQuerySet":
        return self.filter(state=ActivityState.PLANNED)

    def recorded(self) -> "ActivityQuerySet":
        return self.filter(state=ActivityState.RECORDED)


class Activity(models.Model):
    """`path` is the unit's path on the day; `tags` what the activity counts for, frozen when it was recorded.

    `submission` is the key of the form that first wrote the record, `corrected_under` of the one that last corrected
    it: the same form sent twice writes once.
    `revision` counts the writings, so that nobody overwrites what they have not seen.
    `reached` is how many people it was done for (visited, helped, talked with), where the kind counts them; nobody is
    named. `partner` is who outside held it together with us, in words.

    Of a series, `series_on` is the day its rule names, whatever day the activity is on; `is_apart` says that somebody
    changed this one alone, so that the series leaves it as it is. `is_provisional`: the calendar of the year is not
    out yet. `copied_from` is the activity of the year before whose copy it is.
    """

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    path = models.CharField(max_length=120)
    kind = models.CharField("类型", max_length=40)
    tags = models.CharField(max_length=400, blank=True)
    title = models.CharField("主题", max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=ActivityState.choices, default=ActivityState.PLANNED)
    starts_at = models.DateTimeField("时间")
    minutes = models.PositiveIntegerField("时长（分钟）")
    place = models.CharField("地点", max_length=80, blank=True)
    chair = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    recorder = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    guests = models.PositiveIntegerField("群众参加人数", default=0)
    reached = models.PositiveIntegerField("人数", default=0)
    partner = models.CharField("合作方", max_length=120, blank=True)
    proceedings = models.TextField("会议记录", blank=True)
    recorded_at = models.DateTimeField(null=True)
    is_late = models.BooleanField("补录", default=False)
    submission = models.UUIDField(null=True, unique=True)
    corrected_under = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=0)
    series = models.ForeignKey("activities.Series", models.PROTECT, null=True, blank=True, related_name="occurrences")
    series_on = models.DateField(null=True, blank=True)
    is_apart = models.BooleanField("单独改过", default=False)
    is_provisional = models.BooleanField("暂定", default=False)
    cancel_reason = models.CharField("取消原因", max_length=120, blank=True)
    copied_from = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("path", "starts_at", name="activities_path_starts"),
            models.Index("state", "starts_at", name="activities_state_starts"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[ActivityState.PLANNED, ActivityState.CANCELLED]) | Q(recorded_at__isnull=False),
                name="activities_recorded_at",
            ),
            models.UniqueConstraint("series", "series_on", name="activities_occurrence_once"),
            models.CheckConstraint(
                condition=Q(series=None, series_on=None) | Q(series__isnull=False, series_on__isnull=False),
                name="activities_occurrence_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d}"

    @property
    def kind_label(self) -> str:
        return pack().activity_kinds[self.kind].label

    @property
    def subject(self) -> str:
        return f"activities.activity:{self.pk}"

    @property
    def tag_codes(self) -> frozenset[str]:
        return frozenset(self.tags.split())

    @property
    def is_recorded(self) -> bool:
        return self.state == ActivityState.RECORDED


class Sitting(models.Model):
    """A further sitting (第二批, 第三批 …) of the same activity; the first is the activity's own time and place."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sittings")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=80, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("activity", "number", name="activities_sitting_number"),
            models.CheckConstraint(condition=Q(number__gte=2), name="activities_sitting_is_further"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}批"


class AgendaItem(models.Model):
    """Votes are counts, all three or none; who voted how is asked nowhere."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField()
    text = models.CharField("议题", max_length=200)
    resolution = models.CharField("决议", max_length=1000, blank=True)
    votes_for = models.PositiveIntegerField("赞成", null=True)
    votes_against = models.PositiveIntegerField("反对", null=True)
    abstained = models.PositiveIntegerField("弃权", null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("activity", "number", name="activities_agenda_number"),
            models.CheckConstraint(
                condition=Q(votes_for=None, votes_against=None, abstained=None)
                | Q(votes_for__isnull=False, votes_against__isnull=False, abstained__isnull=False),
                name="activities_votes_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def has_votes(self) -> bool:
        return self.votes_for is not None


class Attendance(models.Model):
    """One person's line on the roster, once per activity. `home` is where the person counts: see docs/adr/0007.

    The reason of leave stays here; no fact carries it. `joining` is whose roster it is, of a unit that holds the
    activity together with the organiser; none for the organiser's own.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="roster")
    joining = models.ForeignKey("activities.Joining", models.CASCADE, null=True, related_name="lines")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    home = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    home_path = models.CharField(max_length=120)
    presence = models.CharField(max_length=8, choices=Presence.choices)
    leave_reason = models.CharField(max_length=20, blank=True)
    is_observer = models.BooleanField("列席", default=False)
    sitting_number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint("activity", "person", name="activities_attendance_once"),
            models.CheckConstraint(
                condition=Q(leave_reason="") | Q(presence=Presence.ON_LEAVE), name="activities_reason_is_of_leave"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.presence}"
