"""Do the rows and the facts tell the same story? And do the tallies still add up?"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from . import dialect
from .measures import Measure
from .models import Fact, MeasureRow
from .recording import NewFact, checked_content, content, net_facts
from .tallying import registered


@dataclass(frozen=True)
class Difference:
    """A subject whose net facts are not what its rows call for."""

    subject: str
    missing: int
    surplus: int


def differences(
    wanted: Iterable[tuple[str, Sequence[NewFact]]], *, part: str, known_people: Container[UUID]
) -> list[Difference]:
    """Compare what the rows of a part call for with the facts that hold, both ways. Subjects begin with its name.

    Facts about people who are not known any more (erased) stand on their own: no row can call for them.
    """
    called_for = dict(wanted)
    net = net_facts(_subjects_of(part) | called_for.keys())
    held = {subject: [fact for fact in facts if _stands(fact, known_people)] for subject, facts in net.items()}
    found = (_difference(subject, called_for.get(subject, ()), held.get(subject, ())) for subject in called_for | held)
    return [difference for difference in found if difference.missing or difference.surplus]


def untrue_tallies() -> list[str]:
    """The definitions of measures whose tally differs from a recount of the facts up to `built_to`."""
    rows = MeasureRow.objects.filter(digest__in=registered())
    return [row.definition for row in rows if _is_untrue(registered()[row.digest], row.pk)]


def _stands(fact: Fact, known_people: Container[UUID]) -> bool:
    return fact.person is None or fact.person in known_people


def _subjects_of(part: str) -> set[str]:
    return set(Fact.objects.net().filter(subject__startswith=f"{part}.").values_list("subject", flat=True))


def _difference(subject: str, wanted: Sequence[NewFact], held: Sequence[Fact]) -> Difference:
    should = Counter(checked_content(new) for new in wanted)
    does = Counter(content(fact) for fact in held)
    return Difference(subject, missing=(should - does).total(), surplus=(does - should).total())


def _is_untrue(measure: Measure, measure_id: int) -> bool:
    """One statement, because the tally and `built_to` may move between two."""
    table, keys = dialect.tally_of(measure)
    counted, params = _recount(measure, measure_id, ", ".join(f"f.{key}" for key in keys))
    kept = f"SELECT {', '.join(keys)}, unit_id, n, total FROM {table} WHERE measure_id = %s"
    sql = f"""
        WITH counted AS ({counted}), kept AS ({kept})
        SELECT EXISTS (SELECT * FROM counted EXCEPT SELECT * FROM kept)
            OR EXISTS (SELECT * FROM kept EXCEPT SELECT * FROM counted)
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, measure_id])
        return bool(cursor.fetchone()[0])


def _recount(measure: Measure, measure_id: int, keys: str) -> dialect.Sql:
    condition, params = dialect.chosen(measure)
    sql = f"""
        SELECT {keys}, MIN(f.unit_id), SUM({dialect.SIGN}), SUM({dialect.brought(measure)})
        FROM ledger_fact f JOIN ledger_position p ON p.fact_id = f.id
        WHERE p.position <= (SELECT built_to FROM ledger_measure WHERE id = %s) AND {condition} GROUP BY {keys}
    """
    return sql, [measure_id, *params]
