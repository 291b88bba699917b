"""Where a record counts: the figures it moves, to be shown beside it."""

from dataclasses import dataclass

from huoshui.base.clock import day_of
from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.periods import Period
from huoshui.organisation.public import scope_of
from huoshui.packs.loaded import pack

from ..facts import ACTIVITY_RECORDED
from ..models import Activity


@dataclass(frozen=True)
class CountedIn:
    """A figure of the unit's month that holds the record, and the norms judged by it."""

    figure: Figure
    value: int
    period: Period
    norms: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"{self.value} {self.figure.unit}"


def counted_in(activity: Activity) -> list[CountedIn]:
    day = day_of(activity.starts_at)
    period = Period.month(day.year, day.month)
    figures = [figure for figure in pack().figures.values() if _counts(figure, activity)]
    values = evaluate(figures, scope=scope_of(activity.unit), period=period)
    return [CountedIn(f, int(str(values[f.code])), period, _norms(f, activity)) for f in figures]


def _counts(figure: Figure, activity: Activity) -> bool:
    """A plain count of activities whose tags and kind this one has."""
    measure = figure.measure
    if figure.form is not Form.COUNT or measure is None or measure.kinds != (ACTIVITY_RECORDED.code,):
        return False
    said = {"kind": activity.kind, "late": activity.is_late}
    return activity.tag_codes >= set(measure.tags) and all(said.get(name) in values for name, values in measure.where)


def _norms(figure: Figure, activity: Activity) -> tuple[str, ...]:
    """The norms the unit owes that are judged by this figure, by code."""
    day = day_of(activity.starts_at)
    owed = [norm for norm in pack().norms.values() if activity.unit.kind in norm.owed_by]
    versions = [(norm.code, norm.version_on(day)) for norm in owed]
    return tuple(code for code, version in versions if version and version.figure == figure.code)
