"""The sheet somebody fills in: everything the house already knows of an activity, so that nothing is typed twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from huoshui.base.clock import at_time, day_of
from huoshui.organisation.public import Person, RosterPerson, Unit, holders, home_of, roster
from huoshui.packs.loaded import pack
from huoshui.packs.schema import ActivityKind

from ..enums import Presence
from ..models import Activity, AgendaItem, Attendance, Joining, Sitting
from .activities import LastTime, last_time, roster_of
from .joint import joinings_of

USUAL_HOUR = 15


@dataclass(frozen=True)
class SheetLine:
    """A name on the sheet, ticked as present unless something else is known."""

    person_id: int
    name: str
    presence: str = Presence.PRESENT
    leave_reason: str = ""
    sitting: int = 1
    is_observer: bool = False


@dataclass(frozen=True)
class Sheet:
    """`kept` are lines of people erased since: nobody sees or changes them. `named` may chair and record."""

    unit: Unit
    kind: ActivityKind
    starts_at: datetime
    lines: Sequence[SheetLine]
    observers: dict[int, str]
    activity: Activity | None = None
    title: str = ""
    place: str = ""
    minutes: int = 0
    chair_id: int | None = None
    recorder_id: int | None = None
    agenda: Sequence[str] = ()
    guests: int = 0
    reached: int = 0
    extra_tags: frozenset[str] = frozenset()
    sittings: Sequence[Sitting] = ()
    resolved: Mapping[int, AgendaItem] = field(default_factory=dict)
    proceedings: str = ""
    joint: Sequence[str] = ()
    partner: str = ""
    kept: Sequence[SheetLine] = ()
    others: Mapping[int, str] = field(default_factory=dict)

    @property
    def people(self) -> dict[int, str]:
        return {line.person_id: line.name for line in self.lines}

    @property
    def named(self) -> dict[int, str]:
        return {**self.people, **self.observers, **self.others}


def sheet_for_new(unit: Unit, kind: ActivityKind, day: date) -> Sheet:
    """A sheet for something held but not planned."""
    starts_at = at_time(day, USUAL_HOUR)
    blank = Sheet(
        unit, kind, starts_at, _expected(unit, kind, day), {}, minutes=kind.minutes, others=_leaders(unit, kind, day)
    )
    return _as_last_time(blank, last_time(unit, kind.code, starts_at))


def sheet_for_planned(activity: Activity, day: date) -> Sheet:
    """The plan, with the unit's own people as of `day`, whoever it names to lead, and the rest as last time."""
    kind = pack().activity_kinds[activity.kind]
    sheet = Sheet(
        activity.unit,
        kind,
        activity.starts_at,
        _expected(activity.unit, kind, day),
        {},
        activity=activity,
        title=activity.title,
        minutes=activity.minutes,
        others=_leaders(activity.unit, kind, day),
    )
    filled = _as_last_time(sheet, last_time(activity.unit, activity.kind, activity.starts_at))
    named = {name: pk for name in ("chair_id", "recorder_id") if (pk := getattr(activity, name)) in filled.named}
    return replace(filled, minutes=activity.minutes, place=activity.place or filled.place, **named)


def sheet_for_correction(activity: Activity, day: date) -> Sheet:
    """What was recorded, and whoever belongs on the roster of `day` beside it."""
    kind, rows = pack().activity_kinds[activity.kind], roster_of(activity)
    told = [_line(row) for row in rows if not (row.is_observer or row.person.erased_at)]
    known = {row.person_id for row in rows}
    added = [line for line in _expected(activity.unit, kind, day) if line.person_id not in known]
    absent = [replace(line, presence=Presence.ABSENT) for line in added]
    return Sheet(
        activity.unit,
        kind,
        activity.starts_at,
        [*told, *absent],
        {row.person_id: row.person.name for row in rows if row.is_observer and not row.person.erased_at},
        activity=activity,
        title=activity.title,
        place=activity.place,
        minutes=activity.minutes,
        chair_id=activity.chair_id,
        recorder_id=activity.recorder_id,
        agenda=[item.text for item in activity.agenda.all()],
        guests=activity.guests,
        reached=activity.reached,
        resolved={item.number: item for item in activity.agenda.all()},
        proceedings=activity.proceedings,
        joint=[joining.unit.name for joining in joinings_of(activity)],
        partner=activity.partner,
        extra_tags=activity.tag_codes & frozenset(kind.extra_tags),
        sittings=list(activity.sittings.all()),
        kept=[_line(row) for row in rows if row.person.erased_at],
        others={
            **_leaders(activity.unit, kind, day),
            **{person.pk: person.name for person in (activity.chair, activity.recorder) if person},
        },
    )


def sheet_for_joining(joining: Joining) -> Sheet:
    """For a unit that holds it with others: its own people, as far as they stand on nobody else's roster."""
    activity, unit = joining.activity, joining.unit
    kind, day = pack().activity_kinds[activity.kind], day_of(activity.starts_at)
    rows = roster_of(activity, joining)
    told = [_line(row) for row in rows if not row.person.erased_at]
    elsewhere = set(activity.roster.exclude(joining=joining).values_list("person_id", flat=True))
    known = elsewhere | {row.person_id for row in rows}
    added = [line for line in _usual(joining, kind, day) if line.person_id not in known]
    if joining.told_at:
        added = [replace(line, presence=Presence.ABSENT) for line in added]
    return Sheet(
        unit,
        kind,
        activity.starts_at,
        [*told, *added],
        {},
        activity=activity,
        title=activity.title,
        place=activity.place,
        minutes=activity.minutes,
        sittings=list(activity.sittings.all()),
        kept=[_line(row) for row in rows if row.person.erased_at],
    )


def _usual(joining: Joining, kind: ActivityKind, day: date) -> list[SheetLine]:
    """Whom the kind's roster expects; where it expects nobody, who came last time, until this unit has told."""
    if kind.roster != "open":
        return _expected(joining.unit, kind, day)
    last = last_time(joining.unit, kind.code, joining.activity.starts_at)
    return [] if joining.told_at else [SheetLine(*known) for known in _still_here(last.roster_ids, day).items()]


def _line(row: Attendance) -> SheetLine:
    return SheetLine(
        row.person_id, row.person.name, row.presence, row.leave_reason, row.sitting_number, row.is_observer
    )


def _as_last_time(sheet: Sheet, last: LastTime) -> Sheet:
    """Chair, recorder, observers and agenda as last time, as far as they are still there."""
    day = day_of(sheet.starts_at)
    secretaries = [person.pk for person in holders(sheet.unit, "secretary", day) if person.pk in sheet.people]
    if sheet.kind.roster == "open":
        sheet = replace(sheet, lines=[SheetLine(*known) for known in _still_here(last.roster_ids, day).items()])
    observers = _names([person for person in last.observer_ids if person not in sheet.people])
    there = {*sheet.people, *observers, *sheet.others}
    return replace(
        sheet,
        place=sheet.place or last.place,
        minutes=last.minutes or sheet.minutes,
        chair_id=last.chair_id if last.chair_id in there else next(iter(secretaries), None),
        recorder_id=last.recorder_id if last.recorder_id in there else None,
        agenda=last.agenda,
        observers=observers,
    )


def _expected(unit: Unit, kind: ActivityKind, day: date) -> list[SheetLine]:
    people: list[RosterPerson] = roster(unit, day, kind.roster)
    return [SheetLine(person.person_id, person.name) for person in people]


def _leaders(unit: Unit, kind: ActivityKind, day: date) -> dict[int, str]:
    """Who may chair and record where the kind takes no names."""
    people = roster(unit, day, "committee") if kind.roster == "none" else []
    return {person.person_id: person.name for person in people}


def _still_here(person_ids: Sequence[int], day: date) -> dict[int, str]:
    here = home_of(person_ids, day)
    return _names([person for person in person_ids if person in here])


def _names(person_ids: Sequence[int]) -> dict[int, str]:
    people = Person.objects.filter(pk__in=person_ids, erased_at=None).order_by("sort_key", "pk")
    return dict(people.values_list("pk", "name"))
