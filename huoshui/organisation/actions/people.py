"""People, and where they work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import settle

from ..facts import wanted_for_employments, wanted_for_exemptions_of
from ..models import Account, Employment, Membership, Person, PersonKey, Post, Unit
from ..rules.names import sort_key, spelled
from ..rules.refusals import AlreadyEmployed, StillInside, refuse_ahead, refuse_backwards
from .checks import clashing, refuse_outside
from .locks import lock_people, lock_units


@dataclass(frozen=True)
class NewPerson:
    name: str
    phone: str = ""


@dataclass(frozen=True)
class NewEmployment:
    person: Person
    unit: Unit
    from_on: date


def add_person(*, name: str, phone: str = "", by: UUID | None, at: datetime, source: Source) -> Person:
    return add_people(people=[NewPerson(name, phone)], by=by, at=at, source=source)[0]


@transaction.atomic
def add_people(*, people: Sequence[NewPerson], by: UUID | None, at: datetime, source: Source) -> list[Person]:
    """Each with a ledger key. No fact: a person is counted where they work or belong."""
    rows = [
        Person(name=new.name, phone=new.phone, sort_key=sort_key(new.name), spelled=spelled(new.name)) for new in people
    ]
    made = Person.objects.bulk_create(rows, batch_size=500)
    PersonKey.objects.bulk_create([PersonKey(person=person) for person in made], batch_size=500)
    return made


def employ(*, person: Person, unit: Unit, on: date, by: UUID | None, at: datetime, source: Source) -> Employment:
    return employ_people(employments=[NewEmployment(person, unit, on)], by=by, at=at, source=source)[0]


@transaction.atomic
def employ_people(
    *, employments: Sequence[NewEmployment], by: UUID | None, at: datetime, source: Source
) -> list[Employment]:
    """All or none, in the order given. Employing somebody again from the same day in the same unit changes nothing."""
    lock_people(new.person.pk for new in employments)
    units = lock_units(new.unit.pk for new in employments)
    rows = [Employment(person=new.person, unit=units[new.unit.pk], from_on=new.from_on) for new in employments]
    for row in rows:
        refuse_ahead(row.from_on, day_of(at))
    refuse_outside(rows)
    found = clashing(Employment, rows, attrgetter("person_id"))
    for row, other in found:
        if (row.unit_id, row.from_on) != (other.unit_id, other.from_on):
            raise AlreadyEmployed(f"{row.person.name}自 {other.from_on} 起在另一单位工作，请先办理离岗。")
    same = {id(row): other for row, other in found}
    made = Employment.objects.bulk_create([row for row in rows if id(row) not in same], batch_size=500)
    _settle(made, by=by, at=at, source=source)
    return [same.get(id(row), row) for row in rows]


@transaction.atomic
def leave_employment(*, employment: Employment, on: date, by: UUID | None, at: datetime, source: Source) -> Employment:
    """The first day no longer at work there is `on`."""
    lock_people([employment.person_id])
    lock_units([employment.unit_id])
    employment.refresh_from_db()
    if employment.until_on != on:
        refuse_ahead(on, day_of(at))
        refuse_backwards(employment.from_on, on)
        clash = Employment(person_id=employment.person_id, from_on=employment.from_on, until_on=on, pk=employment.pk)
        if clashing(Employment, [clash], attrgetter("person_id")):
            raise AlreadyEmployed("这段时间与另一段工作经历重叠，请改选日期。")
        employment.until_on = on
        employment.save(update_fields=["until_on"])
        _settle([employment], by=by, at=at, source=source)
    return employment


@transaction.atomic
def erase_person(*, person: Person, by: UUID | None, at: datetime, source: Source) -> Person:
    """Delete the key, the name, the phone and the account. Facts and dated rows stay: every count stays true."""
    person.refresh_from_db()
    if person.erased_at:
        return person
    lock_people([person.pk])
    _refuse_inside(person, day_of(at))
    PersonKey.objects.filter(person=person).delete()
    Account.objects.filter(person=person).delete()
    person.name, person.phone, person.sort_key, person.spelled = "（已删除）", "", "", ""
    person.erased_at = at
    person.save()
    return person


def _refuse_inside(person: Person, today: date) -> None:
    for model in (Employment, Membership, Post):
        if model.objects.after(today).filter(person=person).exists():
            raise StillInside(f"{person.name}还在岗、在册或任职，请先办理离开，再删除个人信息。")


def _settle(rows: Sequence[Employment], *, by: UUID | None, at: datetime, source: Source) -> None:
    wanted = wanted_for_employments(rows) | wanted_for_exemptions_of(row.person_id for row in rows)
    settle(wanted, by=by, at=at, source=source)
