"""What the organisation's forms share: days, units and people to choose from, and refusals shown at their field."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from huoshui.base.errors import Refused

from ..models import Person, Unit
from ..rules.refusals import ChangedSince, NotYet, UnitNotOpen, WrongDates

ABOUT_DAYS = (NotYet, WrongDates, UnitNotOpen, ChangedSince)
EARLIEST = date(1949, 10, 1)


class Deed(forms.Form):
    """A form behind which stands one action. `told` is what the action is told, by the names it uses."""

    dated_by = "on"

    def told(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def refuse(self, refused: Refused) -> None:
        """At the field it is about; above the form when it is about none."""
        field = refused.field or (self.dated_by if isinstance(refused, ABOUT_DAYS) else None)
        self.add_error(field if field in self.fields else None, refused.message)


class UnitField(forms.ModelChoiceField):
    """One of the units given; what is not among them does not exist."""

    def __init__(self, label: str, **more: Any):
        said = {"invalid_choice": "没有这个单位，请从列表中选择。"}
        more = {"queryset": Unit.objects.none(), "to_field_name": "code", "error_messages": said, **more}
        super().__init__(label=label, **more)

    def label_from_instance(self, unit: Unit) -> str:
        return unit.name


class PersonField(forms.ModelChoiceField):
    def __init__(self, label: str, **more: Any):
        said = {"invalid_choice": "没有这个人，请从列表中选择。"}
        super().__init__(label=label, **{"queryset": Person.objects.none(), "error_messages": said, **more})


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[_plausible],
        error_messages={"invalid": "请写成 2026-04-09 这样的日期。"},
    )


def text_field(label: str, longest: int, **more: Any) -> forms.CharField:
    too_long = f"最多 {longest} 字，现在有 %(show_value)d 字，请缩短。"
    said = {"max_length": too_long, "required": f"请填写{label}。"}
    return forms.CharField(label=label, max_length=longest, error_messages=said, **more)


def among(form: forms.Form, field: str, rows: QuerySet[Any]) -> None:
    """What a field chooses from."""
    form.fields[field].queryset = rows  # type: ignore[attr-defined]


def _plausible(day: date) -> None:
    if not EARLIEST <= day <= date(2100, 1, 1):
        raise forms.ValidationError("请核对年份。")
