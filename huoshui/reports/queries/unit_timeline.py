"""A unit's year: its own happenings line by line, or with the units under it, folded into the figures of each month."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, QuerySet, Sum, Value, When

from huoshui.ledger.evaluation import evaluate_cells
from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.kinds import FactKind, Person, declared_kinds
from huoshui.ledger.models import Fact
from huoshui.ledger.periods import Period
from huoshui.ledger.scope import Scope
from huoshui.organisation.public import Unit, Viewer, scope_of
from huoshui.packs.loaded import pack

from .happenings import MOVED, Line, lines_of

LINES_A_PAGE = 60
_FOLLOWED = Q(person__isnull=False, payload__contains=f'"cause":"{MOVED}"')


@dataclass(frozen=True)
class MonthTold:
    month: Period
    lines: list[Line]


@dataclass(frozen=True)
class Fold:
    """How often something happened in a month under a unit: a figure, or the records of one kind."""

    label: str
    unit: str
    value: int
    figure: str = ""
    kind: str = ""


@dataclass(frozen=True)
class MonthFolded:
    month: Period
    folds: list[Fold]


class Months(Paginator):
    """The months in which something happened, whole, as many to a page as hold some sixty lines."""

    def __init__(self, happened: Counter[int], *, oldest_first: bool):
        super().__init__(sorted(happened, reverse=not oldest_first), 1)
        self.happened = happened

    @cached_property
    def num_pages(self) -> int:
        return len(self._pages)

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        return Page(self._pages[number - 1], number, self)

    @cached_property
    def _pages(self) -> list[list[int]]:
        pages: list[list[int]] = [[]]
        for month in self.object_list:
            if pages[-1] and sum(self.happened[one] for one in [*pages[-1], month]) > LINES_A_PAGE:
                pages.append([])
            pages[-1].append(month)
        return pages


def families() -> dict[str, list[FactKind]]:
    """Kinds by what they tell of: organisation.post.began and .ended are of one family."""
    found: dict[str, list[FactKind]] = defaultdict(list)
    for kind in declared_kinds().values():
        found[kind.code.rpartition(".")[0]].append(kind)
    return found


def happened_at(unit: Unit, year: int) -> dict[str, Counter[int]]:
    """How many subjects the unit's own facts of each family tell of, by month. One query."""
    rows = _own(unit, Period.year(year).months, declared_kinds()).exclude(_FOLLOWED)
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for kind, month, n in rows.values_list("kind", "month").annotate(n=Count("subject", distinct=True)):
        found[kind.rpartition(".")[0]][month] += n
    return found


def told_at(viewer: Viewer, unit: Unit, months: Iterable[int], family: str, *, oldest_first: bool) -> list[MonthTold]:
    """The unit's own lines in these months, of one family or of all. Queries do not grow with lines."""
    kinds = [kind for name, of in families().items() if family in ("", name) for kind in of]
    wanted = tuple(months)
    lines = lines_of(viewer, _heads_and_others(unit, wanted, kinds))
    return months_told(lines, wanted, oldest_first=oldest_first)


def months_told(lines: Iterable[Line], months: Iterable[int], *, oldest_first: bool) -> list[MonthTold]:
    """The lines, given oldest first, under their months."""
    found: dict[int, list[Line]] = {month: [] for month in sorted(months, reverse=not oldest_first)}
    for line in lines:
        found[line.month].append(line)
    return [MonthTold(Period(m, m), of if oldest_first else of[::-1]) for m, of in found.items() if of]


def folded_under(unit: Unit, year: int) -> list[MonthFolded]:
    """Each month's figures, and beside them how often that took place which none of them counts."""
    scope, period = scope_of(unit), Period.year(year)
    folds: dict[int, list[Fold]] = defaultdict(list)
    figures = _counting()
    cells = evaluate_cells(figures, scope=scope, period=period, per="month")
    for figure in figures:
        for month, value in _by_month(cells[figure.code]).items():
            folds[month].append(Fold(figure.label, figure.unit, value, figure=figure.code))
    for month, kind, value in _uncounted(scope, period):
        if value:
            folds[month].append(Fold(declared_kinds()[kind].label, "条", value, kind=kind))
    return [MonthFolded(Period(month, month), folds[month]) for month in sorted(folds, reverse=True)]


def records_of_kind(unit: Unit, period: Period, kind: str) -> QuerySet[Fact]:
    """The records behind a fold, newest first."""
    held = _within(Fact.objects.net(), scope_of(unit), period.months, [kind]).exclude(_FOLLOWED)
    return held.order_by("-occurred_at", "-pk")


def uncounted_kinds() -> list[str]:
    """Those none of these figures counts."""
    counted = {kind for figure in _counting() for measure in figure.measures for kind in measure.kinds}
    return [code for code in declared_kinds() if code not in counted]


def _counting() -> list[Figure]:
    """Plain counts of one kind of record; those of several kinds are for norms, and would say the same twice."""
    counts = (figure for figure in pack().figures.values() if figure.form is Form.COUNT and figure.measure)
    return [figure for figure in counts if len({kind for m in figure.measures for kind in m.kinds}) == 1]


def _own(unit: Unit, months: Iterable[int], kinds: Iterable[Any]) -> QuerySet[Fact]:
    """At each place the unit had: by kind, month and path together, as they are indexed."""
    codes = [kind if isinstance(kind, str) else kind.code for kind in kinds]
    return Fact.objects.filter(kind__in=codes, month__in=list(months), path__in=scope_of(unit).paths, unit_id=unit.pk)


def _heads_and_others(unit: Unit, months: tuple[int, ...], kinds: list[FactKind]) -> list[Fact]:
    """What is told of the unit, and of its people what is not told by the same subject already."""
    heads = list(_own(unit, months, kinds).filter(person=None).order_by("pk"))
    of_people = [kind for kind in kinds if kind.person is not Person.NONE]
    told = {fact.subject for fact in heads}
    others = _own(unit, months, of_people).filter(person__isnull=False).exclude(subject__in=told).exclude(_FOLLOWED)
    return [*heads, *others.order_by("pk")]


def _by_month(cells: dict[tuple[int, Period], int]) -> Counter[int]:
    months: Counter[int] = Counter()
    for (_, month), value in cells.items():
        months[month.first] += value
    return months


def _uncounted(scope: Scope, period: Period) -> list[tuple[int, str, int]]:
    """(month, kind, how many hold), in the order in which kinds are declared."""
    codes = uncounted_kinds()
    rows = _within(Fact.objects.all(), scope, period.months, codes).exclude(_FOLLOWED)
    sign = Case(When(reverses=None, then=Value(1)), default=Value(-1))
    found = rows.values_list("month", "kind").annotate(n=Sum(sign))
    return sorted(found, key=lambda row: codes.index(row[1]))


def _within(facts: QuerySet[Fact], scope: Scope, months: Iterable[int], kinds: Iterable[str]) -> QuerySet[Fact]:
    inside = Q(pk__in=[])
    for low, high in scope.ranges:
        inside |= Q(path__gte=low, path__lt=high)
    return facts.filter(inside, kind__in=list(kinds), month__in=list(months))
