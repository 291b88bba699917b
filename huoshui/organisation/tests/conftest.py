"""A small county: enough tree to move, and people who could leak."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from huoshui.base.clock import at_time
from huoshui.ledger.models import Source
from huoshui.organisation import actions
from huoshui.organisation.models import Person, Unit

JAN = date(2021, 1, 1)
JULY = date(2021, 7, 1)
DEC = date(2021, 12, 1)
YEAR_END = at_time(date(2021, 12, 31), 12)


@dataclass(frozen=True)
class Doing:
    """The actor, moment and source of every action, so that tests name only what matters to them."""

    at: datetime = YEAR_END

    def __call__(self, action: Any, **given: Any) -> Any:
        return action(**given, by=None, at=self.at, source=Source.SCREEN)


@pytest.fixture
def do() -> Doing:
    return Doing()


@pytest.fixture
def units(db: None, do: Doing) -> dict[str, Unit]:
    """The city with two counties; a branch with a cell, an outlet, and a branch in the second county."""
    new = [
        actions.NewUnit("city", "city_company", "市分公司", JAN),
        actions.NewUnit("south", "county_company", "衡南县分公司", JAN, "city", order=2),
        actions.NewUnit("north", "county_company", "衡山县分公司", JAN, "city", order=1),
        actions.NewUnit("outlet", "outlet", "三塘网点", JAN, "south", order=1),
        actions.NewUnit("branch", "branch", "衡南第一党支部", JAN, "south", order=2, serves=("outlet",)),
        actions.NewUnit("cell", "cell", "第一党小组", JAN, "branch"),
        actions.NewUnit("hill", "branch", "衡山党支部", JAN, "north"),
    ]
    return {unit.code: unit for unit in do(actions.open_units, units=new)}


@pytest.fixture
def person(units: dict[str, Unit], do: Doing) -> Person:
    """A member of the branch since January who works at the outlet."""
    one = do(actions.add_person, name="张建国")
    do(actions.employ, person=one, unit=units["outlet"], on=JAN)
    do(actions.join_branch, person=one, branch=units["branch"], status="member", on=JAN)
    return one
