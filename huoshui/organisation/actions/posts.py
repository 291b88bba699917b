"""Posts held in units, and exemptions from norms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import settle
from huoshui.packs.loaded import pack

from ..facts import wanted_for_exemptions, wanted_for_posts
from ..models import Exemption, Person, Post, Unit
from ..rules.refusals import AlreadyHolds, WrongKind, refuse_ahead, refuse_backwards
from .checks import clashing, refuse_outside
from .locks import lock_people, lock_units

_POST_KEY = attrgetter("person_id", "unit_id", "kind")
_EXEMPTION_KEY = attrgetter("person_id", "norm")


@dataclass(frozen=True)
class NewPost:
    person: Person
    unit: Unit
    kind: str
    from_on: date


def appoint(*, person: Person, unit: Unit, kind: str, on: date, by: UUID | None, at: datetime, source: Source) -> Post:
    return appoint_people(posts=[NewPost(person, unit, kind, on)], by=by, at=at, source=source)[0]


@transaction.atomic
def appoint_people(*, posts: Sequence[NewPost], by: UUID | None, at: datetime, source: Source) -> list[Post]:
    """All or none, in the order given. Appointing again from the same day changes nothing."""
    lock_people(new.person.pk for new in posts)
    units = lock_units(new.unit.pk for new in posts)
    rows = [Post(person=n.person, unit=units[n.unit.pk], kind=n.kind, from_on=n.from_on) for n in posts]
    for row in rows:
        refuse_ahead(row.from_on, day_of(at))
        _refuse_misplaced(row)
    refuse_outside(rows)
    found = clashing(Post, rows, _POST_KEY)
    for row, other in found:
        if row.from_on != other.from_on:
            raise AlreadyHolds(f"{row.person.name}自 {other.from_on} 起已任此职，不必重复任命。")
    same = {id(row): other for row, other in found}
    made = Post.objects.bulk_create([row for row in rows if id(row) not in same], batch_size=500)
    settle(wanted_for_posts(made), by=by, at=at, source=source)
    return [same.get(id(row), row) for row in rows]


@transaction.atomic
def end_post(*, post: Post, on: date, by: UUID | None, at: datetime, source: Source) -> Post:
    """The first day without the post is `on`."""
    lock_people([post.person_id])
    lock_units([post.unit_id])
    post.refresh_from_db()
    if post.until_on != on:
        refuse_ahead(on, day_of(at))
        _end(post, on)
        settle(wanted_for_posts([post]), by=by, at=at, source=source)
    return post


@transaction.atomic
def withdraw_post(*, post: Post, by: UUID | None, at: datetime, source: Source) -> None:
    """An appointment that was a mistake: what was recorded of it is reversed, and nothing of it stays."""
    lock_people([post.person_id])
    lock_units([post.unit_id])
    settle({subject: [] for subject in wanted_for_posts([post])}, by=by, at=at, source=source)
    Post.objects.filter(pk=post.pk).delete()


@transaction.atomic
def exempt(
    *,
    person: Person,
    norm: str,
    from_on: date,
    until_on: date | None,
    decided_by: Unit,
    by: UUID | None,
    at: datetime,
    source: Source,
) -> Exemption:
    """From a day, until a day that may lie ahead. Why is asked nowhere."""
    lock_people([person.pk])
    refuse_ahead(from_on, day_of(at))
    refuse_backwards(from_on, until_on)
    if norm not in pack().norms:
        raise WrongKind(f"没有“{norm}”这项要求，请从配置中选择。")
    row = Exemption(person=person, norm=norm, from_on=from_on, until_on=until_on, decided_by=decided_by)
    for _, other in clashing(Exemption, [row], _EXEMPTION_KEY):
        if (other.from_on, other.until_on, other.decided_by_id) == (from_on, until_on, decided_by.pk):
            return other
        raise AlreadyHolds(f"{person.name}自 {other.from_on} 起已免除这项要求，请先结束原来的。")
    row.save()
    settle(wanted_for_exemptions([row]), by=by, at=at, source=source)
    return row


@transaction.atomic
def end_exemption(*, exemption: Exemption, on: date, by: UUID | None, at: datetime, source: Source) -> Exemption:
    """The first day the norm holds again is `on`. What was recorded with another end is corrected."""
    lock_people([exemption.person_id])
    exemption.refresh_from_db()
    if exemption.until_on != on:
        _end(exemption, on)
        settle(wanted_for_exemptions([exemption]), by=by, at=at, source=source)
    return exemption


def _refuse_misplaced(row: Post) -> None:
    kinds = pack().post_kinds
    if row.kind not in kinds:
        raise WrongKind(f"没有“{row.kind}”这一职务，请从配置中选择。")
    if row.unit.kind not in kinds[row.kind].for_units:
        raise WrongKind(f"“{row.unit.name}”不设{kinds[row.kind].label}，请改选单位或职务。")


def _end(row: Post | Exemption, on: date) -> None:
    refuse_backwards(row.from_on, on)
    row.until_on = on
    if clashing(type(row), [row], _POST_KEY if isinstance(row, Post) else _EXEMPTION_KEY):
        raise AlreadyHolds("这段时间与另一段重叠，请改选日期。")
    row.save(update_fields=["until_on"])
