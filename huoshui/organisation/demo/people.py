"""Who works where, who belongs to which branch and who holds which post, on the first day of the demo city."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from ..actions import NewUnit
from ..enums import MemberStatus
from .tree import CITY, DEPARTMENTS, OPENED, Branch, Tree

STAFF = 1992  # with those who join and leave in 2021: 2,000 at the end of that year
LEADERS = 6
COUNTY_OFFICE = 28
LEAST_IN_OUTLET = 4
SMALL_EVERY, SMALL = 24, (5, 6)  # a few branches are too small for a committee
USUAL = (14, 23)
COMMITTEE_FROM = 7
CELLS_FROM = 17
PROBATIONARY = 0.035
LEAGUE = (1, 3)
MANAGERS = {"city_company": 4, "department": 2, "county_company": 3}


@dataclass(frozen=True)
class Place:
    """A person by number, with the unit they work in and their rank there: 0 heads it."""

    person: int
    unit: str
    rank: int


@dataclass(frozen=True)
class Belonging:
    person: int
    branch: str
    status: MemberStatus
    cell: str | None = None


@dataclass(frozen=True)
class Holding:
    person: int
    unit: str
    kind: str


@dataclass(frozen=True)
class Staffing:
    places: Sequence[Place]
    cells: Sequence[NewUnit]
    belongings: Sequence[Belonging]
    posts: Sequence[Holding]


def plan_people(tree: Tree, random: Random) -> Staffing:
    places = list(_places(_headcount(tree, random)))
    by_unit: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_unit[place.unit].append(place)
    cells: list[NewUnit] = []
    belongings: list[Belonging] = []
    posts = [*_heads(tree, by_unit), *_superiors(tree, by_unit)]
    for n, branch in enumerate(tree.branches):
        members, league = _chosen(branch, by_unit, random, small=n % SMALL_EVERY == SMALL_EVERY - 1)
        own_cells = _cells(branch, len(members))
        cells += own_cells
        belongings += _belongings(branch, members, league, own_cells, random)
        posts += _committee(branch, members)
        posts += [Holding(members[k].person, cell.code, "cell_leader") for k, cell in enumerate(own_cells)]
    return Staffing(places, cells, belongings, posts)


def _headcount(tree: Tree, random: Random) -> dict[str, int]:
    counts = {CITY: LEADERS} | {code: staff for code, (_, staff) in DEPARTMENTS.items()}
    counts |= {unit.code: COUNTY_OFFICE for unit in tree.units if unit.kind == "county_company"}
    counts |= dict.fromkeys(tree.outlets, LEAST_IN_OUTLET)
    for outlet in random.choices(tree.outlets, k=STAFF - sum(counts.values())):
        counts[outlet] += 1
    return counts


def _places(headcount: Mapping[str, int]) -> Iterator[Place]:
    person = 0
    for unit, count in headcount.items():
        for rank in range(count):
            yield Place(person, unit, rank)
            person += 1


def _heads(tree: Tree, by_unit: Mapping[str, Sequence[Place]]) -> Iterator[Holding]:
    for unit in tree.units:
        places = by_unit[unit.code]
        if places:
            yield Holding(places[0].person, unit.code, "head_of_unit")
            for place in places[: MANAGERS.get(unit.kind, 0)]:
                yield Holding(place.person, unit.code, "middle_manager")


def _superiors(tree: Tree, by_unit: Mapping[str, Sequence[Place]]) -> Iterator[Holding]:
    """Party committees and general branches are led by those who lead the company beside them."""
    for unit in tree.units:
        if unit.kind in ("party_committee", "general_branch"):
            yield from _seats(unit.code, by_unit[str(unit.parent)][:5], ordinary=3)


def _seats(unit: str, people: Sequence[Place], ordinary: int) -> Iterator[Holding]:
    kinds = ["secretary", "deputy_secretary", *["committee_member"] * ordinary]
    for place, kind in zip(people, kinds, strict=False):
        yield Holding(place.person, unit, kind)


def _chosen(
    branch: Branch, by_unit: Mapping[str, Sequence[Place]], random: Random, *, small: bool
) -> tuple[list[Place], list[Place]]:
    """The members, those who lead a unit first, and the league members."""
    pool = [place for unit in branch.pool for place in by_unit[unit]]
    pool.sort(key=lambda place: (min(place.rank, 2), random.random()))
    size = min(random.randint(*(SMALL if small else USUAL)), len(pool) * 4 // 5)
    return pool[:size], pool[size : size + random.randint(*LEAGUE)]


def _cells(branch: Branch, size: int) -> list[NewUnit]:
    names = ("第一党小组", "第二党小组") if size >= CELLS_FROM else ()
    return [
        NewUnit(f"{branch.code}-xiaozu-{n}", "cell", f"{branch.name}{name}", OPENED, branch.code, n)
        for n, name in enumerate(names, start=1)
    ]


def _belongings(
    branch: Branch, members: Sequence[Place], league: Sequence[Place], cells: Sequence[NewUnit], random: Random
) -> Iterator[Belonging]:
    for n, place in enumerate(members):
        seated = n < COMMITTEE_FROM
        status = MemberStatus.PROBATIONARY if not seated and random.random() < PROBATIONARY else MemberStatus.MEMBER
        yield Belonging(place.person, branch.code, status, cells[n % len(cells)].code if cells else None)
    for place in league:
        yield Belonging(place.person, branch.code, MemberStatus.LEAGUE)


def _committee(branch: Branch, members: Sequence[Place]) -> Iterator[Holding]:
    """Seven members elect a committee; fewer have a secretary alone."""
    if len(members) < COMMITTEE_FROM:
        return iter([Holding(members[0].person, branch.code, "secretary")])
    return _seats(branch.code, members, ordinary=3 if len(members) < CELLS_FROM else 5)
