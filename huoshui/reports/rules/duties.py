"""When something is owed: pure rules over the norms of the pack. Duties are never stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from huoshui.ledger.periods import Period, periods_of_year

if TYPE_CHECKING:
    from huoshui.packs.schema import Norm, NormVersion


@dataclass(frozen=True)
class Duty:
    """What a norm asks in a period, by the version that judges it; without a version, nothing."""

    norm: "Norm"
    period: Period
    version: "NormVersion | None"

    @property
    def key(self) -> tuple[str, Period]:
        return self.norm.code, self.period


def judged_on(period: Period, today: date) -> date:
    """The day whose tree and duties count: the last of the period, or today while it runs or lies ahead."""
    return min(period.ends_on, today)


def duties_of_year(norm: "Norm", year: int) -> list[Duty]:
    """The year in the norm's own periods, without a gap.

    A period is judged by the version in force on its last day. Where a change of rhythm cuts a period short, the
    months left over ask nothing: the software invents no duties.
    """
    return list(_joined(_tiled(norm, year)))


def duty_in(norm: "Norm", period: Period) -> Duty | None:
    """What the norm asks in exactly this period, or None."""
    duties = duties_of_year(norm, period.first // 100)
    return next((duty for duty in duties if duty.period == period and duty.version), None)


def running_duty(norm: "Norm", day: date) -> Duty | None:
    """What the norm asks in the period the day lies in, or None."""
    duties = duties_of_year(norm, day.year)
    return next((d for d in duties if d.version and d.period.begins_on <= day <= d.period.ends_on), None)


def short_label(period: Period) -> str:
    """The period within its year: 4月, 二季度, 全年."""
    if len(period.months) == 12:
        return "全年"
    first, last = period.first % 100, period.last % 100
    if first == last:
        return f"{first}月"
    return (
        f"{'一二三四'[first // 3]}季度"
        if period in periods_of_year(period.first // 100, "quarter")
        else f"{first}–{last}月"
    )


def _tiled(norm: "Norm", year: int) -> Iterator[Duty]:
    month = 1
    while month <= 12:
        duty = _duty_from(norm, Period.month(year, month))
        yield duty
        month = duty.period.last % 100 + 1


def _duty_from(norm: "Norm", month: Period) -> Duty:
    """The duty that begins with this month; the month alone, without a version, when none does."""
    version = norm.version_on(month.ends_on)
    period = _around(month, version.per) if version else month
    judging = norm.version_on(period.ends_on)
    if version and judging and period.first == month.first and judging.per == version.per:
        return Duty(norm, period, judging)
    return Duty(norm, month, None)


def _around(month: Period, per: str) -> Period:
    return next(p for p in periods_of_year(month.first // 100, per) if p.first <= month.first <= p.last)


def _joined(duties: Iterable[Duty]) -> Iterator[Duty]:
    """Neighbouring months that ask nothing, as one."""
    empty: Duty | None = None
    for duty in duties:
        if duty.version:
            yield from (empty,) if empty else ()
            empty = None
            yield duty
        else:
            first = empty.period.first if empty else duty.period.first
            empty = Duty(duty.norm, Period(first, duty.period.last), None)
    yield from (empty,) if empty else ()
