from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from huoshui.base.clock import SHANGHAI, today

from ..actions import Planned
from ..models import Activity
from .fields import day_field, moment, number, short_text, time_field

AHEAD = timedelta(days=366)
NOT_OURS = {"invalid_choice": "这个人不在本单位的名册上，请重新选择。"}


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
        return refuse_day(self.cleaned_data["day"])

    @property
    def starts_at(self) -> datetime:
        return moment(self.cleaned_data["day"], self.cleaned_data["time"])


class ChangePlanForm(forms.Form):
    """One planned activity, elsewhere or at another time. `revision` is the one the editor has seen."""

    day = day_field("日期")
    time = time_field("时间")
    minutes = number("时长（分钟）", 1, 7 * 24 * 60, "分钟")
    title = short_text("主题", 120)
    place = short_text("地点", 80)
    chair = forms.TypedChoiceField(
        label="主持人", required=False, coerce=int, empty_value=None, error_messages=NOT_OURS
    )
    recorder = forms.TypedChoiceField(
        label="记录人", required=False, coerce=int, empty_value=None, error_messages=NOT_OURS
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, activity: Activity, people: Mapping[int, str], data: QueryDict | None = None):
        super().__init__(data, initial=initial_of(activity))
        self.activity, self.people = activity, people
        offer_leaders(self, people)

    def clean_day(self) -> date:
        """A day that is over may stay as it is: the activity waits to be recorded."""
        day = self.cleaned_data["day"]
        return day if day == self.initial["day"] else refuse_day(day)

    def said(self) -> Planned:
        said = self.cleaned_data
        return Planned(
            starts_at=moment(said["day"], said["time"]),
            minutes=said["minutes"],
            title=said["title"],
            place=said["place"],
            chair_id=said.get("chair"),
            recorder_id=said.get("recorder"),
        )


def initial_of(activity: Activity) -> dict[str, Any]:
    local = activity.starts_at.astimezone(SHANGHAI)
    return {
        "day": local.date(),
        "time": local.time(),
        "minutes": activity.minutes,
        "title": activity.title,
        "place": activity.place,
        "chair": activity.chair_id,
        "recorder": activity.recorder_id,
        "revision": activity.revision,
    }


def offer_leaders(form: forms.Form, people: Mapping[int, str]) -> None:
    """Nobody to choose, nothing to ask."""
    for name in ("chair", "recorder"):
        if people:
            form.fields[name].choices = [("", "（未定）"), *people.items()]  # type: ignore[attr-defined]
        else:
            del form.fields[name]


def refuse_day(day: date) -> date:
    """Raises ValidationError for a day that cannot be planned for."""
    if day < today():
        raise forms.ValidationError("这一天已经过去。已经开展的活动，请直接用“记一笔”补录。")
    if day > today() + AHEAD:
        raise forms.ValidationError("最多提前一年放进计划，请核对年份。")
    return day
