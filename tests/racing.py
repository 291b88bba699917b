"""Two at the same moment: fixtures for tests with real transactions (`django_db(transaction=True)`)."""

import sqlite3
import threading
from contextlib import closing

import pytest
from django.db import connection, connections


@pytest.fixture
def on_disk(tmp_path):
    """SQLite in memory knows no second connection: go on with a copy in a file."""
    if connection.vendor != "sqlite":
        yield
        return
    in_memory, name = connections["default"], connections.settings["default"]["NAME"]
    in_memory.ensure_connection()
    with closing(sqlite3.connect(tmp_path / "test.sqlite3")) as file:
        in_memory.connection.backup(file)
    connections.settings["default"]["NAME"] = tmp_path / "test.sqlite3"
    del connections["default"]
    yield
    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"] = in_memory


@pytest.fixture
def at_once():
    """Run the same thing in two threads with connections of their own; what each answered."""

    def both(action):
        answers, start = [], threading.Barrier(2)

        def run():
            start.wait()
            try:
                answers.append(action())
            except Exception as error:
                answers.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    return both
