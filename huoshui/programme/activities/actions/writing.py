"""From what is told to rows, and from rows to facts. Everything is written in bulk, one activity or a thousand."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from huoshui.base.clock import day_of
from huoshui.ledger.recording import Stamp, net_facts, record_stamped, settle
from huoshui.organisation.public import homes_on, keys_of, names_of
from huoshui.packs.loaded import pack

from ..enums import ActivityState, Presence
from ..facts import wanted
from ..models import Activity, AgendaItem, Attendance, Sitting
from ..queries import wanted_facts
from ..rules import UnknownAttendee, is_late, tag_text
from .told import Entry, Line

Home = tuple[int, str]
Homes = dict[tuple[int, date], Home]
BATCH = 2000


def homes_for(entries: Iterable[Entry]) -> Homes:
    """Where each person on the rosters counted on the day, by (person id, day). Raises UnknownAttendee."""
    wanted_homes = {(line.person_id, _day(entry)) for entry in entries for line in entry.told.roster}
    homes = homes_on(wanted_homes)
    if len(homes) < len(wanted_homes):
        raise UnknownAttendee("名册上有人当天不在任何单位。请核对活动日期和人员名单。")
    return homes


def write_rows(entries: Sequence[Entry], homes: Homes, *, first_time: bool) -> list[list[Attendance]]:
    """Returns the roster of each entry."""
    for entry in entries:
        _fill(entry, first_time=first_time)
    activities = [entry.activity for entry in entries]
    for activity in activities:
        if activity.pk:
            activity.save()
    Activity.objects.bulk_create([activity for activity in activities if not activity.pk], batch_size=BATCH)
    Sitting.objects.bulk_create([row for entry in entries for row in _sittings(entry)], batch_size=BATCH)
    AgendaItem.objects.bulk_create([row for entry in entries for row in _agenda(entry)], batch_size=BATCH)
    rosters = [_roster(entry, homes) for entry in entries]
    Attendance.objects.bulk_create([row for roster in rosters for row in roster], batch_size=BATCH)
    return rosters


def clear_rows(activity: Activity) -> None:
    for rows in (activity.sittings, activity.agenda, activity.roster):
        rows.all().delete()


def write_facts(entries: Sequence[Entry], rosters: Sequence[Sequence[Attendance]]) -> None:
    """The facts of records just written, from the rows in hand."""
    keys = keys_of({line.person_id for roster in rosters for line in roster})
    record_stamped(
        (fact, entry.stamp)
        for entry, roster in zip(entries, rosters, strict=True)
        for fact in wanted(entry.activity, roster, [sitting.starts_at for sitting in entry.told.sittings], keys)
    )


def settle_rows(activity: Activity, stamp: Stamp) -> None:
    """Make the activity's facts those its saved rows call for now."""
    erased = erased_people(activity)
    settle(wanted_facts([activity]), by=stamp.by, at=stamp.at, source=stamp.source, erased=erased)


def erased_people(activity: Activity) -> frozenset[UUID]:
    """The keys in the activity's facts that belong to nobody any more."""
    people = {fact.person for fact in net_facts([activity.subject]).get(activity.subject, ()) if fact.person}
    return frozenset(people - names_of(people).keys())


def _fill(entry: Entry, *, first_time: bool) -> None:
    activity, told = entry.activity, entry.told
    same_day = not first_time and day_of(activity.starts_at) == _day(entry)
    for name in ("starts_at", "minutes", "place", "title", "chair_id", "recorder_id", "guests"):
        setattr(activity, name, getattr(told, name))
    activity.revision += 1
    activity.state = ActivityState.RECORDED
    activity.tags = tag_text(_tags(entry))
    if first_time:
        activity.recorded_at, activity.submission = entry.stamp.at, told.submission
    else:
        activity.corrected_under = told.submission
    if not same_day:  # a changed pack makes no old record late
        activity.is_late = is_late(_day(entry), day_of(activity.recorded_at or entry.stamp.at), pack().late_after_days)


def _tags(entry: Entry) -> frozenset[str]:
    """The kind's tags as they were at the first recording, whatever the pack says since, and those added."""
    kind = pack().activity_kinds[entry.activity.kind]
    choosable = frozenset(kind.extra_tags)
    of_the_kind = entry.activity.tag_codes - choosable or frozenset(kind.tags)
    return of_the_kind | (entry.told.extra_tags & choosable)


def _day(entry: Entry) -> date:
    return day_of(entry.told.starts_at)


def _sittings(entry: Entry) -> list[Sitting]:
    return [
        Sitting(activity=entry.activity, number=number, starts_at=sitting.starts_at, place=sitting.place)
        for number, sitting in enumerate(entry.told.sittings, start=2)
    ]


def _agenda(entry: Entry) -> list[AgendaItem]:
    items = [text.strip() for text in entry.told.agenda if text.strip()]
    return [AgendaItem(activity=entry.activity, number=n, text=text) for n, text in enumerate(items, start=1)]


def _roster(entry: Entry, homes: Homes) -> list[Attendance]:
    day = _day(entry)
    return [_attendance(entry.activity, line, homes[line.person_id, day]) for line in entry.told.roster]


def _attendance(activity: Activity, line: Line, home: Home) -> Attendance:
    return Attendance(
        activity_id=activity.pk,
        person_id=line.person_id,
        home_id=home[0],
        home_path=home[1],
        presence=line.presence,
        leave_reason=line.leave_reason if line.presence == Presence.ON_LEAVE else "",
        is_observer=line.is_observer,
        sitting_number=line.sitting,
    )
