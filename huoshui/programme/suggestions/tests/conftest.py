"""A county with an outlet, its office and a clerk; a hill county that must never see them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

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

from ..actions import Said, answer_suggestion, send_suggestion
from ..models import Suggestion
from ..queries import rows_call_for

JAN = date(2021, 1, 1)
TODAY = date(2021, 4, 9)  # a Friday
NOW = at_time(TODAY, 10, 20)
HANDLERS = {"吴主任": "south", "郑主任": "south", "王处长": "city", "冯经理": "north", "陈店长": "outlet"}
PEOPLE = HANDLERS | {"周店员": "outlet"}


@dataclass
class House:
    units: dict[str, Unit]
    people: dict[str, Person]
    accounts: dict[str, Account]
    keys: dict[str, UUID]


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.HUOSHUI_TODAY = TODAY


@pytest.fixture
def house(db: None) -> House:
    here = {"by": None, "at": at_time(JAN, 10), "source": Source.SCREEN}
    new = [
        organisation.NewUnit("city", "city_company", "衡阳市分公司", JAN),
        organisation.NewUnit("office", "department", "综合办公室", JAN, "city", order=1),
        organisation.NewUnit("south", "county_company", "衡南县分公司", JAN, "city", order=2),
        organisation.NewUnit("north", "county_company", "衡山县分公司", JAN, "city", order=3),
        organisation.NewUnit("outlet", "outlet", "三塘网点", JAN, "south", order=1),
        organisation.NewUnit("branch", "branch", "衡南第一党支部", JAN, "south", order=2),
    ]
    units = {unit.code: unit for unit in organisation.open_units(units=new, **here)}
    made = organisation.add_people(people=[organisation.NewPerson(name) for name in PEOPLE], **here)
    people = {person.name: person for person in made}
    works = [organisation.NewEmployment(people[name], units[code], JAN) for name, code in PEOPLE.items()]
    organisation.employ_people(employments=works, **here)
    keys = keys_of([person.pk for person in made])
    return House(units, people, _accounts(units, people, here), {name: keys[one.pk] for name, one in people.items()})


def _accounts(units: dict[str, Unit], people: dict[str, Person], here: dict[str, Any]) -> dict[str, Account]:
    accounts = {}
    for name, person in people.items():
        username = f"account-{person.pk}"
        accounts[name] = organisation.open_account(username=username, password=None, person=person, **here)
        role, code = ("suggestion_handler", HANDLERS[name]) if name in HANDLERS else ("staff", PEOPLE[name])
        organisation.grant_role(account=accounts[name], role=role, unit=units[code], from_on=JAN, **here)
    return accounts


@pytest.fixture
def send(house: House) -> Callable[..., Suggestion]:
    """A suggestion of the clerk's, or of nobody's."""

    def sent(writer: str | None = "周店员", about: str = "south", at: datetime = NOW, **more: Any) -> Suggestion:
        said = Said(**{"kind": "suggestion", "text": "窗口早上排队太久", "about": house.units[about]} | more)
        account = house.accounts[writer] if writer else None
        return send_suggestion(said=said, writer=account, at=at, source=Source.SCREEN)

    return sent


@pytest.fixture
def reply(house: House) -> Callable[..., Suggestion]:
    def replied(suggestion: Suggestion, text: str = "已加开一个窗口。", at: datetime = NOW, **more: Any) -> Suggestion:
        suggestion.refresh_from_db()
        given = {"submission": UUID(int=suggestion.revision + 1), "revision": suggestion.revision} | more
        by = house.keys["吴主任"]
        return answer_suggestion(suggestion=suggestion, text=text, by=by, at=at, source=Source.SCREEN, **given)

    return replied


@pytest.fixture
def enter(house: House) -> Callable[[str], Client]:
    def entered(name: str) -> Client:
        client = Client()
        client.force_login(house.accounts[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return entered


@pytest.fixture
def clerk(enter: Callable[[str], Client]) -> Client:
    return enter("周店员")


@pytest.fixture
def office(enter: Callable[[str], Client]) -> Client:
    return enter("吴主任")


def to(name: str, *args: Any) -> str:
    return reverse(f"suggestions:{name}", args=args)


def fields_of(answer: HttpResponse, url: str) -> dict[str, str]:
    """What the form that goes to `url` would send, filled in as the page shows it."""
    html = answer.content.decode()
    form = next(form for form in re.findall(r"<form.*?</form>", html, re.DOTALL) if f'action="{url}"' in form)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def figure(unit: Unit, code: str, month: int = 4) -> Any:
    period = Period.month(2021, month)
    return evaluate([pack().figures[code]], scope=scope_of(unit), period=period)[code]


def net(suggestion: Suggestion) -> list[tuple[str, str, str]]:
    """What holds of a suggestion: (kind, path, payload)."""
    facts = Fact.objects.net().filter(subject=suggestion.subject).order_by("pk")
    return [(fact.kind.rpartition(".")[2], fact.path, fact.payload) for fact in facts]


def untold() -> list[Difference]:
    """Rows and facts must tell the same."""
    known = set(PersonKey.objects.values_list("key", flat=True))
    return differences(rows_call_for(), part="suggestions", known_people=known)
