"""One demo city for the whole package: on SQLite the suite's, on PostgreSQL loaded in a transaction never committed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import pytest
from django.db import connection, transaction

from huoshui.config import demo
from tests import city as cities
from tests.city import TODAY


@dataclass(frozen=True)
class Loaded:
    cpu_seconds: float


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Loaded]:
    is_sqlite = connection.vendor == "sqlite"
    with (
        django_db_blocker.unblock(),
        _copied(cities.city_folder(tmp_path_factory)) if is_sqlite else _loaded() as city,
    ):
        yield city


@pytest.fixture(autouse=True)
def city(loaded, settings) -> Loaded:
    """The city as loaded, on the day it was loaded for."""
    settings.HUOSHUI_TODAY = TODAY
    return loaded


@contextmanager
def _copied(folder: Path) -> Iterator[Loaded]:
    """Into the database in memory; afterwards that is as it was before."""
    connection.ensure_connection()
    with closing(sqlite3.connect(":memory:")) as before, closing(sqlite3.connect(folder / cities.NAME)) as city:
        connection.connection.backup(before)
        city.backup(connection.connection)
        yield Loaded(cities.cpu_seconds(folder))
        before.backup(connection.connection)


@contextmanager
def _loaded() -> Iterator[Loaded]:
    with transaction.atomic():
        began = process_time()
        demo.load(today=TODAY, seed=2021, say=lambda line: None)
        seconds = process_time() - began
        connection.check_constraints()  # else what is deferred would be checked after every single test
        yield Loaded(seconds)
        transaction.set_rollback(True)
