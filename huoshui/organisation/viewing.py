"""Who is looking, and at what: permissions come from the roles an account holds on the day, over units' subtrees."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from time import time
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from huoshui.base.clock import today
from huoshui.ledger.scope import Scope
from huoshui.packs.loaded import pack

from .models import Account, PersonKey, RoleGrant, Unit, UnitSpell
from .rules.times import outermost

RENEW_AFTER = 10 * 60  # seconds


class Viewer:
    """An account on a day, or nobody. Its roles are read once, when first asked for."""

    def __init__(self, account: Account | None, on: date):
        self.account = account
        self.on = on

    @property
    def is_signed_in(self) -> bool:
        return self.account is not None

    @property
    def person_id(self) -> int | None:
        return self.account.person_id if self.account else None

    @cached_property
    def key(self) -> UUID | None:
        """The `by` of every action of this viewer; None for an account without a person."""
        return PersonKey.objects.filter(person=self.person_id).values_list("key", flat=True).first()

    @cached_property
    def grants(self) -> list[RoleGrant]:
        if not self.account:
            return []
        return list(self.account.grants.on(self.on).select_related("unit").order_by("from_on", "pk"))

    @property
    def must_first(self) -> str | None:
        """Where this viewer has to go before any other page: a password told by others is changed first."""
        return "/password/" if self.account and self.account.has_once_password else None

    @property
    def home_unit(self) -> Unit | None:
        return self.grants[0].unit if self.grants else None

    def may(self, permission: str) -> bool:
        return bool(self.granted(permission))

    def prefixes(self, permission: str) -> tuple[str, ...]:
        """The present paths of the units the permission is held over; none lies under another."""
        return outermost(unit.path for unit in self.granted(permission))

    def units(self, permission: str):
        """The units under them now, closed ones too, in official order."""
        return Unit.objects.under(*self.prefixes(permission)).in_order()

    def scope(self, permission: str) -> Scope:
        """The same units by every path they ever had, for figures over the past."""
        spells = UnitSpell.objects.filter(unit__in=self.granted(permission))
        return Scope(outermost(spells.values_list("path", flat=True)))

    def granted(self, permission: str) -> list[Unit]:
        """The units the roles with this permission are held over."""
        roles = pack().roles
        held = (grant for grant in self.grants if grant.role in roles)
        return [grant.unit for grant in held if permission in roles[grant.role].permissions]


def viewer_of(account: Account | AnonymousUser | None, on: date) -> Viewer:
    known = account is not None and account.is_authenticated and account.is_active
    return Viewer(account if known else None, on)


class ViewerMiddleware:
    """Sets `request.viewer`, which asks the database only when a view asks it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: viewer_of(request.user, today()))
        response = self.get_response(request)
        _stay_awake(request)
        return response


def _stay_awake(request: HttpRequest) -> None:
    """A session ends after idle time: it is renewed while used, but not by writing at every page."""
    session = request.session
    if session.accessed and SESSION_KEY in session and time() - session.get("renewed", 0) > RENEW_AFTER:
        session["renewed"] = int(time())
