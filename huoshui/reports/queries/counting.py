"""What the duties' figures say of each unit in each period."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from huoshui.ledger.evaluation import Cells, evaluate_cells
from huoshui.ledger.figures import Figure
from huoshui.ledger.periods import Period
from huoshui.ledger.scope import Scope
from huoshui.packs.loaded import pack
from huoshui.packs.schema import NormVersion

from ..rules import Duty

Numbers = dict[tuple[str, Period], dict[int, int]]


def numbers_of(duties: Sequence[Duty], scope: Scope) -> Numbers:
    """By figure and period, then by unit. One statement for each length of period; the duties lie in one year."""
    numbers: Numbers = defaultdict(dict)
    for per in dict.fromkeys(duty.version.per for duty in duties if duty.version):
        for code, cells in _cells(per, [d for d in duties if d.version and d.version.per == per], scope).items():
            for (unit_id, period), value in cells.items():
                numbers[code, period][unit_id] = value
    return numbers


def _cells(per: str, duties: Sequence[Duty], scope: Scope) -> Cells:
    figures = _figures(duty.version for duty in duties if duty.version)
    months = Period(min(duty.period.first for duty in duties), max(duty.period.last for duty in duties))
    return evaluate_cells(figures, scope=scope, period=months, per=per)


def _figures(versions: Iterable[NormVersion]) -> list[Figure]:
    named = [code for v in versions for code in (v.figure, v.at_least_figure, v.exempt_figure) if code]
    return [pack().figures[code] for code in dict.fromkeys(named)]
