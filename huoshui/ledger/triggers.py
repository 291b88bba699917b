"""Facts and positions are append-only, and it is the database that says so.

PostgreSQL: row triggers alone would let TRUNCATE through, and a replica role would skip ordinary ones; so there is a
statement trigger too, and all are ENABLE ALWAYS. SQLite: INSERT OR REPLACE deletes the old row without a DELETE
trigger, so an insert that meets an existing unique value is refused. A SQLite migration that rebuilds a table drops
its triggers without a word, so they are installed after every migrate, and `huoshui doctor` looks for them.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

PROTECTED = {"ledger_fact": ("id", "reverses_id"), "ledger_position": ("position", "fact_id")}
REFUSAL = "append-only: recorded facts are corrected by a reversal, never changed"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every missing trigger in place. Harmless when they are there."""
    for statement in _statements(connection.vendor):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that should be there and are not, or are switched off."""
    present = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        present = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A' AND tgrelid::regclass::text IN ({})".format(
            ", ".join(f"'{table}'" for table in PROTECTED)
        )
    with connection.cursor() as cursor:
        cursor.execute(present)
        found = {name for (name,) in cursor.fetchall()}
    return sorted(trigger_names(connection.vendor) - found)


def trigger_names(vendor: str) -> set[str]:
    deeds = ("change", "truncate") if vendor == "postgresql" else ("update", "delete", "replace")
    return {f"{table}_no_{deed}" for table in PROTECTED for deed in deeds}


def _statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [_FUNCTION, *(sql for table in PROTECTED for sql in _postgresql(table))]
    return [sql for table, unique in PROTECTED.items() for sql in _sqlite(table, unique)]


_FUNCTION = f"""
CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _postgresql(table: str) -> list[str]:
    change, truncate = f"{table}_no_change", f"{table}_no_truncate"
    refuse = "EXECUTE FUNCTION ledger_append_only()"
    return [
        f"DROP TRIGGER IF EXISTS {change} ON {table}",
        f"CREATE TRIGGER {change} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
        f"DROP TRIGGER IF EXISTS {truncate} ON {table}",
        f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {table} {refuse}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {change}, ENABLE ALWAYS TRIGGER {truncate}",
    ]


def _sqlite(table: str, unique: tuple[str, ...]) -> list[str]:
    taken = " OR ".join(f"{column} = NEW.{column}" for column in unique)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    replace = f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace {replace} {refuse}",
    ]
