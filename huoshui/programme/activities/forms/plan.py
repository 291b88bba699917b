from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from huoshui.base.clock import today

from .fields import day_field, moment, short_text, time_field

AHEAD = timedelta(days=366)


class PlanForm(forms.Form):
    kind = forms.ChoiceField(label="类型", error_messages={"invalid_choice": "这个单位不开展这类活动，请另选类型。"})
    day = day_field("日期")
    time = time_field("时间")
    title = short_text("主题", 120)
    place = short_text("地点", 80)

    def __init__(self, kinds: Sequence[tuple[str, str]], data: QueryDict | None = None, **initial: Any):
        super().__init__(data, initial=initial)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if day < today():
            raise forms.ValidationError("这一天已经过去。已经开展的活动，请直接用“记一笔”补录。")
        if day > today() + AHEAD:
            raise forms.ValidationError("最多提前一年放进计划，请核对年份。")
        return day

    @property
    def starts_at(self) -> datetime:
        return moment(self.cleaned_data["day"], self.cleaned_data["time"])
