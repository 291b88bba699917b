"""Eight writers with late and aborted commits, some killed; a sequencer killed again and again; a reader that watches.

Both databases burn at the same time when pytest has two workers. HUOSHUI_FIRE_SECONDS says for how long (60).
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import choice, random
from typing import Any

import psycopg
import pytest

from .kinds import diary_lines

pytestmark = [pytest.mark.fire, pytest.mark.slow]
SECONDS = float(os.environ.get("HUOSHUI_FIRE_SECONDS", "60"))
WRITERS = 8
ROOT = Path(__file__).resolve().parents[2]


class Fire:
    """The processes at work on one database, and what was done to them."""

    def __init__(self, folder: Path, url: str):
        self.folder, self.kills = folder, 0
        self.until = time.monotonic() + SECONDS
        self.environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.fire.settings",
            "HUOSHUI_HOME": str(folder),
        }
        self.environment.pop("HUOSHUI_TODAY", None)
        self.writers: list[subprocess.Popen[bytes]] = []
        self.sequencers: list[subprocess.Popen[bytes]] = []
        self.readers: list[subprocess.Popen[bytes]] = []

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / "errors").open("ab") as errors:
            return subprocess.Popen([sys.executable, "-m", *words], env=self.environment, cwd=ROOT, stderr=errors)

    def start_writer(self) -> None:
        left = str(max(0.0, self.until - time.monotonic()))
        self.writers.append(self.start("tests.fire.writer", str(self.folder), left))

    def start_sequencer(self) -> None:
        is_half_over = time.monotonic() > self.until - SECONDS / 2
        self.sequencers.append(self.start("tests.fire.sequencer", *["later"] * is_half_over))

    def kill(self, victim: subprocess.Popen[bytes], among: list[subprocess.Popen[bytes]]) -> None:
        assert victim.poll() in (None, 0), (self.folder / "errors").read_text()
        victim.kill()
        victim.wait()
        among.remove(victim)
        self.kills += 1

    def waits(self) -> list[float]:
        return sorted(float(seconds) for seconds, _ in diary_lines(self.folder, "writer", "waited"))


@contextmanager
def burning(folder: Path, url: str) -> Iterator[Fire]:
    fire = Fire(folder, url)
    fire.run("-m", "django", "migrate", "--verbosity=0")
    fire.run("-c", _MAKE_EFFECT_ROWS)
    fire.until = time.monotonic() + SECONDS
    try:
        yield fire
    finally:
        for process in [*fire.writers, *fire.sequencers, *fire.readers]:
            process.kill()
            process.wait()


_MAKE_EFFECT_ROWS = """
import django; django.setup()
from huoshui.ledger.models import ConsumerRow
ConsumerRow.objects.bulk_create([ConsumerRow(name=name) for name in ("fire.effect", "fire.effect.plain")])
"""


def fan(fire: Fire) -> None:
    """Let them work until the time is over, killing a sequencer and a writer every few seconds."""
    for _ in range(WRITERS):
        fire.start_writer()
    fire.start_sequencer()
    fire.readers.append(fire.start("tests.fire.reader", str(fire.folder)))
    while time.monotonic() < fire.until - 2:
        time.sleep(1 + 2 * random())
        fire.kill(choice(fire.sequencers), fire.sequencers)
        fire.start_sequencer()
        if len(fire.sequencers) == 1 and random() < 0.5:
            fire.start_sequencer()
        elif len(fire.sequencers) == 2:
            fire.kill(choice(fire.sequencers), fire.sequencers)
        fire.kill(choice(fire.writers), fire.writers)
        fire.start_writer()
    for writer in fire.writers:
        assert writer.wait(60) == 0, (fire.folder / "errors").read_text()
    for process in [*fire.sequencers, *fire.readers]:
        assert process.poll() is None, (fire.folder / "errors").read_text()
        process.kill()


def judge(fire: Fire, name: str) -> None:
    verdict: dict[str, Any] = json.loads(fire.run("-m", "tests.fire.verdict", str(fire.folder)))
    facts, waits = verdict["facts"], fire.waits()
    reads = diary_lines(fire.folder, "reader", "read")
    p99 = waits[int(len(waits) * 0.99)]
    print(
        f"\n{name}: {facts} facts, {facts / SECONDS:.0f} facts/s, {fire.kills} kills, {len(reads)} reads,"
        f" p99 wait {p99:.3f} s, longest {waits[-1]:.3f} s"
    )

    assert (facts > 0, verdict["noted"] > 0, len(reads) > 0, fire.kills > 0) == (True,) * 4
    assert (verdict["lost"], verdict["aborted"], verdict["pending"]) == (0, 0, 0)
    assert verdict["positions"] == [1, facts, facts]
    assert (verdict["untrue"], verdict["unbuilt"], verdict["measures"]) == ([], 0, 4)
    assert verdict["figures"] == verdict["recounted"]
    assert verdict["handled"] == [facts, verdict["ids"]]
    assert diary_lines(fire.folder, "reader", "backwards") == []
    assert p99 <= 1


@pytest.mark.xdist_group("one side")
def test_on_postgresql_nothing_is_lost_or_counted_twice(tmp_path: Path, postgres_cluster: str):
    with psycopg.connect(postgres_cluster, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS fire")
        connection.execute("CREATE DATABASE fire")

    with burning(tmp_path, postgres_cluster.removesuffix("/postgres") + "/fire") as fire:
        fan(fire)
        judge(fire, "PostgreSQL")


@pytest.mark.quiet
def test_on_sqlite_nothing_is_lost_or_counted_twice_and_nobody_waits_long(tmp_path: Path):
    with burning(tmp_path, f"sqlite:///{tmp_path / 'fire.sqlite3'}") as fire:
        fan(fire)
        judge(fire, "SQLite")
