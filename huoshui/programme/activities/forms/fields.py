"""Days, times and short texts, with what to say when they cannot be read."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from huoshui.base.clock import SHANGHAI

from ..rules import is_plausible


def day_field(label: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[_plausible],
        error_messages={"invalid": "请写成 2026-04-09 这样的日期。"},
    )


def time_field(label: str, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "请写成 15:00 这样的时间。"},
    )


def short_text(label: str, longest: int, **more: Any) -> forms.CharField:
    too_long = f"最多 {longest} 字，现在有 %(show_value)d 字，请缩短。"
    return forms.CharField(
        label=label, max_length=longest, required=False, error_messages={"max_length": too_long}, **more
    )


def long_text(label: str, longest: int, rows: int, **more: Any) -> forms.CharField:
    field = short_text(label, longest, **more)
    field.widget = forms.Textarea(attrs={"rows": rows})
    return field


def number(label: str, least: int, most: int, unit: str, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        error_messages={
            "min_value": f"至少 {least} {unit}。",
            "max_value": f"最多 {most} {unit}。",
            "invalid": "请写整数。",
        },
    )


def moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)


def _plausible(day: date) -> None:
    if not is_plausible(day):
        raise forms.ValidationError("请核对年份。")
