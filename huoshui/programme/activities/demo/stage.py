"""Who plays in the demo city: the units that hold activities, and their people on any day."""

from collections.abc import Iterable
from datetime import date
from random import Random
from uuid import UUID

from huoshui.organisation.public import Person, Rolls, Unit, holders, keys_of

COMMITTEES = ("party_committee", "general_branch")


class Stage:
    """`refresh` after people or units have changed."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.refresh()

    def refresh(self) -> None:
        units = list(Unit.objects.in_order())
        self.city = units[0]
        self.branches = [unit for unit in units if unit.kind == "branch"]
        self.cells = [unit for unit in units if unit.kind == "cell"]
        self.outlets = [unit for unit in units if unit.kind == "outlet"]
        self.departments = [unit for unit in units if unit.kind == "department"]
        self.committees = [unit for unit in units if unit.kind in COMMITTEES]
        self.companies = [unit for unit in units if unit.kind == "county_company"]
        self.rolls = Rolls()
        self.keys: dict[int, UUID] = keys_of(Person.objects.values_list("pk", flat=True))

    def members(self, unit: Unit, day: date) -> list[int]:
        return self.rolls.expected(unit.pk, day, "members")

    def committee(self, unit: Unit, day: date) -> list[int]:
        """The secretary first."""
        return self.rolls.expected(unit.pk, day, "committee")

    def staff(self, units: Iterable[Unit], day: date) -> list[int]:
        return [person for unit in units for person in self.rolls.expected(unit.pk, day, "staff")]

    def managers(self, day: date) -> list[int]:
        units = [self.city, *self.departments, *self.companies]
        return [person.pk for unit in units for person in holders(unit, "middle_manager", day)]
