"""Accounts and their roles."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from huoshui.base.clock import today

from ..models import Account, Person
from ..queries.accounts import MANAGE, free_username, role_choices
from ..viewing import Viewer
from .fields import Deed, UnitField, among, day_field, text_field

TYPEABLE = RegexValidator(r"^[\w.@+-]+\Z", "只用字母、数字、汉字和 . @ + - _，中间不空格。")


class OpenAccountForm(Deed):
    """With the first role, so that no account is opened for nothing."""

    dated_by = "from_on"

    username = text_field("用户名", 64, help_text="由姓名的拼音而来，可以改。登录时用。", validators=[TYPEABLE])
    phone = text_field("手机", 24, required=False, help_text="填了也可以用手机号登录。")
    role = forms.ChoiceField(label="角色")
    unit = UnitField("管到哪个单位（含下级）")
    from_on = day_field("从哪天起")
    until_on = day_field("到哪天为止", required=False, help_text="不填就是一直有效。")

    def __init__(self, person: Person, viewer: Viewer, data: Any = None):
        super().__init__(
            data, initial={"username": free_username(person.name), "phone": person.phone, "from_on": today()}
        )
        self.person = person
        self.fields["role"].choices = role_choices()  # type: ignore[attr-defined]
        among(self, "unit", viewer.units(MANAGE).open_on(viewer.on))

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "person": self.person}


class GrantForm(Deed):
    dated_by = "from_on"

    role = forms.ChoiceField(label="角色")
    unit = UnitField("管到哪个单位（含下级）")
    from_on = day_field("从哪天起")
    until_on = day_field("到哪天为止", required=False, help_text="不填就是一直有效。")

    def __init__(self, account: Account, viewer: Viewer, data: Any = None):
        super().__init__(data, initial={"from_on": today()})
        self.account = account
        self.fields["role"].choices = role_choices()  # type: ignore[attr-defined]
        among(self, "unit", viewer.units(MANAGE).open_on(viewer.on))

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "account": self.account}
