from collections.abc import Iterator

import pytest
from django.db import connection

from huoshui.ledger import consumers, kinds, tallying, triggers

from .samples import KINDS


@pytest.fixture(autouse=True)
def _registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the tests' kinds, no measures and no consumers; what the house has registered comes back afterwards."""
    monkeypatch.setattr(kinds, "_kinds", {kind.code: kind for kind in KINDS})
    monkeypatch.setattr(tallying, "_registered", {})
    monkeypatch.setattr(consumers, "_consumers", {})


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Transactions that really commit. The triggers are lifted before the flush that follows, which brings them back."""
    yield
    lift_triggers()


def lift_triggers() -> None:
    with connection.cursor() as cursor:
        for table in triggers.PROTECTED:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name in triggers.trigger_names("sqlite") if connection.vendor == "sqlite" else ():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
