"""Where a record counts: the figures it moves, to be shown beside it."""

from dataclasses import dataclass

from huoshui.base.clock import day_of
from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.kinds import FactKind
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Unit, scope_of
from huoshui.packs.loaded import pack

from ..facts import ACTIVITY_JOINED, ACTIVITY_RECORDED
from ..models import Activity, Joining


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


def counted_in(activity: Activity, joining: Joining | None = None) -> list[CountedIn]:
    """For the unit that recorded it, or for one that joined."""
    unit, kind = (joining.unit, ACTIVITY_JOINED) if joining else (activity.unit, ACTIVITY_RECORDED)
    day = day_of(activity.starts_at)
    period = Period.month(day.year, day.month)
    figures = [figure for figure in pack().figures.values() if _counts(figure, activity, kind)]
    values = evaluate(figures, scope=scope_of(unit), period=period)
    return [CountedIn(f, int(str(values[f.code])), period, _norms(f, activity, unit)) for f in figures]


def _counts(figure: Figure, activity: Activity, kind: FactKind) -> bool:
    """A plain count of activities whose tags and kind this one has: of those recorded, for the unit that recorded it;
    for one that joined, any that holds those joined."""
    measure = figure.measure
    if figure.form is not Form.COUNT or measure is None or kind.code not in measure.kinds:
        return False
    if kind is ACTIVITY_RECORDED and len(measure.kinds) > 1:
        return False  # the same again, with those it joined
    said = {"kind": activity.kind, "late": activity.is_late}
    return activity.tag_codes >= set(measure.tags) and all(said.get(name) in values for name, values in measure.where)


def _norms(figure: Figure, activity: Activity, unit: Unit) -> tuple[str, ...]:
    """The norms the unit owes that are judged by this figure, or by the one that adds what it joined, by code."""
    day = day_of(activity.starts_at)
    owed = [norm for norm in pack().norms.values() if unit.kind in norm.owed_by]
    versions = [(norm.code, norm.version_on(day)) for norm in owed]
    return tuple(code for code, version in versions if version and _same(pack().figures[version.figure], figure))


def _same(judging: Figure, figure: Figure) -> bool:
    of, by = figure.measure, judging.measure
    return bool(of and by and (of.tags, of.where) == (by.tags, by.where) and set(of.kinds) <= set(by.kinds))
