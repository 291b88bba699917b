"""Choosing a unit and a time (GET forms: they lead to the page's own address), and what is said of obstacles."""

from collections.abc import Sequence
from datetime import date

from django import forms

from huoshui.ledger.periods import Period, periods_of_year
from huoshui.organisation.public import Unit

from .rules import short_label

YEARS_BACK = 9
WHOLE = "year"
LONGEST_TEXT = 300
TOO_LONG = "最多 %(limit_value)d 字，现在有 %(show_value)d 字，请缩短。"


class YearForm(forms.Form):
    unit = forms.ChoiceField(label="单位")
    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, units: Sequence[Unit], today: date, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(unit.code, unit.name) for unit in units]
        self.fields["year"].choices = [(year, f"{year}年") for year in _years(units, today)]


class PeriodForm(YearForm):
    """`part` is the part of the year: all of it, Q2 or 04."""

    part = forms.ChoiceField(label="时段")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        periods = [period for per in ("year", "quarter", "month") for period in periods_of_year(2000, per)]
        self.fields["part"].choices = [(part_of(period), short_label(period)) for period in periods]


def chosen_period(year: str, part: str) -> Period:
    """Raises NotAPeriod."""
    return Period.read(year if part in ("", WHOLE) else f"{year}-{part}")


def part_of(period: Period) -> str:
    return period.written[5:] or WHOLE


def _years(units: Sequence[Unit], today: date) -> list[int]:
    """Newest first, back to the first of the units, ten at most."""
    first = min((unit.opened_on.year for unit in units), default=today.year)
    return list(range(today.year, max(first, today.year - YEARS_BACK) - 1, -1))


class ObstacleForm(forms.Form):
    """Refusals of the action answer what the fields let through."""

    reason = forms.CharField(
        label="遇到什么困难",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写事情，不写个人情况（病情、家事等）。本单位和上级看得到，兄弟单位看不到。",
        error_messages={"required": "请写明遇到什么困难，一句话也行。", "max_length": TOO_LONG},
    )
    until_on = forms.DateField(
        label="预计到哪一天能办",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="含当天。过了这一天还没有办，这一格会恢复原来的状态。",
        error_messages={"required": "请填预计能办的日期。", "invalid": "请写成 2026-04-09 这样的日期。"},
    )


class AnswerForm(forms.Form):
    helper = forms.CharField(
        label="由谁来帮",
        max_length=60,
        help_text="部门、单位或职务，例如：县分公司综合办公室。",
        error_messages={"required": "请写明由谁来帮。", "max_length": TOO_LONG},
    )
    answer = forms.CharField(
        label="怎样帮",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明怎样帮，什么时候。", "max_length": TOO_LONG},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
