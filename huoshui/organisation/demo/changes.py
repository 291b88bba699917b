"""What changes in the demo city as time goes by, each change on the first of a month and entered that morning."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from huoshui.base.clock import at_time
from huoshui.ledger.models import Source

from ..actions import (
    KEEP,
    Leaving,
    add_person,
    change_membership,
    employ,
    exempt,
    exempt_unit,
    hand_over,
    join_branch,
    leave_branch,
    leave_employment,
    move_unit,
    open_unit,
    rename_unit,
    serve_outlet,
)
from ..enums import MemberStatus
from ..models import Employment, Membership, Person, RoleGrant, Unit
from ..queries.holding import holdings
from ..queries.people import holders
from ..viewing import Viewer
from .founding import City
from .tree import CITY, COMMITTEE, MOVED_BRANCH, NEW_OUTLET

NEW_OUTLET_COUNTY, NEW_OUTLET_BRANCH = "hengnan", "hengnan-zhibu-2"
RENAMED_BRANCH, NEW_NAME = "hengyang-jidi-zhibu", "寄递与物流事业部党支部"
HANDED_BRANCH = "hengdong-zhibu-2"
NORM = "concentrated_study"


@dataclass(frozen=True)
class Spared:
    branch: str
    norm: str
    from_on: date
    until_on: date
    document: str

    def in_year(self, year: int) -> "Spared":
        later = self.until_on.year - self.from_on.year
        days = {"from_on": self.from_on.replace(year=year), "until_on": self.until_on.replace(year=year + later)}
        return replace(self, document=self.document.format(year), **days)


SPARED_2021 = (Spared(MOVED_BRANCH, "lecture", date(2021, 7, 1), date(2021, 10, 1), "衡邮党〔2021〕21号"),)
SPARED_LATELY = (  # members who sort the mail by night, and members who are posted elsewhere for months
    Spared(MOVED_BRANCH, "self_study", date(2022, 1, 1), date(2023, 1, 1), "衡邮党〔{}〕3号"),
    Spared("nanyue-zhibu-1", "theme_day", date(2022, 3, 1), date(2022, 6, 1), "衡邮党〔{}〕9号"),
)


@dataclass(frozen=True)
class Change:
    """A day's deed; `do` takes what every action takes: by, at, source."""

    on: date
    do: Callable[..., Any]


def changes(city: City, until: date) -> list[Change]:
    """In order of time, up to a day."""
    story = Story(city)
    told = [*story.of_2021(), *story.of_recent(until.year)]
    return sorted((change for change in told if change.on <= until), key=lambda change: change.on)


def carry_out(city: City, due: Sequence[Change]) -> None:
    for change in due:
        change.do(by=city.by, at=at_time(change.on, 8, 30), source=Source.SCREEN)


class Story:
    """Nobody is in two changes, so each stands on the city as it was founded."""

    def __init__(self, city: City):
        self.city = city
        holders = {post.person for post in city.staffing.posts}
        free = [b for b in city.staffing.belongings if b.person not in holders]
        belonging = {b.person for b in city.staffing.belongings}
        self.by_status = {status: [b.person for b in free if b.status == status] for status in MemberStatus}
        self.others = [
            p.person for p in city.staffing.places if p.person not in belonging and p.person not in holders and p.rank
        ]
        for waiting in (*self.by_status.values(), self.others):
            city.random.shuffle(waiting)

    def of_2021(self) -> Iterator[Change]:
        yield from self._exemptions(date(2021, 1, 1), date(2022, 1, 1), how_many=10)
        yield from self._transfers(date(2021, 2, 1), how_many=3)
        yield from self._hirings(date(2021, 3, 1), how_many=4, joining=2)
        yield from self._opening(date(2021, 6, 1))
        yield from self._reshaping(date(2021, 7, 1))
        yield from self._spared(SPARED_2021)
        yield from self._promotions(date(2021, 7, 1), full=8, new=6)
        yield from self._hirings(date(2021, 9, 1), how_many=4, joining=0)
        yield Change(date(2021, 9, 1), partial(self._hand_over, HANDED_BRANCH, date(2021, 9, 1)))
        yield from self._leavings(date(2021, 10, 1), how_many=6)
        yield from self._transfers(date(2021, 11, 1), how_many=3)

    def of_recent(self, year: int) -> Iterator[Change]:
        if year > 2021:
            yield from self._exemptions(date(year, 1, 1), date(year + 1, 1, 1), how_many=8)
            yield from self._hirings(date(year, 3, 1), how_many=4, joining=1)
            yield from self._leavings(date(year, 4, 1), how_many=4)
            yield from self._transfers(date(year, 5, 1), how_many=3)
            yield from self._spared(tuple(spared.in_year(year) for spared in SPARED_LATELY))
            yield from self._promotions(date(year, 7, 1), full=6, new=4)

    def _exemptions(self, on: date, until: date, how_many: int) -> Iterator[Change]:
        """Decided by the person's own branch; the last one is open-ended."""
        for n in range(how_many):
            person = self.by_status[MemberStatus.MEMBER].pop()
            end = None if n == how_many - 1 else until
            yield Change(on, partial(self._exempt, person, end, on))

    def _transfers(self, on: date, how_many: int) -> Iterator[Change]:
        """Members who go to work and belong in another county."""
        for _ in range(how_many):
            person, to = self.by_status[MemberStatus.MEMBER].pop(), self.city.random.choice(self._posted())
            yield Change(on, partial(self._transfer, person, to, on))

    def _hirings(self, on: date, how_many: int, joining: int) -> Iterator[Change]:
        """`joining` of them are members already and bring their membership along."""
        for n in range(how_many):
            branch = self.city.random.choice(self._posted())
            yield Change(on, partial(self._hire, branch, on, belongs=n < joining))

    def _leavings(self, on: date, how_many: int) -> Iterator[Change]:
        """Every second one was a member."""
        for n in range(how_many):
            waiting = self.by_status[MemberStatus.MEMBER] if n % 2 else self.others
            yield Change(on, partial(self._leave, waiting.pop(), on))

    def _promotions(self, on: date, full: int, new: int) -> Iterator[Change]:
        for status, to, many in (
            (MemberStatus.PROBATIONARY, MemberStatus.MEMBER, full),
            (MemberStatus.LEAGUE, MemberStatus.PROBATIONARY, new),
        ):
            for _ in range(min(many, len(self.by_status[status]))):
                yield Change(on, partial(self._promote, self.by_status[status].pop(), to, on))

    def _opening(self, on: date) -> Iterator[Change]:
        yield Change(on, partial(self._open_outlet, on))
        for _ in range(6):
            yield Change(on, partial(self._hire_at, NEW_OUTLET, on))

    def _reshaping(self, on: date) -> Iterator[Change]:
        units = self.city.units
        yield Change(on, partial(move_unit, unit=units[MOVED_BRANCH], parent=units["shigu"], on=on))
        yield Change(on, partial(rename_unit, unit=units[RENAMED_BRANCH], name=NEW_NAME, on=on))

    def _spared(self, those: Sequence["Spared"]) -> Iterator[Change]:
        """Units of which a norm asks nothing for a while, by decision of the city's committee."""
        for one in those:
            given = {"unit": self.city.units[one.branch], "decided_by": self.city.units[COMMITTEE], "norm": one.norm}
            given |= {"from_on": one.from_on, "until_on": one.until_on, "document_number": one.document}
            yield Change(one.from_on, partial(exempt_unit, **given))

    def _posted(self) -> list[str]:
        """The joint branches of the counties, by code."""
        units = self.city.units.values()
        return [unit.code for unit in units if unit.kind == "branch" and "-zhibu-" in unit.code and _is_joint(unit)]

    def _exempt(self, person: int, until: date | None, on: date, **here: Any) -> None:
        one = self.city.people[person]
        exempt(person=one, norm=NORM, from_on=on, until_on=until, decided_by=_membership(one).unit, **here)

    def _hand_over(self, code: str, on: date, **here: Any) -> None:
        """The secretary goes back to the ranks; the deputy takes everything over."""
        branch = self.city.units[code]
        leaver, successor = (holders(branch, kind, on)[0] for kind in ("secretary", "deputy_secretary"))
        viewer = _officer_of(self.city.units[CITY], on)
        held = holdings(viewer, leaver)  # the outlet they head stays theirs
        choices = {holding.code: KEEP if holding.unit not in (branch, None) else successor for holding in held}
        given = {"viewer": viewer, "person": leaver, "unit": branch, "choices": choices, "leaving": Leaving(), "on": on}
        hand_over(submission=uuid5(NAMESPACE_OID, f"huoshui-demo-{code}"), **given, **here)

    def _transfer(self, person: int, to: str, on: date, **here: Any) -> None:
        one, branch = self.city.people[person], self.city.units[to]
        leave_branch(membership=_membership(one), on=on, **here)
        leave_employment(employment=Employment.objects.get(person=one, until_on=None), on=on, **here)
        employ(person=one, unit=_outlet_of(branch), on=on, **here)
        join_branch(person=one, branch=branch, status=MemberStatus.MEMBER, on=on, **here)

    def _hire(self, to: str, on: date, *, belongs: bool, **here: Any) -> None:
        branch = self.city.units[to]
        one = self._hire_at(_outlet_of(branch).code, on, **here)
        status = MemberStatus.MEMBER if belongs else MemberStatus.LEAGUE
        join_branch(person=one, branch=branch, status=status, on=on, **here)

    def _hire_at(self, place: str, on: date, **here: Any) -> Person:
        one = add_person(name=self.city.spare_names.pop(), **here)
        self.city.people.append(one)
        employ(person=one, unit=Unit.objects.get(code=place), on=on, **here)
        return one

    def _leave(self, person: int, on: date, **here: Any) -> None:
        one = self.city.people[person]
        if membership := Membership.objects.filter(person=one, until_on=None).first():
            leave_branch(membership=membership, on=on, **here)
        leave_employment(employment=Employment.objects.get(person=one, until_on=None), on=on, **here)

    def _promote(self, person: int, to: MemberStatus, on: date, **here: Any) -> None:
        held = _membership(self.city.people[person])
        change_membership(membership=held, on=on, status=to, cell=held.cell, **here)

    def _open_outlet(self, on: date, **here: Any) -> None:
        county, branch = self.city.units[NEW_OUTLET_COUNTY], self.city.units[NEW_OUTLET_BRANCH]
        opened = open_unit(
            code=NEW_OUTLET, kind="outlet", name="衡南高铁新城邮政支局", on=on, parent=county, order=190, **here
        )
        serve_outlet(party_unit=branch, outlet=opened, on=on, **here)


def _officer_of(city: Unit, on: date) -> Viewer:
    """The city's officer of that day, whose account the demo opens only today."""
    viewer = Viewer(None, on)
    viewer.grants = [RoleGrant(role="city_officer", unit=city, from_on=on)]
    return viewer


def _membership(person: Person) -> Membership:
    return Membership.objects.select_related("unit", "cell").get(person=person, until_on=None)


def _outlet_of(branch: Unit) -> Unit:
    return Unit.objects.filter(served_by__party_unit=branch, closed_on=None).order_by("place")[0]


def _is_joint(branch: Unit) -> bool:
    return branch.parent.kind == "county_company" and not branch.code.endswith("-1")
