import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import TransactionTestCase

from huoshui.ledger import triggers
from tests.postgres import NotInstalled, cluster

DEMO = Path(__file__).parent / "tests" / "demo"
NO_SKIPS = os.environ.get("HUOSHUI_NO_SKIPS") == "1"


def pytest_collection_modifyitems(items):
    """The demo city takes longest: first, so that at the end no worker is left alone with it."""
    items.sort(key=lambda item: not item.path.is_relative_to(DEMO))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return _without_skips((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _without_skips((yield))


@pytest.fixture(autouse=True, scope="session")
def closed_sockets() -> Iterator[None]:
    """Nothing leaves this machine during tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _loopback_only(getattr(socket.socket, name)))
        yield


@pytest.fixture(autouse=True, scope="session")
def flush_past_triggers() -> Iterator[None]:
    """Tests with real transactions end with a flush, which append-only tables refuse: lift their triggers for it."""
    flush = TransactionTestCase._fixture_teardown

    def flush_unguarded(self: TransactionTestCase) -> None:
        for alias in self._databases_names(include_mirrors=False):
            _drop_triggers(connections[alias])
        flush(self)
        for alias in self._databases_names(include_mirrors=False):
            triggers.install(connections[alias])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_unguarded)
        yield


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[str]:
    """The DATABASE_URL of a PostgreSQL of our own that really writes to disk."""
    try:
        with cluster(durable=True) as url:
            yield url
    except NotInstalled as missing:
        pytest.skip(str(missing))


def _without_skips(report):
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"HUOSHUI_NO_SKIPS=1: {report.longrepr}"
    return report


def _loopback_only(connect):
    def guarded(self: socket.socket, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise RuntimeError(f"tests do not leave this machine: {address!r}")
        return connect(self, address)

    return guarded


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ((host[:1].isdigit() or ":" in host) and ipaddress.ip_address(host).is_loopback)


def _drop_triggers(connection) -> None:
    with connection.cursor() as cursor:
        for name in triggers.trigger_names(connection.vendor):
            where = f" ON {name.partition('_no_')[0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")
