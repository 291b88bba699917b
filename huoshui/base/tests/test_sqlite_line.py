from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

pytestmark = pytest.mark.django_db
OPTIONS = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}


@pytest.fixture
def connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BaseDatabaseWrapper]:
    """A connection to a file of its own, with a table `t`."""
    settings = {"ENGINE": "huoshui.base.sqlite", "NAME": str(tmp_path / "queue.sqlite3"), "OPTIONS": OPTIONS}
    handler = ConnectionHandler({"default": settings})
    monkeypatch.setattr(transaction, "get_connection", lambda using=None: handler["default"])
    with handler["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE t (n integer UNIQUE)")
    yield handler["default"]
    handler["default"].close()


@pytest.fixture
def turns(connection: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time somebody waits for their turn."""
    taken: list[str] = []
    monkeypatch.setattr("huoshui.base.sqlite.base.fcntl.flock", lambda handle, how: taken.append("turn"))
    return taken


def say(connection: BaseDatabaseWrapper, sql: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.parametrize(
    "sql", ["INSERT INTO t VALUES (1)", " update t SET n = 2", "DELETE FROM t", "REPLACE INTO t VALUES (1)"]
)
def test_a_write_outside_a_transaction_takes_its_turn(connection, turns: list[str], sql: str):
    say(connection, sql)

    assert (turns, connection._queue) == (["turn"], None)


def test_many_rows_at_once_take_one_turn(connection, turns: list[str]):
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO t VALUES (%s)", [[1], [2]])

    assert (turns, say(connection, "SELECT n FROM t")) == (["turn"], [(1,), (2,)])


def test_a_transaction_takes_one_turn_and_keeps_it_to_its_end(connection, turns: list[str]):
    with transaction.atomic():
        say(connection, "INSERT INTO t VALUES (1)")
        with transaction.atomic():
            say(connection, "INSERT INTO t VALUES (2)")
        assert connection._queue is not None

    assert (turns, connection._queue) == (["turn"], None)


def test_reading_takes_no_turn(connection, turns: list[str]):
    say(connection, "SELECT * FROM t")
    say(connection, "WITH x AS (SELECT 1) SELECT * FROM x")

    assert turns == []


def test_a_refused_write_gives_its_turn_back(connection, turns: list[str]):
    say(connection, "INSERT INTO t VALUES (1)")

    with pytest.raises(IntegrityError):
        say(connection, "INSERT INTO t VALUES (1)")
    with pytest.raises(IntegrityError), transaction.atomic():
        say(connection, "INSERT INTO t VALUES (1)")

    assert (turns, connection._queue) == (["turn"] * 3, None)
