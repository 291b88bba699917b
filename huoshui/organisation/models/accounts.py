"""Accounts and the roles they hold. Only those who record, decide or look after have one."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from .dated import Dated
from .people import Person
from .units import Unit


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """`phone` is E.164. What an account may do comes from its roles alone.

    `has_once_password`: the password was told by somebody else and must be changed first. A new `session_round` ends
    every session of the account.
    """

    username = models.CharField("用户名", max_length=64, unique=True)
    phone = models.CharField("手机", max_length=16, unique=True, null=True, blank=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="account")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    has_once_password = models.BooleanField(default=False)
    session_round = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []

    objects = AccountManager()

    def __str__(self) -> str:
        return self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Every session keeps it and is over when it changes."""
        return salted_hmac(
            "huoshui.organisation.session", f"{self.password}{self.session_round}", secret=secret, algorithm="sha256"
        ).hexdigest()


class RoleGrant(Dated):
    """A role of the pack, held over the subtree of a unit."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField("角色", max_length=32)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint("account", "role", "unit", "from_on", name="organisation_grant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.account_id} @ {self.unit_id}"
