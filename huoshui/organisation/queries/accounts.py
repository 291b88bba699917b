"""Accounts and roles, as far as the viewer looks after them."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from huoshui.packs.loaded import pack

from ..models import Account, RoleGrant, Unit, under_paths
from ..rules.names import full_pinyin
from ..viewing import Viewer
from .people import people_within

MANAGE = "accounts.manage"


def accounts_managed_by(viewer: Viewer) -> QuerySet[Account]:
    """Those with a role in the viewer's subtree, now or once, and those of people who work or belong there."""
    held = RoleGrant.objects.filter(under_paths(*viewer.prefixes(MANAGE), field="unit__path"), account=OuterRef("pk"))
    people = people_within(viewer, MANAGE)
    inside = Exists(held) | Exists(people.filter(pk=OuterRef("person_id")))
    return Account.objects.filter(inside).order_by("username")


def grants_of(account: Account, on: date) -> QuerySet[RoleGrant]:
    """Those that hold on the day or later."""
    return RoleGrant.objects.after(on).filter(account=account)


def grants_managed_by(viewer: Viewer) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(under_paths(*viewer.prefixes(MANAGE), field="unit__path"))


def free_username(name: str) -> str:
    """zhangjianguo, or zhangjianguo2 where there is one."""
    base = full_pinyin(name)[:32] or "user"
    taken = set(Account.objects.filter(username__startswith=base).values_list("username", flat=True))
    return next(tried for n in range(1, len(taken) + 2) if (tried := f"{base}{n if n > 1 else ''}") not in taken)


def role_of_post(kind: str, unit: Unit) -> str | None:
    """The role that goes with a post in a unit of this kind."""
    known = pack().post_kinds.get(kind)
    return known.roles.get(unit.kind) if known else None


def role_choices() -> list[tuple[str, str]]:
    return [(role.code, role.label) for role in pack().roles.values()]
