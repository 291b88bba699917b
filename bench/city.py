"""Many facts for the demo city: copies of its own activities and attendances, by SQL, over all its months."""

from collections.abc import Callable

from django.db import connection, transaction

from huoshui.ledger import tallying
from huoshui.ledger.measures import Measure
from huoshui.ledger.models import Fact, MeasureRow
from huoshui.ledger.sequencer import head
from huoshui.packs.loaded import pack

KINDS = ("activities.activity.recorded", "activities.attendance.confirmed")
FIRST_YEAR, MONTHS, CHUNK = 2020, 83, 500_000  # to November 2026
SALT = {"postgresql": "decode(md5(f.id::text || s.i::text), 'hex')", "sqlite": "randomblob(16)"}


def measures() -> list[Measure]:
    """What the norms read."""
    versions = [version for norm in pack().norms.values() for version in norm.versions]
    named = [code for v in versions for code in (v.figure, v.at_least_figure, v.exempt_figure) if code]
    return list(dict.fromkeys(measure for code in named for measure in pack().figures[code].measures))


def add_facts(many: int) -> None:
    """Until there are so many; units, people, kinds and tags are those of the demo, months are spread evenly."""
    last = Fact.objects.order_by("-pk").values_list("pk", flat=True)[0]
    models = Fact.objects.filter(kind__in=KINDS, pk__lte=last).count()
    missing = many - Fact.objects.count()
    copy = 0
    while missing > 0:
        copies = max(1, min(missing, CHUNK) // models)
        missing -= _copied(last, copy, copies)
        copy += copies
    _tallied()
    _tidy()


def bare(year: int) -> tuple[Callable[[], object], Callable[[], int]]:
    """The machine's limit: all tally rows of the year that the norms read, and nothing else; and how many they are."""
    ids = {True: [], False: []}
    for measure in measures():
        ids[measure.per_person].append(MeasureRow.objects.get(digest=measure.digest).pk)

    def ask() -> list[tuple]:
        with connection.cursor() as cursor:
            found = []
            for table, of in (("ledger_person_tally", ids[True]), ("ledger_tally", ids[False])):
                marks = ", ".join(["%s"] * len(of))
                cursor.execute(
                    f"SELECT month, unit_id, n, total FROM {table} WHERE measure_id IN ({marks})"
                    " AND month BETWEEN %s AND %s",
                    [*of, year * 100 + 1, year * 100 + 12],
                )
                found += cursor.fetchall()
            return found

    return ask, lambda: len(ask())


def _copied(last: int, copy: int, copies: int) -> int:
    columns = [field.column for field in Fact._meta.concrete_fields if field.column != "id"]
    nth = f"((f.id * 31 + s.i * 17) %% {MONTHS})"
    made = {"month": f"{FIRST_YEAR}01 + {nth} %% 12 + 100 * ({nth} / 12)", "salt": SALT[connection.vendor]}
    chosen = ", ".join(made.get(column, f"f.{column}") for column in columns)
    marks = ", ".join(["%s"] * len(KINDS))
    with transaction.atomic(), connection.cursor() as cursor:
        before = Fact.objects.order_by("-pk").values_list("pk", flat=True)[0]
        cursor.execute(
            f"INSERT INTO ledger_fact ({', '.join(columns)})"
            f" SELECT {chosen} FROM ledger_fact f, {_numbers(copy, copies)}"
            f" WHERE f.kind IN ({marks}) AND f.id <= %s AND f.reverses_id IS NULL",
            [*KINDS, last],
        )
        cursor.execute(
            "INSERT INTO ledger_position SELECT %s + row_number() OVER (ORDER BY id), id FROM ledger_fact"
            " WHERE id > %s",
            [head(), before],
        )
        return cursor.rowcount


def _numbers(start: int, count: int) -> str:
    if connection.vendor == "postgresql":
        return f"generate_series({start}, {start + count - 1}) AS s(i)"
    span = f"SELECT {start} UNION ALL SELECT i + 1 FROM s WHERE i < {start + count - 1}"
    return f"(WITH RECURSIVE s(i) AS ({span}) SELECT i FROM s) AS s"


def _tallied() -> None:
    """As the sequencer would, in one step for each measure."""
    to = head()
    for measure in measures():
        with transaction.atomic():
            row = MeasureRow.objects.select_for_update().get(digest=measure.digest)
            tallying.advance(measure, row, to=to)
            MeasureRow.objects.filter(pk=row.pk).update(built_to=to)


def _tidy() -> None:
    """What PostgreSQL's autovacuum does within a minute, and SQLite's checkpoint by itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
