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
from ..rules.refusals import AlreadyHolds, BadPhone, NameTaken, WeakPassword, WrongKind, refuse_backwards
from ..rules.times import overlap


@transaction.atomic
def open_account(
    *,
    username: str,
    password: str | None,
    phone: str = "",
    person: Person | None = None,
    is_demo: bool = False,
    by: UUID | None,
    at: datetime,
    source: Source,
) -> Account:
    """Without a password nobody can sign in to it with one (the demo's doors need none)."""
    if Account.objects.filter(username=username).exists():
        raise NameTaken(f"用户名“{username}”已被使用，请换一个。")
    account = Account(username=username, phone=_free_phone(phone), person=person, is_demo=is_demo)
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
    """The first day without the role is `on`."""
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    refuse_backwards(grant.from_on, on)
    grant.until_on = on
    grant.save(update_fields=["until_on"])
    return grant


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
