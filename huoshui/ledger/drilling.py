"""From a figure to the facts behind it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from . import dialect
from .figures import Figure, Form
from .measures import Measure
from .models import Fact
from .periods import Period
from .scope import Scope


def facts_behind(figure: Figure, *, scope: Scope, period: Period, at: int | None = None) -> QuerySet[Fact]:
    """The facts a figure counts, those that still hold, newest first; of a ratio, those of its upper figure.

    As of a position: what held then.
    """
    if figure.over:
        return facts_behind(figure.over, scope=scope, period=period, at=at)
    first = 0 if figure.form is Form.BALANCE else period.first
    ids = _chosen(figure.measures, first, period.last)
    return Fact.objects.net(at).filter(_within(scope), pk__in=ids).order_by("-occurred_at", "-pk")


def _within(scope: Scope) -> Q:
    inside = Q(pk__in=[])
    for low, high in scope.ranges:
        inside |= Q(path__gte=low, path__lt=high)
    return inside


def _chosen(measures: Iterable[Measure], first: int, last: int) -> RawSQL:
    """The ids by the measures' own conditions, the same text the tallies use, over the months from first to last.

    One list for all measures: beside an OR of several, SQLite would look at every fact there is.
    """
    sql, params = [], []
    for measure in measures:
        condition, chosen = dialect.chosen(measure)
        sql.append(f"SELECT f.id FROM ledger_fact f WHERE f.month BETWEEN %s AND %s AND {condition}")
        params += [first, last, *chosen]
    return RawSQL(" UNION ALL ".join(sql), params)
