"""Choosing a unit and a time. GET forms: they lead to the page's own address."""

from collections.abc import Sequence
from datetime import date

from django import forms

from huoshui.ledger.periods import Period, periods_of_year
from huoshui.organisation.public import Unit

from .rules import short_label

YEARS_BACK = 9
WHOLE = "year"


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
