"""A series as people say it: 每周五 12:30, from when, until when, and what becomes of it on a holiday."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from huoshui.base import recurrence
from huoshui.base.recurrence import MONTH_DAYS, QUARTER_MONTHS, WEEKDAY_WORDS, WEEKDAYS, WEEKS

from ..actions import Repeating
from ..enums import OffDays
from ..models import Series
from .fields import day_field, number, short_text, time_field
from .plan import NOT_OURS, offer_leaders

WEEKDAY_CHOICES = [(str(n), f"周{word}") for n, word in enumerate(WEEKDAY_WORDS)]
DAY_CHOICES = [(str(day), "最后一天" if day < 0 else f"{day}日") for day in MONTH_DAYS]
HOW = [
    ("weekly", "每周"),
    ("fortnightly", "每两周"),
    ("monthly", "每月第几个周几"),
    ("dated", "每月几日"),
    ("quarterly", "每季度一次"),
]
HELP = {"off_days": "按国务院办公厅公布的放假安排，调休上班的周末算工作日。挪动不跨月；两次挪到同一天，只办一次。"}


class SeriesForm(forms.Form):
    kind = forms.ChoiceField(label="类型", error_messages={"invalid_choice": "这个单位不开展这类活动，请另选类型。"})
    title = short_text("主题", 120)
    how = forms.ChoiceField(label="多久一次", choices=HOW, widget=forms.RadioSelect, initial="weekly")
    weekdays = forms.MultipleChoiceField(
        label="周几", choices=WEEKDAY_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    week = forms.ChoiceField(label="第几个", choices=[(str(n), word) for n, word in WEEKS.items()], required=False)
    weekday = forms.ChoiceField(label="周几", choices=WEEKDAY_CHOICES, required=False)
    month_day = forms.ChoiceField(label="几日", choices=DAY_CHOICES, required=False)
    quarter_month = forms.ChoiceField(
        label="第几个月", choices=[(str(n), word) for n, word in QUARTER_MONTHS.items()], required=False
    )
    quarter_day = forms.ChoiceField(label="几日", choices=DAY_CHOICES, required=False)
    begins = time_field("时间")
    minutes = number("时长（分钟）", 1, 7 * 24 * 60, "分钟")
    place = short_text("地点", 80)
    starts_on = day_field("从哪天开始")
    until_on = day_field("到哪天为止", required=False)
    off_days = forms.ChoiceField(
        label="逢节假日、休息日", choices=OffDays.choices, widget=forms.RadioSelect, help_text=HELP["off_days"]
    )
    chair = forms.TypedChoiceField(
        label="主持人", required=False, coerce=int, empty_value=None, error_messages=NOT_OURS
    )
    recorder = forms.TypedChoiceField(
        label="记录人", required=False, coerce=int, empty_value=None, error_messages=NOT_OURS
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        kinds: Sequence[tuple[str, str]],
        people: Mapping[int, str],
        data: QueryDict | None = None,
        **initial: Any,
    ):
        super().__init__(data, initial=initial)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["until_on"].help_text = "不填就一直办下去，直到您结束它。"
        self.people = people
        offer_leaders(self, people)

    def clean_weekdays(self) -> list[int]:
        return [int(day) for day in self.cleaned_data["weekdays"]]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("how") in ("weekly", "fortnightly") and not said.get("weekdays"):
            self.add_error("weekdays", "请选周几。")
        if said.get("until_on") and said.get("starts_on") and said["until_on"] < said["starts_on"]:
            self.add_error("until_on", "结束日期不能早于开始日期。")
        return said

    def said(self) -> Repeating:
        said = self.cleaned_data
        return Repeating(
            kind=said["kind"],
            rule=self._rule(),
            begins=said["begins"],
            minutes=said["minutes"],
            starts_on=said["starts_on"],
            until_on=said["until_on"],
            off_days=said["off_days"],
            title=said["title"],
            place=said["place"],
            chair_id=said.get("chair"),
            recorder_id=said.get("recorder"),
        )

    def refuse(self, message: str, field: str | None) -> None:
        self.add_error(field if field in self.fields else None, message)

    def _rule(self) -> str:
        said = self.cleaned_data
        if said["how"] == "monthly":
            return recurrence.monthly(int(said["week"] or 1), int(said["weekday"] or 0))
        if said["how"] == "dated":
            return recurrence.dated(int(said["month_day"] or 1))
        if said["how"] == "quarterly":
            return recurrence.quarterly(int(said["quarter_month"] or 1), int(said["quarter_day"] or 1))
        return recurrence.weekly(said["weekdays"], every_second=said["how"] == "fortnightly")


class ChangeSeriesForm(SeriesForm):
    """`on` is the day from which the change holds."""

    on = day_field("从哪天起改")

    field_order = ("on",)


def initial_of_series(series: Series) -> dict[str, Any]:
    same = ("kind", "title", "begins", "minutes", "place", "starts_on", "until_on", "off_days", "revision")
    said = {name: getattr(series, name) for name in same}
    return said | _how(series.rule) | {"chair": series.chair_id, "recorder": series.recorder_id}


def blank_series(on: date, kind: str = "", minutes: int = 60, title: str = "") -> dict[str, Any]:
    return {
        "kind": kind,
        "title": title,
        "how": "weekly",
        "weekdays": [str(on.weekday())] if on.weekday() < 5 else ["4"],
        "weekday": "4",
        "month_day": "10",
        "quarter_day": "10",
        "begins": "15:00",
        "minutes": minutes,
        "starts_on": on,
        "until_on": date(on.year, 12, 31) if on.month < 11 else date(on.year + 1, 12, 31),
        "off_days": OffDays.EARLIER,
        "revision": 0,
    }


def _how(rule: str) -> dict[str, Any]:
    shape, said = recurrence.parts_of(rule)
    if shape == "weekly":
        days = [str(WEEKDAYS.index(day)) for day in said["days"].split(",")]
        return {"how": "fortnightly" if "interval" in said else "weekly", "weekdays": days, "weekday": days[0]}
    if shape == "monthly":
        return {"how": shape, "week": str(int(said["week"])), "weekday": str(WEEKDAYS.index(said["day"]))}
    if shape == "dated":
        return {"how": shape, "month_day": said["month_day"]}
    return {"how": shape, "quarter_month": said["first"], "quarter_day": said["month_day"]}
