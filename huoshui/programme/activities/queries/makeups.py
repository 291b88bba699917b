"""Who missed an activity, and who has made up for it. Read within the unit that keeps the roster (N10)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from huoshui.base.clock import at_time, day_of
from huoshui.organisation.public import Unit, Viewer
from huoshui.packs.loaded import pack

from ..enums import ActivityState, JoiningState, Presence
from ..models import Activity, Attendance, MakeUp
from .reach import units_recorded_by


@dataclass(frozen=True)
class Missed:
    """An activity of the unit, or one it joined, and who of its people missed it and has not made up for it."""

    activity: Activity
    lines: Sequence[Attendance]

    @property
    def on(self) -> date:
        return day_of(self.activity.starts_at)

    @property
    def title(self) -> str:
        return self.activity.title or self.activity.kind_label

    @property
    def detail(self) -> str:
        label = self.activity.kind_label if self.activity.title else ""
        names = "、".join(line.person.name for line in self.lines)
        return "　".join(filter(None, [f"{self.on.month}月{self.on.day}日", label, names]))

    @property
    def words(self) -> str:
        return f"{len(self.lines)} 人"


def missing_from(activity: Activity) -> list[Attendance]:
    """Everybody on any of its rosters who was absent or on leave, made up for or not."""
    lines = activity.roster.filter(is_observer=False).exclude(presence=Presence.PRESENT)
    return list(lines.exclude(joining__state=JoiningState.DECLINED).select_related("person", "joining"))


def missing_in_sight(viewer: Viewer, activity: Activity) -> list[Attendance]:
    """Of those, who stands on a roster the viewer keeps and has not made up for it."""
    own = set(units_recorded_by(viewer).values_list("pk", flat=True))
    made_up = set(make_ups_of(activity).values_list("person", flat=True))
    lines = [line for line in missing_from(activity) if _keeper(line, activity) in own]
    return [line for line in lines if line.person_id not in made_up and not line.person.erased_at]


def make_ups_of(activity: Activity):
    return MakeUp.objects.filter(activity=activity, is_withdrawn=False).select_related("person")


def make_ups_told_by(viewer: Viewer):
    """Those the viewer may correct: of people on a roster the viewer keeps."""
    units = units_recorded_by(viewer)
    same = Attendance.objects.filter(activity=OuterRef("activity"), person=OuterRef("person"))
    kept = same.filter(Q(joining=None, activity__unit__in=units) | Q(joining__unit__in=units))
    recorded = MakeUp.objects.filter(Exists(kept), activity__state=ActivityState.RECORDED)
    return recorded.select_related("person", "activity__unit")


def missed_of(unit: Unit, year: int) -> list[Missed]:
    """The unit's open absences and leaves of a year, of kinds that are made up for; the latest first."""
    kinds = [kind.code for kind in pack().activity_kinds.values() if kind.make_up]
    since, until = at_time(date(year, 1, 1), 0), at_time(date(year + 1, 1, 1), 0)
    theirs = Q(joining=None, activity__unit=unit) | Q(joining__unit=unit, joining__state=JoiningState.JOINED)
    lines = Attendance.objects.filter(theirs, is_observer=False, person__erased_at=None, activity__kind__in=kinds)
    then = lines.filter(activity__starts_at__gte=since, activity__starts_at__lt=until)
    missed = then.filter(activity__state=ActivityState.RECORDED).exclude(presence=Presence.PRESENT)
    rows = missed.select_related("person", "activity__unit").order_by("-activity__starts_at", "-activity", "pk")
    return _grouped(rows, _made_up(unit, since, until))


def _made_up(unit: Unit, since: datetime, until: datetime) -> set[tuple[int, int]]:
    made_up = MakeUp.objects.filter(is_withdrawn=False, activity__starts_at__gte=since, activity__starts_at__lt=until)
    theirs = made_up.filter(Q(activity__unit=unit) | Q(activity__joinings__unit=unit))
    return set(theirs.values_list("activity", "person"))


def _grouped(rows: Iterable[Attendance], made_up: set[tuple[int, int]]) -> list[Missed]:
    lines: dict[Activity, list[Attendance]] = defaultdict(list)
    for row in rows:
        if (row.activity_id, row.person_id) not in made_up:
            lines[row.activity].append(row)
    return [Missed(activity, theirs) for activity, theirs in lines.items()]


def _keeper(line: Attendance, activity: Activity) -> int:
    return line.joining.unit_id if line.joining else activity.unit_id
