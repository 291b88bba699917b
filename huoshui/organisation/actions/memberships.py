"""Belonging to a branch, and to one of its cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import settle

from ..enums import BRANCH, CELL, Cause, MemberStatus
from ..facts import wanted_for_exemptions_of, wanted_for_memberships
from ..models import Membership, Person, Unit
from ..rules.refusals import AlreadyMember, NotHeld, WrongKind, refuse_ahead, refuse_backwards
from .checks import clashing, refuse_not_open, refuse_outside
from .locks import lock_people, lock_units


@dataclass(frozen=True)
class NewMembership:
    person: Person
    branch: Unit
    status: MemberStatus
    from_on: date
    cell: Unit | None = None


def join_branch(
    *,
    person: Person,
    branch: Unit,
    status: MemberStatus,
    on: date,
    cell: Unit | None = None,
    by: UUID | None,
    at: datetime,
    source: Source,
) -> Membership:
    return join_branches(memberships=[NewMembership(person, branch, status, on, cell)], by=by, at=at, source=source)[0]


@transaction.atomic
def join_branches(
    *, memberships: Sequence[NewMembership], by: UUID | None, at: datetime, source: Source
) -> list[Membership]:
    """All or none, in the order given. Joining again on the same day with the same status changes nothing."""
    lock_people(new.person.pk for new in memberships)
    units = lock_units(unit.pk for new in memberships for unit in (new.branch, new.cell) if unit)
    rows = [_built(new, units) for new in memberships]
    for row in rows:
        refuse_ahead(row.from_on, day_of(at))
        _refuse_misplaced(row)
    refuse_outside(rows)
    same = _already_there(rows)
    made = Membership.objects.bulk_create([row for row in rows if id(row) not in same], batch_size=500)
    _settle(made, by=by, at=at, source=source)
    return [same.get(id(row), row) for row in rows]


@transaction.atomic
def leave_branch(*, membership: Membership, on: date, by: UUID | None, at: datetime, source: Source) -> Membership:
    """The first day no longer in the branch is `on`."""
    _lock(membership)
    if membership.until_on == on:
        return membership
    _refuse_ending(membership, on, day_of(at))
    membership.until_on, membership.ended_by = on, Cause.ENDED
    membership.save(update_fields=["until_on", "ended_by"])
    _settle([membership], by=by, at=at, source=source)
    return membership


@transaction.atomic
def change_membership(
    *,
    membership: Membership,
    on: date,
    status: MemberStatus,
    cell: Unit | None,
    by: UUID | None,
    at: datetime,
    source: Source,
) -> Membership:
    """Another status or cell from a day on, in the same branch. Returns the row that follows."""
    _lock(membership)
    if (membership.status, membership.cell_id) == (status, cell.pk if cell else None):
        return membership
    _refuse_ending(membership, on, day_of(at))
    membership.until_on, membership.ended_by = on, Cause.CHANGED
    membership.save(update_fields=["until_on", "ended_by"])
    following = Membership(person=membership.person, unit=membership.unit, status=status, cell=cell)
    following.from_on, following.began_by = on, Cause.CHANGED
    _refuse_misplaced(following)
    following.save()
    _settle([membership, following], by=by, at=at, source=source)
    return following


def _built(new: NewMembership, units: dict[int, Unit]) -> Membership:
    cell = units[new.cell.pk] if new.cell else None
    unit = units[new.branch.pk]
    return Membership(person=new.person, unit=unit, cell=cell, status=MemberStatus(new.status), from_on=new.from_on)


def _refuse_misplaced(row: Membership) -> None:
    if row.unit.kind != BRANCH:
        raise WrongKind(f"“{row.unit.name}”不是党支部，请选择党支部。")
    if row.cell and (row.cell.kind != CELL or row.cell.parent_id != row.unit_id):
        raise WrongKind(f"“{row.cell.name}”不是“{row.unit.name}”的党小组，请重新选择。")
    if row.cell:
        refuse_not_open(row.cell, row.from_on, row.until_on)


def _already_there(rows: Sequence[Membership]) -> dict[int, Membership]:
    found = clashing(Membership, rows, attrgetter("person_id"))
    for row, other in found:
        if (row.unit_id, row.from_on, row.status) != (other.unit_id, other.from_on, other.status):
            raise AlreadyMember(f"{row.person.name}自 {other.from_on} 起已编入“{other.unit.name}”，请先办理转出。")
    return {id(row): other for row, other in found}


def _lock(membership: Membership) -> None:
    lock_people([membership.person_id])
    lock_units([membership.unit_id])
    membership.refresh_from_db()


def _refuse_ending(membership: Membership, on: date, today: date) -> None:
    refuse_ahead(on, today)
    refuse_backwards(membership.from_on, on)
    if membership.until_on is not None:
        raise NotHeld(f"这段组织关系已于 {membership.until_on} 结束，不能再变动。")


def _settle(rows: Sequence[Membership], *, by: UUID | None, at: datetime, source: Source) -> None:
    wanted = wanted_for_memberships(rows) | wanted_for_exemptions_of(row.person_id for row in rows)
    settle(wanted, by=by, at=at, source=source)
