from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from .fields import day_field, moment, short_text, time_field


class PlanForm(forms.Form):
    kind = forms.ChoiceField(label="类型", error_messages={"invalid_choice": "这个单位不开展这类活动，请另选类型。"})
    day = day_field("日期")
    time = time_field("时间")
    title = short_text("主题", 120)
    place = short_text("地点", 80)

    def __init__(self, kinds: Sequence[tuple[str, str]], data: QueryDict | None = None, **initial: Any):
        super().__init__(data, initial=initial)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    @property
    def starts_at(self) -> datetime:
        return moment(self.cleaned_data["day"], self.cleaned_data["time"])
