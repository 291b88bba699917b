from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from huoshui.ledger import triggers
from huoshui.ledger.models import Fact, Position
from huoshui.ledger.sequencer import sequence_all

from .samples import keep, take_back, visit

FACT_COLUMNS = (
    "version, kind, unit_id, path, person, subject, quantity, payload, tags, month, occurred_at, recorded_at,"
    " recorded_by, source, salt"
)


def sql(statement: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def upserted(**options: object) -> Callable[[], None]:
    def run() -> None:
        Fact.objects.bulk_create([changed(Fact.objects.order_by("pk")[0])], **options)

    return run


def changed(fact: Fact) -> Fact:
    fact.quantity = 1000
    return fact


def as_replica(statement: str) -> Callable[[], None]:
    return sql(f"SET LOCAL session_replication_role = replica; {statement}")


DEEDS = {
    "save": lambda: changed(Fact.objects.order_by("pk")[0]).save(),
    "update": lambda: Fact.objects.update(quantity=1000),
    "bulk_update": lambda: Fact.objects.bulk_update([changed(fact) for fact in Fact.objects.all()], ["quantity"]),
    "delete": lambda: Fact.objects.exclude(reverses=None).delete(),
    "instance delete": lambda: Fact.objects.get(quantity=-1).delete(),
    "raw delete": lambda: Fact.objects.all()._raw_delete("default"),
    "upsert": upserted(update_conflicts=True, update_fields=["quantity"], unique_fields=["id"]),
    "update or create": lambda: Fact.objects.update_or_create(
        pk=Fact.objects.order_by("pk")[0].pk, defaults={"quantity": 9}
    ),
    "move position": lambda: Position.objects.filter(position=1).update(position=9),
    "other fact at position": lambda: Position.objects.filter(position=3).update(fact=Fact.objects.order_by("pk")[0]),
    "delete position": lambda: Position.objects.filter(position=3).delete(),
    "sql update": sql("UPDATE ledger_fact SET quantity = 1000"),
    "sql update of one": sql("UPDATE ledger_fact SET reverses_id = NULL WHERE reverses_id IS NOT NULL"),
    "sql delete": sql("DELETE FROM ledger_fact WHERE reverses_id IS NOT NULL"),
    "sql position update": sql("UPDATE ledger_position SET fact_id = fact_id"),
    "sql position delete": sql("DELETE FROM ledger_position"),
    "on conflict": sql(
        f"INSERT INTO ledger_fact (id, {FACT_COLUMNS}) SELECT id, {FACT_COLUMNS} FROM ledger_fact WHERE true"
        " ON CONFLICT (id) DO UPDATE SET quantity = 1000"
    ),
    "on conflict of position": sql(
        "INSERT INTO ledger_position (position, fact_id) SELECT position, fact_id FROM ledger_position WHERE true"
        " ON CONFLICT (position) DO UPDATE SET position = 900 + excluded.position"
    ),
}
ON_SQLITE = {
    "replace by id": sql(
        f"INSERT OR REPLACE INTO ledger_fact (id, {FACT_COLUMNS})"
        f" SELECT id, {FACT_COLUMNS} FROM ledger_fact WHERE reverses_id IS NULL"
    ),
    "replace by reverses": sql(
        f"INSERT OR REPLACE INTO ledger_fact (reverses_id, {FACT_COLUMNS})"
        f" SELECT reverses_id, {FACT_COLUMNS} FROM ledger_fact WHERE reverses_id IS NOT NULL"
    ),
    "short replace": sql("REPLACE INTO ledger_position (position, fact_id) VALUES (1, 900)"),
    "replace by fact": sql(
        "INSERT OR REPLACE INTO ledger_position (position, fact_id) SELECT 900, fact_id FROM ledger_position LIMIT 1"
    ),
    "update or replace": sql("UPDATE OR REPLACE ledger_position SET position = 1 WHERE position = 2"),
    "update or ignore": sql("UPDATE OR IGNORE ledger_fact SET quantity = 1000"),
    "by rowid": sql("UPDATE ledger_fact SET rowid = rowid + 900"),
}
ON_POSTGRESQL = {
    "truncate": sql("TRUNCATE ledger_fact CASCADE"),
    "truncate many": sql("TRUNCATE ledger_pending, ledger_position, ledger_fact"),
    "truncate positions": sql("TRUNCATE ledger_position"),
    "replica update": as_replica("UPDATE ledger_fact SET quantity = 1000"),
    "replica delete": as_replica("DELETE FROM ledger_position"),
    "replica truncate": as_replica("TRUNCATE ledger_fact CASCADE"),
    "merge": sql(
        "MERGE INTO ledger_fact f USING (SELECT id FROM ledger_fact) x ON f.id = x.id"
        " WHEN MATCHED THEN UPDATE SET quantity = 1000"
    ),
    "lock and cut": sql("WITH gone AS (DELETE FROM ledger_fact RETURNING id) SELECT * FROM gone"),
}


@pytest.fixture
def kept(db: None) -> list[tuple]:
    """Three facts at positions 1, 2 and 3, the last the reversal of the first."""
    first, _ = keep(visit(), visit(number=2))
    take_back(first)
    sequence_all()
    connection.check_constraints()  # PostgreSQL truncates nothing while foreign keys wait to be checked
    return everything()


def everything() -> list[tuple]:
    facts = Fact.objects.order_by("pk").values_list("pk", "at__position", "quantity", "reverses", "kind")
    return [tuple(row) for row in facts]


def refuse(deed: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
        deed()


@pytest.mark.parametrize("deed", DEEDS)
def test_recorded_facts_and_positions_stay_as_they_are(kept: list[tuple], deed: str):
    refuse(DEEDS[deed])

    assert everything() == kept
    assert len(kept) == 3


@pytest.mark.parametrize("deed", ON_SQLITE)
def test_nothing_is_replaced_on_sqlite(kept: list[tuple], deed: str):
    if connection.vendor == "sqlite":
        refuse(ON_SQLITE[deed])

    assert everything() == kept


@pytest.mark.parametrize("deed", ON_POSTGRESQL)
def test_nothing_is_truncated_or_replicated_away_on_postgresql(kept: list[tuple], deed: str):
    if connection.vendor == "postgresql":
        refuse(ON_POSTGRESQL[deed])

    assert everything() == kept


def test_a_fact_inserted_again_is_ignored_or_refused_but_changes_nothing(kept: list[tuple]):
    with pytest.raises(IntegrityError), transaction.atomic():
        upserted()()

    assert everything() == kept


def test_every_trigger_is_there_after_migrating(db: None):
    assert triggers.missing(connection) == []


def test_a_missing_or_sleeping_trigger_is_noticed_and_put_back(db: None):
    name = "ledger_fact_no_delete"
    if connection.vendor == "postgresql":
        name = "ledger_fact_no_change"
        sql(f"ALTER TABLE ledger_fact ENABLE REPLICA TRIGGER {name}")()
    else:
        sql(f"DROP TRIGGER {name}")()

    assert triggers.missing(connection) == [name]

    triggers.install(connection)
    assert triggers.missing(connection) == []
