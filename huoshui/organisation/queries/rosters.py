"""Who is expected: the people an activity of a unit is for, by the rule of its kind."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from huoshui.packs.loaded import pack

from ..enums import PARTY_STATUSES
from ..models import Employment, Membership, OutletService, Person, Post, Unit
from .people import home_of, keys_of
from .units import path_on, units_under


@dataclass(frozen=True)
class RosterPerson:
    """A person expected, with the unit (and its path that day) where the person counts."""

    person_id: int
    key: UUID
    name: str
    unit_id: int
    path: str


def roster(unit: Unit, on: date, rule: str) -> list[RosterPerson]:
    """By name; a committee by post. `rule` is one of members, committee, cell, staff, and open and none, which expect
    nobody."""
    expected = _RULES[rule](unit, on)
    people = {row.pk: row for row in Person.objects.filter(pk__in=expected, erased_at=None)}
    homes, keys = home_of(people, on), keys_of(people)
    ordered = sorted(people.values(), key=lambda person: (expected[person.pk], person.sort_key, person.pk))
    elsewhere = (unit.pk, path_on(unit.pk, on)) if people.keys() - homes.keys() else (0, "")
    return [RosterPerson(p.pk, keys[p.pk], p.name, *homes.get(p.pk, elsewhere)) for p in ordered]


def _members(unit: Unit, on: date) -> dict[int, int]:
    inside = Q(cell=unit) | Q(unit__in=[then.id for then in units_under(unit, on)])
    rows = Membership.objects.on(on).filter(inside, status__in=PARTY_STATUSES)
    return dict.fromkeys(rows.values_list("person_id", flat=True), 0)


def _committee(unit: Unit, on: date) -> dict[int, int]:
    seat = {kind.code: n for n, kind in enumerate(pack().post_kinds.values()) if kind.committee}
    rows = Post.objects.on(on).filter(unit=unit, kind__in=seat).values_list("person_id", "kind")
    first: dict[int, int] = {}
    for person_id, kind in rows:
        first[person_id] = min(seat[kind], first.get(person_id, seat[kind]))
    return first


def _staff(unit: Unit, on: date) -> dict[int, int]:
    """Those who work under the unit; for a Party unit, its members and those at the outlets it serves."""
    places = {then.id for then in units_under(unit, on)}
    members: dict[int, int] = {}
    if pack().unit_kinds[unit.kind].is_party:
        members = _members(unit, on)
        places = set(OutletService.objects.on(on).filter(party_unit=unit).values_list("outlet_id", flat=True))
    rows = Employment.objects.on(on).filter(unit__in=places)
    return members | dict.fromkeys(rows.values_list("person_id", flat=True), 0)


def _nobody(unit: Unit, on: date) -> dict[int, int]:
    return {}


_RULES = {
    "members": _members,
    "committee": _committee,
    "cell": _members,
    "staff": _staff,
    "open": _nobody,
    "none": _nobody,
}
