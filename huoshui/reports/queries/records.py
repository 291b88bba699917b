"""The records behind a figure, in pages."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from huoshui.ledger.drilling import facts_behind
from huoshui.ledger.evaluation import evaluate_cells
from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.models import Fact
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Unit, scope_of

PER_PAGE = 50


class Records(Paginator):
    """Newest first. How many there are in each month is known from the tallies: a page looks at its own months only."""

    def __init__(self, months: Counter[int], behind: Callable[[Period], QuerySet[Fact]]):
        super().__init__((), PER_PAGE)
        self.months = sorted(months.items(), reverse=True)
        self.behind = behind

    @cached_property
    def count(self) -> int:
        return sum(n for _, n in self.months)

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        begins = (number - 1) * self.per_page
        return Page(self._between(begins, min(begins + self.per_page, self.count)), number, self)

    def _between(self, begins: int, ends: int) -> Sequence[Fact]:
        upto = accumulate(n for _, n in self.months)
        spans = [(month, end - n, end) for (month, n), end in zip(self.months, upto, strict=True)]
        shown = [(month, start) for month, start, end in spans if start < ends and begins < end]
        if not shown:
            return []
        (newest, before), (oldest, _) = shown[0], shown[-1]
        return list(self.behind(Period(oldest, newest))[begins - before : ends - before])


def records_behind(figure: Figure, unit: Unit, period: Period, at: int | None = None) -> Paginator:
    """Of a ratio, those of its upper figure. Raises UnknownPosition."""
    counted, scope = figure.over or figure, scope_of(unit)

    def behind(some: Period) -> QuerySet[Fact]:
        return facts_behind(counted, scope=scope, period=some, at=at)

    if counted.form is Form.BALANCE:  # since the beginning; but people and units come and go seldom
        return Paginator(behind(period), PER_PAGE)
    one = Figure("records", counted.label, "条", Form.COUNT, measure=counted.measure)
    cells = evaluate_cells([one], scope=scope, period=period, per="month", at=at)["records"]
    months: Counter[int] = Counter()
    for (_, month), count in cells.items():
        months[month.first] += count
    return Records(months, behind)
