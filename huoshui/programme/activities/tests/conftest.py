"""A county whose branch has six members, and a hill county that must never see it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from huoshui.base.clock import at_time
from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.models import Fact, Source
from huoshui.ledger.periods import Period
from huoshui.ledger.reconcile import Difference, differences
from huoshui.organisation import actions as organisation
from huoshui.organisation.models import Account, Person, PersonKey, Unit
from huoshui.organisation.public import keys_of, scope_of
from huoshui.packs.loaded import pack

from ..actions import Line, Told, plan_activity, record_activity, record_unplanned
from ..enums import Presence
from ..models import Activity
from ..queries import rows_call_for
from .page import Fields, fields_of

JAN = date(2021, 1, 1)
TODAY = date(2021, 4, 9)
NOW = at_time(TODAY, 18)
HELD = at_time(TODAY, 15)
BY = UUID(int=7)
MEMBERS = ("安志远", "白玉兰", "陈建国", "邓小梅", "方大海", "高远")


@dataclass(frozen=True)
class Doing:
    """The actor, moment and source of every action, so that tests name only what matters to them."""

    at: datetime = NOW

    def __call__(self, action: Any, **given: Any) -> Any:
        return action(**given, by=BY, at=self.at, source=Source.SCREEN)

    def on(self, at: datetime) -> "Doing":
        return replace(self, at=at)


@dataclass
class House:
    """The tree, the people by name, and the hands to fill in pages with."""

    units: dict[str, Unit]
    people: dict[str, Person]
    keys: dict[str, UUID]

    def told(self, *away: tuple[str, str], starts_at: datetime = HELD, **more: Any) -> Told:
        """All members present but those `away`, as (name, reason of leave or nothing)."""
        reasons = dict(away)
        lines = [self.line(name, reasons.get(name)) for name in MEMBERS]
        return Told(**{"starts_at": starts_at, "minutes": 120, "roster": lines, "submission": uuid4()} | more)

    def line(self, name: str, reason: str | None = None, **more: Any) -> Line:
        person_id = self.people[name].pk
        if reason is None:
            return Line(person_id, **more)
        return Line(person_id, Presence.ON_LEAVE if reason else Presence.ABSENT, reason, **more)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.HUOSHUI_TODAY = TODAY
    settings.DEMO = True


@pytest.fixture
def do() -> Doing:
    return Doing()


@pytest.fixture
def house(db: None, do: Doing) -> House:
    new = [
        organisation.NewUnit("city", "city_company", "衡阳市分公司", JAN),
        organisation.NewUnit("city-party", "party_committee", "中共衡阳市分公司委员会", JAN, "city", order=1),
        organisation.NewUnit("south", "county_company", "衡南县分公司", JAN, "city", order=2),
        organisation.NewUnit("north", "county_company", "衡山县分公司", JAN, "city", order=3),
        organisation.NewUnit("south-party", "party_committee", "衡南县分公司党委", JAN, "south", order=1),
        organisation.NewUnit("outlet", "outlet", "三塘网点", JAN, "south", order=2),
        organisation.NewUnit("branch", "branch", "衡南第一党支部", JAN, "south", order=3, serves=("outlet",)),
        organisation.NewUnit("second", "branch", "衡南第二党支部", JAN, "south", order=4),
        organisation.NewUnit("hill", "branch", "衡山党支部", JAN, "north"),
    ]
    units = {unit.code: unit for unit in do(organisation.open_units, units=new)}
    names = (*MEMBERS, "何书记", "黄经理", "龙在彼", "马在岸")
    made = do(organisation.add_people, people=[organisation.NewPerson(name) for name in names])
    people = {person.name: person for person in made}
    branches = dict.fromkeys(MEMBERS, "branch") | {"何书记": "second", "龙在彼": "hill", "马在岸": "second"}
    rows = [organisation.NewMembership(people[n], units[code], "member", JAN) for n, code in branches.items()]
    do(organisation.join_branches, memberships=rows)
    do(organisation.employ, person=people["黄经理"], unit=units["city"], on=JAN)
    do(organisation.appoint, person=people["陈建国"], unit=units["branch"], kind="secretary", on=JAN)
    do(organisation.appoint, person=people["何书记"], unit=units["south-party"], kind="secretary", on=JAN)
    do(organisation.appoint, person=people["黄经理"], unit=units["city"], kind="head_of_unit", on=JAN)
    keys = keys_of([person.pk for person in made])
    return House(units, people, {name: keys[person.pk] for name, person in people.items()})


@pytest.fixture
def planned(house: House) -> Activity:
    return plan_activity(
        unit=house.units["branch"], kind="theme_day", starts_at=HELD, title="学党史", place="党员活动室"
    )


@pytest.fixture
def recorded(house: House, planned: Activity, do: Doing) -> Activity:
    """Four present, one on leave, one absent."""
    told = house.told(("方大海", "on_delivery"), ("高远", ""), title="学党史", place="党员活动室")
    return do(record_activity, activity=planned, told=told)


@pytest.fixture
def unplanned(house: House, do: Doing) -> Callable[..., Activity]:
    def record(code: str = "branch", kind: str = "theme_day", told: Told | None = None, **more: Any) -> Activity:
        return do(record_unplanned, unit=house.units[code], kind=kind, told=told or house.told(**more))

    return record


@pytest.fixture
def enter(house: House, do: Doing) -> Callable[..., Client]:
    """A browser signed in with a role over a unit."""

    def entered(role: str, code: str, name: str | None = None) -> Client:
        person = house.people[name] if name else None
        account = Account.objects.filter(username=f"{role}-{code}").first() or do(
            organisation.open_account, username=f"{role}-{code}", password=None, person=person
        )
        do(organisation.grant_role, account=account, role=role, unit=house.units[code], from_on=JAN)
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return entered


@pytest.fixture
def secretary(enter: Callable[..., Client]) -> Client:
    return enter("branch_secretary", "branch", "陈建国")


@pytest.fixture
def send(secretary: Client) -> Callable[..., HttpResponse]:
    """Open a page, change some of its fields, send it."""

    def sent(url: str, client: Client = secretary, **changes: Any) -> HttpResponse:
        return client.post(url, changed(fields_of(client.get(url)), changes))

    return sent


def changed(fields: Fields, changes: dict[str, Any]) -> Fields:
    """`away=[people]` unticks; None leaves a field out; anything else replaces it."""
    away = {str(person.pk) for person in changes.pop("away", ())}
    sent = {**fields, "present": [value for value in fields.get("present", []) if value not in away]}
    sent |= {name: value if isinstance(value, list) else [str(value)] for name, value in changes.items()}
    return {name: values for name, values in sent.items() if values != ["None"]}


def to(name: str, *args: Any) -> str:
    return reverse(f"activities:{name}", args=args)


def figure(unit: Unit, code: str, month: int = 4) -> Any:
    found = evaluate([pack().figures[code]], scope=scope_of(unit), period=Period.month(2021, month))
    return found[code]


def net(activity: Activity) -> list[tuple[Any, ...]]:
    """What still holds of an activity: (kind, person, payload, tags), in no order."""
    return sorted(
        (f.kind, str(f.person), f.payload, f.tags) for f in Fact.objects.net().filter(subject=activity.subject)
    )


def untold() -> list[Difference]:
    """Rows and facts must tell the same."""
    known = set(PersonKey.objects.values_list("key", flat=True))
    return differences(rows_call_for(), part="activities", known_people=known)
