"""From what is told to rows, and from rows to facts. Everything is written in bulk, one activity or a thousand."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from huoshui.base.clock import day_of
from huoshui.ledger.recording import Stamp, net_facts, record_stamped, settle
from huoshui.organisation.public import homes_on, keys_of, names_of
from huoshui.packs.loaded import pack

from ..enums import ActivityState, Presence
from ..facts import Rows, wanted
from ..models import Activity, AgendaItem, Attendance, Joining, Sitting
from ..queries import wanted_facts
from ..rules import UnknownAttendee, is_late, tag_text
from .told import Entry, Line, Resolution

Home = tuple[int, str]
Homes = dict[tuple[int, date], Home]
BATCH = 2000
AS_TOLD = (
    *("starts_at", "minutes", "place", "title", "chair_id", "recorder_id"),
    *("guests", "reached", "partner", "proceedings"),
)


def homes_for(entries: Iterable[Entry]) -> Homes:
    """Where each person on the rosters counted on the day, by (person id, day). Raises UnknownAttendee."""
    return homes_of({(line.person_id, entry.day) for entry in entries for line in entry.told.roster})


def homes_of(wanted_homes: set[tuple[int, date]]) -> Homes:
    """Raises UnknownAttendee."""
    homes = homes_on(wanted_homes)
    if len(homes) < len(wanted_homes):
        raise UnknownAttendee("名册上有人当天不在任何单位。请核对活动日期和人员名单。")
    return homes


def write_rows(entries: Sequence[Entry], homes: Homes, *, first_time: bool) -> list[Rows]:
    """Everything but who holds it together with the unit: see `holding`."""
    for entry in entries:
        _fill(entry, first_time=first_time)
    activities = [entry.activity for entry in entries]
    for activity in activities:
        if activity.pk:
            activity.save()
    Activity.objects.bulk_create([activity for activity in activities if not activity.pk], batch_size=BATCH)
    written = [_rows(entry, homes) for entry in entries]
    Sitting.objects.bulk_create([row for entry in entries for row in _sittings(entry)], batch_size=BATCH)
    AgendaItem.objects.bulk_create([row for rows in written for row in rows.agenda], batch_size=BATCH)
    Attendance.objects.bulk_create([row for rows in written for row in rows.roster], batch_size=BATCH)
    return written


def clear_rows(activity: Activity) -> None:
    """What the unit itself told. The rosters of units that joined it are theirs."""
    for rows in (activity.sittings.all(), activity.agenda.all(), activity.roster.filter(joining=None)):
        rows.delete()


def write_facts(entries: Sequence[Entry], written: Sequence[Rows]) -> None:
    """The facts of records just written, from the rows in hand."""
    keys = keys_of({line.person_id for rows in written for line in rows.roster})
    record_stamped(
        (fact, entry.stamp)
        for entry, rows in zip(entries, written, strict=True)
        for facts in wanted(rows, keys).values()
        for fact in facts
    )


def settle_rows(activity: Activity, stamp: Stamp) -> None:
    """Make the facts of the activity, and of all that hangs on it, those its saved rows call for now."""
    facts = wanted_facts([activity])
    settle(facts, by=stamp.by, at=stamp.at, source=stamp.source, erased=_erased_people(facts))


def settle_nothing(activity: Activity, stamp: Stamp) -> None:
    """Take back every fact of it, those about erased people too."""
    settle(dict.fromkeys(wanted_facts([activity]), ()), by=stamp.by, at=stamp.at, source=stamp.source)


def _erased_people(subjects: Iterable[str]) -> frozenset[UUID]:
    """The keys in the facts of these subjects that belong to nobody any more."""
    people = {fact.person for facts in net_facts(subjects).values() for fact in facts if fact.person}
    return frozenset(people - names_of(people).keys())


def _rows(entry: Entry, homes: Homes) -> Rows:
    further = [sitting.starts_at for sitting in entry.told.sittings]
    return Rows(entry.activity, attendances(entry.activity, entry.told.roster, homes), further, _agenda(entry))


def _fill(entry: Entry, *, first_time: bool) -> None:
    activity, told = entry.activity, entry.told
    same_day = not first_time and day_of(activity.starts_at) == entry.day
    for name in AS_TOLD:
        setattr(activity, name, getattr(told, name))
    activity.revision += 1
    activity.state = ActivityState.RECORDED
    activity.tags = tag_text(_tags(entry))
    if first_time:
        activity.recorded_at, activity.submission = entry.stamp.at, told.submission
    else:
        activity.corrected_under = told.submission
    if not same_day:  # a changed pack makes no old record late
        activity.is_late = is_late(entry.day, day_of(activity.recorded_at or entry.stamp.at), pack().late_after_days)


def _tags(entry: Entry) -> frozenset[str]:
    """The kind's tags as they were at the first recording, whatever the pack says since, and those added."""
    choosable = frozenset(entry.kind.extra_tags)
    of_the_kind = entry.activity.tag_codes - choosable or frozenset(entry.kind.tags)
    return of_the_kind | (entry.told.extra_tags & choosable)


def _sittings(entry: Entry) -> list[Sitting]:
    return [
        Sitting(activity=entry.activity, number=number, starts_at=sitting.starts_at, place=sitting.place)
        for number, sitting in enumerate(entry.told.sittings, start=2)
    ]


def _agenda(entry: Entry) -> list[AgendaItem]:
    told = entry.told.resolutions
    return [_item(entry.activity, n, text, told.get(n)) for n, text in enumerate(entry.items, start=1)]


def _item(activity: Activity, number: int, text: str, told: Resolution | None) -> AgendaItem:
    item = AgendaItem(activity=activity, number=number, text=text)
    if told:
        item.resolution = told.text
        item.votes_for, item.votes_against, item.abstained = told.votes or (None, None, None)
    return item


def attendances(
    activity: Activity, roster: Iterable[Line], homes: Homes, joining: Joining | None = None
) -> list[Attendance]:
    day = day_of(activity.starts_at)
    return [_attendance(activity, line, homes[line.person_id, day], joining) for line in roster]


def _attendance(activity: Activity, line: Line, home: Home, joining: Joining | None) -> Attendance:
    return Attendance(
        activity_id=activity.pk,
        joining=joining,
        person_id=line.person_id,
        home_id=home[0],
        home_path=home[1],
        presence=line.presence,
        leave_reason=line.leave_reason if line.presence == Presence.ON_LEAVE else "",
        is_observer=line.is_observer,
        sitting_number=line.sitting,
    )
