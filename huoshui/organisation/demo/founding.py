"""The first day of the demo city, through the bulk form of the organisation's actions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from huoshui.base.clock import at_time
from huoshui.ledger.models import Source

from ..actions import (
    NewEmployment,
    NewMembership,
    NewPerson,
    NewPost,
    NewUnit,
    add_people,
    appoint_people,
    employ_people,
    join_branches,
    open_units,
)
from ..models import Person, Unit
from .names import names
from .people import Staffing, plan_people
from .tree import OPENED, PARTY_OFFICE, Branch, County, plan_tree

SPARE_NAMES = 60  # for those who join later


@dataclass
class City:
    """What was founded, for those who go on telling the city's story."""

    random: Random
    units: dict[str, Unit]
    people: list[Person]
    staffing: Staffing
    spare_names: list[str]
    by: UUID | None = field(default=None)


def found_city(counties: Sequence[County], random: Random) -> City:
    """A day's work of data entry, the day after the units were opened."""
    tree = plan_tree(counties)
    staffing = plan_people(tree, random)
    called = names(random, len(staffing.places) + SPARE_NAMES)
    here = _stamp(OPENED + timedelta(days=1))
    opened = open_units(units=[*tree.units, *map(_opened, tree.branches), *staffing.cells], **here)
    people = add_people(people=[NewPerson(name) for name in called[: len(staffing.places)]], **here)
    city = City(random, {unit.code: unit for unit in opened}, people, staffing, called[len(people) :])
    _settle_in(city, here)
    city.by = _officer(city)
    return city


def _opened(branch: Branch) -> NewUnit:
    order = 10 + int(branch.code[-1]) if branch.code[-1].isdigit() else 20
    return NewUnit(
        branch.code, "branch", branch.name, OPENED, branch.parent, order, branch.superior, tuple(branch.serves)
    )


def _settle_in(city: City, here: dict[str, Any]) -> None:
    people, units, staffing = city.people, city.units, city.staffing
    works = [NewEmployment(people[p.person], units[p.unit], OPENED) for p in staffing.places]
    employ_people(employments=works, **here)
    belongs = [
        NewMembership(people[b.person], units[b.branch], b.status, OPENED, units[b.cell] if b.cell else None)
        for b in staffing.belongings
    ]
    join_branches(memberships=belongs, **here)
    posts = [NewPost(people[h.person], units[h.unit], h.kind, OPENED) for h in staffing.posts]
    appoint_people(posts=posts, **here)


def _officer(city: City) -> UUID:
    """The Party office's second keeps the books; the head has other things to do."""
    second = next(place for place in city.staffing.places if place.unit == PARTY_OFFICE and place.rank == 1)
    return city.people[second.person].ledger_key.key


def _stamp(day: date) -> dict[str, Any]:
    return {"by": None, "at": at_time(day, 10), "source": Source.FILE}
