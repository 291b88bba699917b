"""Taking back an end: a post, a membership or an employment goes on as if it had not ended.

Refused once something else has begun in its place. Doing it twice changes nothing.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from huoshui.ledger.models import Source
from huoshui.ledger.recording import settle

from ..enums import Cause
from ..facts import Wanted, wanted_for_employments, wanted_for_exemptions_of, wanted_for_memberships, wanted_for_posts
from ..models import Employment, Membership, Post
from ..rules.refusals import AlreadyHolds, ChangedSince
from .checks import clashing, refuse_not_open
from .locks import lock_people, lock_units

Row = TypeVar("Row", Post, Membership, Employment)


def reopen_post(*, post: Post, by: UUID | None, at: datetime, source: Source) -> Post:
    return _reopen(post, attrgetter("person_id", "unit_id", "kind"), wanted_for_posts, by=by, at=at, source=source)


def reopen_membership(*, membership: Membership, by: UUID | None, at: datetime, source: Source) -> Membership:
    """One that ended by a change goes on in the row that follows it: refused."""
    if membership.ended_by == Cause.CHANGED:
        raise ChangedSince("这段组织关系之后有变更，不能撤销，请重新办理。")
    return _reopen(membership, attrgetter("person_id"), _of_members, by=by, at=at, source=source)


def reopen_employment(*, employment: Employment, by: UUID | None, at: datetime, source: Source) -> Employment:
    return _reopen(employment, attrgetter("person_id"), _of_staff, by=by, at=at, source=source)


@transaction.atomic
def _reopen(row: Row, key: Callable[[Row], Hashable], wanted: Callable[[Sequence[Any]], Wanted], **here: Any) -> Row:
    lock_people([row.person_id])
    unit = lock_units([row.unit_id])[row.unit_id]
    row.refresh_from_db()
    if row.until_on is None:
        return row
    refuse_not_open(unit, row.from_on, None)
    row.until_on = None
    if clashing(type(row), [row], key):
        raise AlreadyHolds("之后已有新的安排，不能撤销，请重新办理。")
    row.save(update_fields=["until_on"])
    settle(wanted([row]), **here)
    return row


def _of_members(rows: Sequence[Membership]) -> Wanted:
    return wanted_for_memberships(rows) | wanted_for_exemptions_of(row.person_id for row in rows)


def _of_staff(rows: Sequence[Employment]) -> Wanted:
    return wanted_for_employments(rows) | wanted_for_exemptions_of(row.person_id for row in rows)
