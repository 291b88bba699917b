"""Accounts and the roles they hold."""

from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from huoshui.ledger.models import Source
from huoshui.packs.loaded import pack

from ..models import Account, Person, RoleGrant, Unit
from ..rules.names import normal_phone
from ..rules.refusals import (
    AlreadyHolds,
    BadPhone,
    NameTaken,
    SharedPassword,
    WeakPassword,
    WrongKind,
    refuse_backwards,
)
from ..rules.times import overlap
from .locks import lock_people


@transaction.atomic
def open_account(
    *,
    username: str,
    password: str | None,
    phone: str = "",
    person: Person | None = None,
    is_demo: bool = False,
    is_once: bool = False,
    by: UUID | None,
    at: datetime,
    source: Source,
) -> Account:
    """Without a password nobody can sign in to it with one (the demo's doors need none).

    `is_once`: the password is told by somebody else, and must be changed at the first sign-in.
    """
    if person:
        lock_people([person.pk])
        refuse_second(person)
    if Account.objects.filter(username=username).exists():
        raise NameTaken(f"用户名“{username}”已被使用，请换一个。")
    account = Account(username=username, phone=_free_phone(phone), person=person, is_demo=is_demo)
    account.has_once_password = is_once
    _set_password(account, password)
    account.save()
    return account


@transaction.atomic
def grant_role(
    *,
    account: Account,
    role: str,
    unit: Unit,
    from_on: date,
    until_on: date | None = None,
    by: UUID | None,
    at: datetime,
    source: Source,
) -> RoleGrant:
    """A role over the unit's subtree, from a day until another or without end."""
    Account.objects.select_for_update().get(pk=account.pk)
    refuse_backwards(from_on, until_on)
    if role not in pack().roles:
        raise WrongKind(f"没有“{role}”这一角色，请从配置中选择。")
    for held in RoleGrant.objects.filter(account=account, role=role, unit=unit):
        if (held.from_on, held.until_on) == (from_on, until_on):
            return held
        if overlap(from_on, until_on, held.from_on, held.until_on):
            raise AlreadyHolds(f"该账号自 {held.from_on} 起已有此角色，请先结束原来的授权。")
    return RoleGrant.objects.create(account=account, role=role, unit=unit, from_on=from_on, until_on=until_on)


@transaction.atomic
def end_role(*, grant: RoleGrant, on: date, by: UUID | None, at: datetime, source: Source) -> RoleGrant:
    """The first day without the role is `on`. A role that would not hold for a day is taken away altogether."""
    held = RoleGrant.objects.select_for_update().filter(pk=grant.pk).first()
    if held is None:
        return grant
    held.until_on = on
    if on <= held.from_on:
        held.delete()
    else:
        held.save(update_fields=["until_on"])
    return held


@transaction.atomic
def close_account(*, account: Account, by: UUID | None, at: datetime, source: Source) -> Account:
    """Nobody comes in with it any more, and who is in is out."""
    account = _locked(account)
    if account.is_active:
        account.is_active = False
        account.session_round += 1
        account.save(update_fields=["is_active", "session_round"])
    return account


@transaction.atomic
def reopen_account(*, account: Account, by: UUID | None, at: datetime, source: Source) -> Account:
    account = _locked(account)
    account.is_active = True
    account.save(update_fields=["is_active"])
    return account


@transaction.atomic
def give_once_password(*, account: Account, password: str, by: UUID | None, at: datetime, source: Source) -> Account:
    """For somebody who forgot theirs: ends their sessions, and must be changed at the next sign-in."""
    account = _locked(account)
    _set_password(account, password)
    account.has_once_password = True
    account.session_round += 1
    account.save(update_fields=["password", "has_once_password", "session_round"])
    return account


@transaction.atomic
def change_password(*, account: Account, password: str, by: UUID | None, at: datetime, source: Source) -> Account:
    """By the account's own user."""
    account = _locked(account)
    if account.is_demo:
        raise SharedPassword("演示账号人人都在用，密码不能改。")
    if account.check_password(password):
        raise WeakPassword("新密码和原来的一样，请另设一个。")
    _set_password(account, password)
    account.has_once_password = False
    account.save(update_fields=["password", "has_once_password"])
    return account


def refuse_second(person: Person) -> None:
    if held := Account.objects.filter(person=person).first():
        raise AlreadyHolds(f"{person.name}已有账号“{held.username}”，不必再开。")


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update().get(pk=account.pk)


def _set_password(account: Account, password: str | None) -> None:
    if password is None:
        account.set_unusable_password()
        return
    try:
        validate_password(password, account)
    except ValidationError:
        raise WeakPassword(
            "密码太弱。请用 10 个以上的字符，不要全是数字，不要用常见密码，也不要和用户名、手机号相近。"
        ) from None
    account.set_password(password)


def _free_phone(written: str) -> str | None:
    if not written:
        return None
    if not (phone := normal_phone(written)):
        raise BadPhone(f"“{written}”不像手机号码，请检查后重填。")
    if Account.objects.filter(phone=phone).exists():
        raise BadPhone(f"手机号码 {written} 已绑定另一个账号，请核对。")
    return phone
