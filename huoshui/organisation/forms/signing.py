from typing import Any

from allauth.account.forms import LoginForm
from django import forms

from ..models import Account
from .fields import Deed


class SignInForm(LoginForm):
    """User name or phone, and the password. Nothing else is asked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
        self.fields["login"] = forms.CharField(label="用户名或手机号", widget=names, max_length=64)
        self.fields["password"].label = "密码"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class PasswordForm(Deed):
    """Whoever was told a password has just used it; anybody else says theirs, so that no open desk is taken over."""

    current = forms.CharField(
        label="现在的密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label="新密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="10 个以上的字符，不要全是数字，不要用常见的密码。几个不相干的词连起来就很好记。",
    )
    repeated = forms.CharField(
        label="再输一遍",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, account: Account, data: Any = None):
        super().__init__(data)
        self.account = account
        if account.has_once_password:
            del self.fields["current"]

    def clean_current(self) -> str:
        if not self.account.check_password(self.cleaned_data["current"]):
            raise forms.ValidationError("现在的密码不对，请重新输入。")
        return self.cleaned_data["current"]

    def clean_repeated(self) -> str:
        if self.cleaned_data["repeated"] != self.cleaned_data.get("password"):
            raise forms.ValidationError("两次输入的不一样，请重新输入。")
        return self.cleaned_data["repeated"]

    def told(self) -> dict[str, str]:
        return {"password": self.cleaned_data["password"]}
