"""How allauth meets our accounts: phones are E.164, inactive accounts are told so, nothing is announced."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .models import Account
from .rules.names import normal_phone


class PhoneField(forms.CharField):
    """Eleven digits are a mainland number and need no +86."""

    def clean(self, value: Any) -> str:
        phone = normal_phone(super().clean(value))
        if not phone:
            raise ValidationError("这不像手机号码。")
        return phone


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | dict.fromkeys(
        ("username_password_mismatch", "phone_password_mismatch"), "用户名（手机号）或密码不对，请检查后再试。"
    )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # accounts are opened by those who look after the organisation

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> Account | None:
        return Account.objects.filter(phone=normal_phone(phone)).first()

    def get_phone(self, user: Account) -> tuple[str, bool] | None:
        return (user.phone, True) if user.phone else None

    def set_phone(self, user: Account, phone: str, verified: bool) -> None:
        raise NotImplementedError("phones are changed by organisation.actions")

    def set_phone_verified(self, user: Account, phone: str) -> None:
        raise NotImplementedError("phones are changed by organisation.actions")

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        messages.error(request, "这个账号已停用。如需恢复，请联系本单位的管理员。")
        return redirect("organisation:sign_in")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """allauth's own announcements are not ours."""


def login_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What failed sign-ins are counted by: the account's user name, by whichever name it was called."""
    given = (credentials or {}).get("username") or request.POST.get("login", "")
    phone = normal_phone(given)
    found = Account.objects.filter(phone=phone).values_list("username", flat=True).first() if phone else None
    return found or given.strip()
