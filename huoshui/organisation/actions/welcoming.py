"""Somebody new: named, and at once put where they work or belong."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huoshui.ledger.models import Source

from ..enums import MemberStatus
from ..models import Employment, Person, Unit
from ..rules.names import normal_phone
from ..rules.refusals import BadPhone, NowhereToBe
from .locks import lock_people
from .memberships import join_branch
from .people import add_person, employ, leave_employment


@transaction.atomic
def welcome(
    *,
    name: str,
    phone: str = "",
    on: date,
    workplace: Unit | None,
    branch: Unit | None,
    status: MemberStatus | None,
    by: UUID | None,
    at: datetime,
    source: Source,
) -> Person:
    """At work from the day, in a branch from the day, or both."""
    if workplace is None and (branch is None or status is None):
        raise NowhereToBe("请选择工作单位，或者党支部和身份：没有归属的人谁也看不到。")
    if phone and not (phone := normal_phone(phone) or ""):
        raise BadPhone("这不像手机号码，请检查后重填。")
    here: dict[str, Any] = {"by": by, "at": at, "source": source}
    person = add_person(name=name, phone=phone, **here)
    if workplace:
        employ(person=person, unit=workplace, on=on, **here)
    if branch and status:
        join_branch(person=person, branch=branch, status=status, on=on, **here)
    return person


@transaction.atomic
def change_workplace(
    *, person: Person, unit: Unit, on: date, by: UUID | None, at: datetime, source: Source
) -> Employment:
    """At work elsewhere from the day; the place before, if there is one, ends with the day before."""
    here: dict[str, Any] = {"by": by, "at": at, "source": source}
    lock_people([person.pk])
    if held := Employment.objects.filter(person=person, until_on=None).first():
        if held.unit_id == unit.pk:
            return held
        leave_employment(employment=held, on=on, **here)
    return employ(person=person, unit=unit, on=on, **here)
