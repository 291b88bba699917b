from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from ..actions import MadeUp
from .fields import day_field, number, short_text

LONGEST_DAY = 24 * 60


class MakeUpForm(forms.Form):
    """Who of those that missed it has made up for it, when, for how long, and how in a few words."""

    people = forms.TypedMultipleChoiceField(
        label="补了课的人",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请选择补了课的人。",
            "invalid_choice": "所选的人里有人已不在缺席、请假名单上，请核对。",
        },
    )
    day = day_field("补课日期")
    minutes = number("时长（分钟）", 1, LONGEST_DAY, "分钟")
    how = short_text("怎么补的", 60, help_text="几个字就够，如：送学上门、个别学习。不写请假原因。")
    submission = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, people: Sequence[tuple[int, str]], data: QueryDict | None = None, **initial: Any):
        super().__init__(data, initial=initial)
        if people:
            self.fields["people"].choices = people  # type: ignore[attr-defined]
        else:
            del self.fields["people"]

    def clean(self) -> dict[str, Any]:
        if {"submission", "revision"} & self.errors.keys():
            raise forms.ValidationError("这张页面已经失效，请返回后重新打开再填。")
        return self.cleaned_data

    def told(self) -> MadeUp:
        said = self.cleaned_data
        return MadeUp(said["day"], said["minutes"], said["how"], said["submission"])

    def refuse(self, message: str, field: str | None) -> None:
        self.add_error(field if field in self.fields else None, message)
