"""A later migration of the ledger's tables: SQLite makes them anew and drops their triggers without a word."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration

from huoshui.ledger import triggers
from huoshui.ledger.models import Fact
from huoshui.ledger.sequencer import sequence_all

from .samples import keep, visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CHANGES = ["UPDATE ledger_fact SET quantity = 9", "UPDATE ledger_position SET fact_id = fact_id"]
CHANGES += ["DELETE FROM ledger_fact", "DELETE FROM ledger_position"]
REPLACEMENTS = [
    "INSERT OR REPLACE INTO ledger_position (position, fact_id) SELECT 1, fact_id FROM ledger_position",
    "INSERT OR REPLACE INTO ledger_fact SELECT * FROM ledger_fact",
]
DEEDS = {
    "sqlite": CHANGES + REPLACEMENTS,
    "postgresql": [*CHANGES, "TRUNCATE ledger_position", "TRUNCATE ledger_fact CASCADE"],
}


class Rebuilding(Migration):
    """Thrown away after the test: facts get a wider subject, positions another column type."""

    operations = (
        migrations.AlterField("fact", "subject", models.CharField(max_length=90)),
        migrations.AlterField("position", "position", models.PositiveBigIntegerField(primary_key=True)),
    )


@pytest.fixture
def rebuilt(transactional_db: None) -> Iterator[None]:
    """The throw-away migration applied, and taken back at the end."""
    before = MigrationExecutor(connection).loader.project_state([("ledger", "0001_ledger")])
    with connection.schema_editor() as editor:
        Rebuilding("9999_rebuilding", "ledger").apply(before.clone(), editor)
    yield
    with connection.cursor() as cursor:
        for name in triggers.trigger_names(connection.vendor):
            where = f" ON {name.partition('_no_')[0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")
    with connection.schema_editor() as editor:
        Rebuilding("9999_rebuilding", "ledger").unapply(before, editor)
    triggers.install(connection)


@pytest.fixture
def kept(transactional_db: None) -> list[int]:
    facts = keep(visit(), visit(number=2))
    sequence_all()
    return [fact.pk for fact in facts]


def test_after_a_migration_that_rebuilds_the_tables_they_are_append_only_again(kept: list[int], rebuilt: None):
    lost = triggers.missing(connection)
    assert lost == (sorted(triggers.trigger_names("sqlite")) if connection.vendor == "sqlite" else [])

    call_command("migrate", verbosity=0)

    assert triggers.missing(connection) == []
    assert list(Fact.objects.order_by("pk").values_list("pk", "at__position")) == [(kept[0], 1), (kept[1], 2)]
    for deed in DEEDS[connection.vendor]:
        with pytest.raises(DatabaseError, match=triggers.REFUSAL), connection.cursor() as cursor:
            cursor.execute(deed)
    assert list(Fact.objects.order_by("pk").values_list("pk", "at__position")) == [(kept[0], 1), (kept[1], 2)]
