"""Reading activities. Whatever is shown to somebody is fetched through the viewer."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import Q, prefetch_related_objects

from huoshui.base.clock import at_time
from huoshui.ledger.models import Fact
from huoshui.ledger.recording import NewFact
from huoshui.organisation.public import Unit, Viewer, keys_of, names_of
from huoshui.packs.loaded import pack
from huoshui.packs.schema import ActivityKind

from ..enums import ActivityState, JoiningState, Presence
from ..facts import Rows, wanted
from ..models import Activity, ActivityQuerySet, Attendance, Joining
from .reach import recorded_by

OVERDUE_DAYS = 92  # a plan nobody recorded stays on 今天 for a quarter, then only in the unit's list
CHUNK = 500


def visible_to(viewer: Viewer) -> ActivityQuerySet:
    """Those of units in sight, and those such units hold together with others."""
    prefixes = viewer.prefixes("activities.view")
    joined = Joining.objects.within(prefixes).exclude(state=JoiningState.REMOVED).values("activity")
    return (Activity.objects.within(prefixes) | Activity.objects.filter(pk__in=joined)).select_related("unit")


def recorded_under(submission: UUID) -> Activity | None:
    return Activity.objects.filter(submission=submission).select_related("unit").first()


def on_agenda(viewer: Viewer, day: date) -> ActivityQuerySet:
    """What is planned for the day or still waits to be recorded, and what was held and recorded today."""
    mine = recorded_by(viewer)
    tomorrow = at_time(day + timedelta(days=1), 0)
    waiting = mine.planned().filter(starts_at__gte=at_time(day - timedelta(days=OVERDUE_DAYS), 0))
    today = mine.recorded().filter(starts_at__gte=at_time(day, 0))
    return (waiting | today).filter(starts_at__lt=tomorrow).order_by("starts_at", "pk")


def waiting_for(viewer: Viewer, unit: Unit | None, day: date) -> list[Activity]:
    """The unit's own plans up to the day that nobody has recorded."""
    return [a for a in on_agenda(viewer, day).planned() if unit and a.unit_id == unit.pk]


def kinds_for(unit: Unit | None) -> dict[str, ActivityKind]:
    """The kinds of activity a unit holds, by code, in the pack's order."""
    kinds = pack().activity_kinds.values()
    return {kind.code: kind for kind in kinds if unit and unit.kind in kind.unit_kinds}


@dataclass(frozen=True)
class Written:
    """One writing of a record: who, when, and whether it took something back."""

    at: datetime
    by: str
    deed: str


def written_by(activity: Activity) -> list[Written]:
    """The record's own history, oldest first, from its facts and corrections; names of erased people are gone."""
    facts = Fact.objects.filter(subject=activity.subject).order_by("pk").values_list("recorded_at", "recorded_by")
    first, later = list(facts[:1]), {*facts, *activity.corrections.values_list("at", "by")}
    stamps = first + sorted(later.difference(first), key=lambda stamp: stamp[0])
    names = names_of({by for _, by in stamps if by})
    deeds = ["记录", *["更正"] * (len(stamps) - 1)]
    if activity.state == ActivityState.WITHDRAWN:
        deeds[-1:] = ["撤回"]
    return [Written(at, names.get(by, "") if by else "", deed) for (at, by), deed in zip(stamps, deeds, strict=False)]


def matching(viewer: Viewer, text: str, kinds: Iterable[str]) -> ActivityQuerySet:
    """By theme, by the name of a unit that held it or of a partner, or of one of the kinds; newest first."""
    joined = Joining.objects.filter(unit__name__contains=text).exclude(state=JoiningState.REMOVED)
    words = Q(title__contains=text) | Q(partner__contains=text) | Q(unit__name__contains=text)
    wanted = words | Q(pk__in=joined.values("activity")) | Q(kind__in=list(kinds))
    return visible_to(viewer).filter(wanted).order_by("-starts_at", "-pk")


@dataclass(frozen=True)
class LastTime:
    """What is taken over from the unit's last activity of the kind."""

    chair_id: int | None = None
    recorder_id: int | None = None
    place: str = ""
    minutes: int | None = None
    agenda: tuple[str, ...] = ()
    observer_ids: tuple[int, ...] = ()
    roster_ids: tuple[int, ...] = ()


def last_time(unit: Unit, kind: str, before: datetime) -> LastTime:
    held = Activity.objects.recorded().filter(unit=unit, kind=kind, starts_at__lt=before)
    if not (last := held.order_by("-starts_at", "-pk").first()):
        return LastTime()
    lines = list(last.roster.filter(joining=None).order_by("pk").values_list("person_id", "is_observer"))
    return LastTime(
        last.chair_id,
        last.recorder_id,
        last.place,
        last.minutes,
        agenda=tuple(last.agenda.values_list("text", flat=True)),
        observer_ids=tuple(person for person, is_observer in lines if is_observer),
        roster_ids=tuple(person for person, is_observer in lines if not is_observer),
    )


@dataclass(frozen=True)
class Turnout:
    """应到, 实到, 请假, 缺席 and 列席 of one activity. Observers are not expected, so they count apart."""

    expected: int
    present: int
    on_leave: int
    absent: int
    observers: int
    reasons: Counter[str] = field(default_factory=Counter)


def turnout(activity: Activity, joining: Joining | None = None) -> Turnout:
    """Of the unit that records it, or of one that joined: each its own."""
    whose = joining.pk if joining else None
    lines = [line for line in activity.roster.all() if line.joining_id == whose]
    expected = [line for line in lines if not line.is_observer]
    count = Counter(line.presence for line in expected)
    return Turnout(
        expected=len(expected),
        present=count[Presence.PRESENT],
        on_leave=count[Presence.ON_LEAVE],
        absent=count[Presence.ABSENT],
        observers=sum(line.is_observer and line.presence == Presence.PRESENT for line in lines),
        reasons=Counter(line.leave_reason for line in expected if line.leave_reason),
    )


def roster_of(activity: Activity, joining: Joining | None = None) -> list[Attendance]:
    """One unit's own, in the order they were entered, which is the order of the form."""
    own = activity.roster.filter(joining=joining)
    return list(own.select_related("person").order_by("is_observer", "pk"))


HANGING_ON = ("roster", "sittings", "agenda", "joinings", "make_ups")


def wanted_facts(activities: Sequence[Activity]) -> dict[str, list[NewFact]]:
    """The facts the saved rows call for, by subject."""
    prefetch_related_objects(activities, *HANGING_ON)
    rows = [_rows(activity) for activity in activities]
    people = {line.person_id for each in rows for line in each.roster}
    keys = keys_of(people | {made_up.person_id for each in rows for made_up in each.make_ups})
    return {subject: facts for each in rows for subject, facts in wanted(each, keys).items()}


def rows_call_for() -> Iterable[tuple[str, list[NewFact]]]:
    """The same for every recorded activity there is, for reconciliation."""
    recorded = Activity.objects.recorded().order_by("pk").iterator(chunk_size=CHUNK)
    while activities := list(islice(recorded, CHUNK)):
        yield from wanted_facts(activities).items()


def _rows(activity: Activity) -> Rows:
    further = [sitting.starts_at for sitting in activity.sittings.all()]
    return Rows(
        activity,
        list(activity.roster.all()),
        further,
        list(activity.agenda.all()),
        list(activity.joinings.all()),
        list(activity.make_ups.all()),
    )
