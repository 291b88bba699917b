"""Handing over: what somebody holds goes to others, and what ends, ends, all at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huoshui.base.parts import parts
from huoshui.ledger.models import Source

from ..models import Account, Employment, HandedItem, HandOver, Membership, Person, Post, RoleGrant, Unit
from ..queries.accounts import role_of_post
from ..queries.holding import Holding, holdings
from ..rules.refusals import HandedMeanwhile, NoSuccessor
from ..viewing import Viewer
from .accounts import close_account, end_role
from .locks import lock_people
from .memberships import leave_branch
from .people import leave_employment
from .posts import appoint, end_post, withdraw_post
from .seating import NewlyOpened, seat

END = "end"
KEEP = "keep"
Choice = Person | str  # who takes it, or END or KEEP


@dataclass(frozen=True)
class Leaving:
    """What ends for the person beside what they pass on."""

    membership: Membership | None = None
    employment: Employment | None = None
    closes_account: bool = False


@dataclass
class Handed:
    """What was done; `opened` are accounts whose once password is shown now and never again."""

    handover: HandOver
    opened: list[NewlyOpened] = field(default_factory=list)


@transaction.atomic
def hand_over(
    *,
    viewer: Viewer,
    person: Person,
    unit: Unit,
    choices: Mapping[str, Choice],
    leaving: Leaving,
    on: date,
    submission: UUID,
    by: UUID | None,
    at: datetime,
    source: Source,
) -> Handed:
    """`choices` by code, one for everything the page listed. The same submission again changes nothing.

    Raises HandedMeanwhile when the person no longer holds just these things: somebody else was quicker.
    """
    lock_people([person.pk, *(choice.pk for choice in choices.values() if isinstance(choice, Person))])
    if made := HandOver.objects.filter(submission=submission).first():
        return Handed(made)
    held = holdings(viewer, person)
    _refuse(person, held, choices, leaving)
    handed = Handed(_written(person, unit, held, choices, leaving, on=on, at=at, by=by, submission=submission))
    here: dict[str, Any] = {"by": by, "at": at, "source": source}
    _pass_parts(choices, here)
    for holding in held:
        if holding.code.startswith(("post:", "role:")) and choices[holding.code] != KEEP:
            handed.opened += _pass_one(person, holding.code, choices[holding.code], on, here)
    _leave(person, leaving, on, here)
    return handed


def _refuse(person: Person, held: Sequence[Holding], choices: Mapping[str, Choice], leaving: Leaving) -> None:
    if {holding.code for holding in held} != set(choices):
        raise HandedMeanwhile(
            f"{person.name}手上的事项刚才有了变化，可能已有人办理了交接。下面是现在的名单，请核对后再保存。"
        )
    goes = leaving.employment or leaving.closes_account
    for holding in held:
        choice = choices[holding.code]
        if choice == person or (choice == END and not holding.can_end) or (choice == KEEP and goes):
            raise NoSuccessor(f"“{holding.unit_name}{holding.title}”还没有人接，请选择接手的人。")
        if isinstance(choice, Person) and not holding.can_pass:
            raise NoSuccessor(f"“{holding.title}”不能由此转给别人，请选择“结束”。")


def _pass_parts(choices: Mapping[str, Choice], here: dict[str, Any]) -> None:
    """Each part once for each successor."""
    given: dict[tuple[str, int], list[str]] = defaultdict(list)
    for code, choice in choices.items():
        name, _, own = code.partition(".")
        if own and isinstance(choice, Person):
            given[name, choice.pk].append(own)
    for part in parts():
        for (name, successor), codes in given.items():
            if name == part.name and part.pass_on:
                part.pass_on(codes, successor, here["by"], here["at"], here["source"])


def _pass_one(person: Person, code: str, choice: Choice, on: date, here: dict[str, Any]) -> list[NewlyOpened]:
    """A post with the role that goes with it, or a role alone. Returns the accounts opened for it."""
    what, _, pk = code.partition(":")
    if what == "role":
        end_role(grant=RoleGrant.objects.get(pk=pk), on=on, **here)
        return []
    post = Post.objects.select_related("unit").get(pk=pk)
    if post.from_on == on:  # appointed that very day: nobody held it for a day
        withdraw_post(post=post, **here)
    else:
        end_post(post=post, on=on, **here)
    _end_roles_of(person, post, on, here)
    if not isinstance(choice, Person):
        return []
    if not Post.objects.on(on).filter(person=choice, unit=post.unit, kind=post.kind).exists():
        appoint(person=choice, unit=post.unit, kind=post.kind, on=on, **here)
    opened = seat(person=choice, unit=post.unit, kind=post.kind, on=on, **here)
    return [opened] if opened else []


def _end_roles_of(person: Person, post: Post, on: date, here: dict[str, Any]) -> None:
    role = role_of_post(post.kind, post.unit)
    for grant in RoleGrant.objects.after(on).filter(account__person=person, unit=post.unit, role=role or ""):
        end_role(grant=grant, on=on, **here)


def _leave(person: Person, leaving: Leaving, on: date, here: dict[str, Any]) -> None:
    if leaving.membership:
        leave_branch(membership=leaving.membership, on=on, **here)
    if leaving.employment:
        leave_employment(employment=leaving.employment, on=on, **here)
    if leaving.closes_account and (account := Account.objects.filter(person=person).first()):
        close_account(account=account, **here)


def _written(
    person: Person, unit: Unit, held: Sequence[Holding], choices: Mapping[str, Choice], leaving: Leaving, **more: Any
) -> HandOver:
    at = more.pop("at")
    handover = HandOver.objects.create(
        person=person,
        unit=unit,
        made_at=at,
        leaves_branch=leaving.membership is not None,
        leaves_work=leaving.employment is not None,
        closes_account=leaving.closes_account,
        **more,
    )
    passed = [(holding, choices[holding.code]) for holding in held if choices[holding.code] != KEEP]
    HandedItem.objects.bulk_create(
        HandedItem(
            handover=handover,
            position=n,
            code=holding.code,
            title=holding.title,
            unit_name=holding.unit_name,
            successor=choice if isinstance(choice, Person) else None,
        )
        for n, (holding, choice) in enumerate(passed)
    )
    return handover
