"""A city with two counties and three branches, and records made straight in the ledger: reports know no part."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from huoshui.base import parts
from huoshui.base.clock import at_time
from huoshui.base.parts import AgendaItem, Found, Part
from huoshui.ledger.models import Fact, Source
from huoshui.ledger.recording import NewFact, record
from huoshui.organisation import actions
from huoshui.organisation.models import Account, Unit
from huoshui.organisation.public import path_on

JAN = date(2021, 1, 1)
TODAY = date(2021, 11, 10)
LATER = at_time(date(2022, 6, 1), 12)


@dataclass(frozen=True)
class Doing:
    """The actor, moment and source of every action, so that tests name only what matters to them."""

    at: datetime = LATER

    def __call__(self, action: Any, **given: Any) -> Any:
        return action(**given, by=None, at=self.at, source=Source.SCREEN)


@dataclass
class Records:
    """Activities and attendances, written as the part that has them writes them."""

    numbers: Any = field(default_factory=lambda: count(1))

    def held(self, unit: Unit, day: date, *tags: str, kind: str = "theme_day", subject: str = "", **says: Any) -> Fact:
        payload = {"kind": kind, "minutes": 60, "expected": 5, "present": 4, "on_leave": 1, "guests": 0, "sittings": 1}
        payload |= {"late": False, **says}
        return self._record("activities.activity.recorded", unit, day, tags or (kind,), payload, None, subject)

    def attended(
        self,
        unit: Unit,
        day: date,
        person: Any,
        *tags: str,
        minutes: int = 60,
        state: str = "present",
        subject: str = "",
    ) -> Fact:
        payload = {"kind": "theme_day", "minutes": minutes, "state": state, "observer": False, "late": False}
        return self._record("activities.attendance.confirmed", unit, day, tags, payload, person, subject)

    @transaction.atomic
    def _record(self, kind: str, unit: Unit, day: date, tags: Any, payload: Any, person: Any, subject: str) -> Fact:
        subject = subject or f"activities.activity:{next(self.numbers)}"
        new = NewFact(
            kind, unit.pk, path_on(unit.pk, day), subject, at_time(day, 15), person, 1, payload, frozenset(tags)
        )
        return record([new], by=uuid4(), at=at_time(day, 18), source=Source.SCREEN)[0]


@pytest.fixture
def do() -> Doing:
    return Doing()


@pytest.fixture
def records() -> Records:
    return Records()


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.HUOSHUI_TODAY = TODAY
    settings.DEMO = True


@pytest.fixture(autouse=True)
def diary(monkeypatch: pytest.MonkeyPatch) -> list[AgendaItem]:
    """The one part of the programme there is: its pages are numbered, its forms named after unit and tag."""
    agenda: list[AgendaItem] = []
    part = Part(
        name="diary",
        label="活动",
        agenda=lambda viewer, day: agenda,
        search=lambda viewer, text: [Found(u.name, text, f"/u/{u.code}/") for u in viewer.units("activities.view")],
        pages={"activities.activity": lambda viewer, ids: {n: (f"/activities/{n}/", f"第 {n} 次活动") for n in ids}},
        record_url=lambda viewer, unit, tag: f"/new/{unit.code}/{tag}/" if viewer.may("activities.record") else None,
    )
    monkeypatch.setattr(parts, "_parts", {part.name: part})
    return agenda


@pytest.fixture
def units(db: None, do: Doing) -> dict[str, Unit]:
    new = [
        actions.NewUnit("city", "city_company", "市分公司", JAN),
        actions.NewUnit("south", "county_company", "衡南县分公司", JAN, "city", order=2),
        actions.NewUnit("north", "county_company", "衡山县分公司", JAN, "city", order=1),
        actions.NewUnit("second", "branch", "衡南第二党支部", JAN, "south", order=2),
        actions.NewUnit("first", "branch", "衡南第一党支部", JAN, "south", order=1),
        actions.NewUnit("cell", "cell", "第一党小组", JAN, "first"),
        actions.NewUnit("hill", "branch", "衡山党支部", JAN, "north"),
    ]
    return {unit.code: unit for unit in do(actions.open_units, units=new)}


@pytest.fixture
def account(units: dict[str, Unit], do: Doing) -> Any:
    def opened(role: str, unit: str) -> Account:
        made = do(actions.open_account, username=f"{role}-{unit}", password=None)
        do(actions.grant_role, account=made, role=role, unit=units[unit], from_on=JAN)
        return made

    return opened


@pytest.fixture
def enter(account: Any) -> Any:
    """A browser signed in with a role over a unit."""

    def entered(role: str, unit: str) -> Client:
        client = Client()
        client.force_login(account(role, unit), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return entered
