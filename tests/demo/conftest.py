"""One demo city for the whole package: loaded once, in a transaction that is never committed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from time import process_time

import pytest
from django.db import connection, transaction

from huoshui.config import demo

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Loaded:
    cpu_seconds: float


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Loaded]:
    with django_db_blocker.unblock(), transaction.atomic():
        began = process_time()
        demo.load(today=TODAY, seed=2021, say=lambda line: None)
        seconds = process_time() - began
        connection.check_constraints()  # else what is deferred would be checked after every single test
        yield Loaded(seconds)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def city(loaded, settings) -> Loaded:
    """The city as loaded, on the day it was loaded for."""
    settings.HUOSHUI_TODAY = TODAY
    return loaded
