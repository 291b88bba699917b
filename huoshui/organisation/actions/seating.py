"""The account and the role that go with a post."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huoshui.ledger.models import Source

from ..models import Account, Person, Post, RoleGrant, Unit
from ..queries.accounts import free_username, role_of_post
from ..rules.passwords import once_password
from .accounts import give_once_password, grant_role, open_account, reopen_account
from .locks import lock_people
from .posts import appoint


@dataclass(frozen=True)
class NewlyOpened:
    """An account and the password by which its owner comes in for the first time."""

    account: Account
    password: str


@transaction.atomic
def appoint_with_role(
    *, person: Person, unit: Unit, kind: str, on: date, by: UUID | None, at: datetime, source: Source
) -> tuple[Post, NewlyOpened | None]:
    here: dict[str, Any] = {"by": by, "at": at, "source": source}
    post = appoint(person=person, unit=unit, kind=kind, on=on, **here)
    return post, seat(person=person, unit=unit, kind=kind, on=on, **here)


@transaction.atomic
def seat(
    *, person: Person, unit: Unit, kind: str, on: date, by: UUID | None, at: datetime, source: Source
) -> NewlyOpened | None:
    """Grants the role that goes with the post, and opens an account for who has none, or a closed one.

    Returns the account when its owner has to be told a password; None otherwise.
    """
    role = role_of_post(kind, unit)
    if role is None:
        return None
    lock_people([person.pk])
    here: dict[str, Any] = {"by": by, "at": at, "source": source}
    account = Account.objects.filter(person=person).first()
    password = None if account and account.is_active else once_password()
    if account is None:
        username = free_username(person.name)
        account = open_account(username=username, password=password, person=person, is_once=True, **here)
    elif password:
        reopen_account(account=account, **here)
        account = give_once_password(account=account, password=password, **here)
    if not RoleGrant.objects.during(on, None).filter(account=account, role=role, unit=unit).exists():
        grant_role(account=account, role=role, unit=unit, from_on=on, **here)
    return NewlyOpened(account, password) if password else None


@transaction.atomic
def open_with_role(
    *,
    person: Person,
    username: str,
    phone: str,
    password: str,
    role: str,
    unit: Unit,
    from_on: date,
    until_on: date | None,
    by: UUID | None,
    at: datetime,
    source: Source,
) -> NewlyOpened:
    """An account for a reason: with its first role. The password has to be changed at the first sign-in."""
    here: dict[str, Any] = {"by": by, "at": at, "source": source}
    account = open_account(username=username, phone=phone, password=password, person=person, is_once=True, **here)
    grant_role(account=account, role=role, unit=unit, from_on=from_on, until_on=until_on, **here)
    return NewlyOpened(account, password)
