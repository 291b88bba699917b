"""The facts measured with: real ones within the period, and a history outside it made by SQL."""

from datetime import UTC, datetime
from random import Random
from uuid import UUID

from django.db import connection, transaction

from huoshui.ledger import tallying
from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.kinds import Code, FactKind, Int, Person, declare
from huoshui.ledger.measures import Measure
from huoshui.ledger.models import Fact
from huoshui.ledger.periods import Period
from huoshui.ledger.recording import NewFact, Source
from huoshui.ledger.scope import Scope
from huoshui.ledger.sequencer import head, sequence, sequence_all

KIND = FactKind("bench.thing.done", "量", Person.REQUIRED, {"minutes": Int(), "state": Code(("present", "absent"))})
declare(KIND)
PRESENT = Measure((KIND.code,), ("theme_day",), (("state", ("present",)),))
MINUTES = Measure((KIND.code,), of="minutes")
PEOPLE = Measure((KIND.code,), ("theme_day",), of="minutes", per_person=True)
COUNT = Figure("count", "", "", Form.COUNT, PRESENT)
FIGURES = (
    COUNT,
    Figure("sum", "", "", Form.SUM, MINUTES),
    Figure("people", "", "", Form.PEOPLE, PEOPLE),
    Figure("balance", "", "", Form.BALANCE, PRESENT),
)
tallying.register([measure for figure in FIGURES for measure in figure.measures])
CITY, YEAR = Scope(("000001",)), Period.year(2021)
UNITS, STAFF, CHUNK = 100, 20, 500_000
ENTRY = {"by": None, "at": datetime(2021, 6, 1, tzinfo=UTC), "source": Source.JOB}


def some(count: int) -> list[NewFact]:
    """New facts of 2021, the same at each call; two of three are present."""
    random = Random(1)
    return [_one(number, random.randrange(UNITS), random.randrange(STAFF)) for number in range(count)]


def _one(number: int, unit: int, person: int) -> NewFact:
    says = {"minutes": 60, "state": "absent" if number % 3 == 2 else "present"}
    moment, path = datetime(2021, 1 + number % 12, 5, tzinfo=UTC), f"000001{unit + 1:06}"
    return NewFact(
        KIND,
        unit + 1,
        path,
        "bench.thing:1",
        moment,
        UUID(int=unit * STAFF + person),
        1,
        says,
        frozenset({"theme_day"}),
    )


def add_outside(count: int) -> None:
    """`count` facts of 2019 and 2020 and their positions, by SQL; their tallies are built by the real sequencer."""
    sequence_all()
    template = Fact.objects.order_by("pk")[0]
    for start in range(0, count, CHUNK):
        _copy(template, start, min(CHUNK, count - start))
        while sequence(CHUNK):
            pass
    _tidy()


def _copy(template: Fact, start: int, count: int) -> None:
    columns = [field.column for field in Fact._meta.concrete_fields if field.column != "id"]
    chosen = ", ".join(_made()[connection.vendor].get(column, column) for column in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        last = Fact.objects.order_by("-pk").values_list("pk", flat=True)[0]
        cursor.execute(
            f"INSERT INTO ledger_fact ({', '.join(columns)}) SELECT {chosen}"
            f" FROM {_numbers(start, count)}, ledger_fact WHERE id = %s",
            [template.pk],
        )
        cursor.execute(
            "INSERT INTO ledger_position SELECT %s + row_number() OVER (ORDER BY id), id FROM ledger_fact"
            " WHERE id > %s",
            [head(), last],
        )


def _numbers(start: int, count: int) -> str:
    if connection.vendor == "postgresql":
        return f"generate_series({start}, {start + count - 1}) AS s(i)"
    span = f"SELECT {start} UNION ALL SELECT i + 1 FROM s WHERE i < {start + count - 1}"
    return f"(WITH RECURSIVE s(i) AS ({span}) SELECT i FROM s) AS s"


def _made() -> dict[str, dict[str, str]]:
    """Columns that differ from the template: a month of 2019 or 2020, a unit, a person, a salt."""
    month, unit = f"201901 + (i / {UNITS}) %% 12 + 100 * ((i / {12 * UNITS}) %% 2)", f"1 + i %% {UNITS}"
    person = f"(i %% {UNITS}) * {STAFF} + (i / {24 * UNITS}) %% {STAFF}"
    return {
        "postgresql": {
            "month": month,
            "unit_id": unit,
            "path": f"'000001' || lpad(({unit})::text, 6, '0')",
            "person": f"lpad(to_hex({person}), 32, '0')::uuid",
            "salt": "decode(md5(i::text), 'hex')",
        },
        "sqlite": {
            "month": month,
            "unit_id": unit,
            "path": f"'000001' || printf('%%06d', {unit})",
            "person": f"printf('%%032x', {person})",
            "salt": "randomblob(16)",
        },
    }


def _tidy() -> None:
    """What PostgreSQL's autovacuum does within a minute, and SQLite's checkpoint by itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
