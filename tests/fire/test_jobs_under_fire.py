"""Two workers and two long jobs; whoever is at one is killed in the middle, again and again. Each step is done once."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

pytestmark = [pytest.mark.fire, pytest.mark.slow, pytest.mark.xdist_group("other side")]
ROOT = Path(__file__).resolve().parents[2]
STEPS, KILLS = 40, 3
BEGIN = f"""
import django; django.setup()
from huoshui.base.jobs.public import start
from huoshui.ledger.models import ConsumerRow
from tests.fire.deeds import JOB, ROW
ConsumerRow.objects.create(name=ROW)
for number in (1, 2):
    start(JOB, account_id=None, job=number, many={STEPS})
"""


class Workers:
    """Real `huoshui worker` processes on one database, and a way to look into it."""

    def __init__(self, folder: Path, url: str, ask: Callable[[str], list[Any]]):
        self.folder, self.ask = folder, ask
        self.env = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.fire.jobs_settings",
            "HUOSHUI_HOME": str(folder),
        }
        self.env.pop("HUOSHUI_TODAY", None)
        self.running: dict[int, subprocess.Popen[bytes]] = {}

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        with (self.folder / "errors").open("ab") as errors:
            command = [sys.executable, "-m", "huoshui.config", "worker"]
            process = subprocess.Popen(command, env=self.env, cwd=ROOT, stderr=errors)
        self.running[process.pid] = process

    def end_one_at_work(self, number: signal.Signals) -> int:
        """Somewhere in the middle of a job; returns how the process ended. Another is started in its place."""
        at_work = "SELECT worker FROM jobs_job WHERE name = 'fire.deeds' AND state = 'running' AND done > 0"
        alive = until(lambda: [pid for (name,) in self.ask(at_work) if (pid := pid_of(name)) in self.running])
        time.sleep(0.2)
        process = self.running.pop(alive[0])
        process.send_signal(number)
        self.start()
        return process.wait(15)

    def states(self) -> list[Any]:
        return self.ask("SELECT state, done, total, text, failures FROM jobs_job WHERE name = 'fire.deeds' ORDER BY id")


def pid_of(worker: str) -> int:
    return int(worker.rpartition(":")[2])


def until(found: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return answer


@pytest.fixture
def workers() -> Iterator[Callable[..., Workers]]:
    begun: list[Workers] = []

    def begin(folder: Path, url: str, ask: Callable[[str], list[Any]]) -> Workers:
        begun.append(Workers(folder, url, ask))
        begun[0].run("-m", "huoshui.config", "migrate")
        begun[0].run("-c", BEGIN)
        begun[0].start()
        begun[0].start()
        return begun[0]

    yield begin
    for process in [process for each in begun for process in each.running.values()]:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()


def burn(at: Workers) -> None:
    ended = [at.end_one_at_work(signal.SIGKILL) for _ in range(KILLS)]
    assert at.ask("SELECT count(*) FROM ledger_position") > [(0,)]  # facts get their positions beside a long job
    ended.append(at.end_one_at_work(signal.SIGTERM))
    assert ended == [-signal.SIGKILL] * KILLS + [0]
    until(lambda: [row[0] for row in at.states()] == ["done", "done"])
    until(lambda: at.ask("SELECT count(*) FROM ledger_pending") == [(0,)])

    assert at.states() == [("done", STEPS, STEPS, f"办了 {STEPS} 项", 0)] * 2
    assert at.ask("SELECT position FROM ledger_consumer WHERE name = 'fire.deeds'") == [(2 * STEPS,)]
    deeds = at.ask("SELECT unit_id, subject FROM ledger_fact WHERE kind = 'fire.deed.done'")
    assert sorted(deeds) == sorted((job, f"fire.deed:{n}") for job in (1, 2) for n in range(1, STEPS + 1))
    assert "✓ 交办的事" in at.run("-m", "huoshui.config", "doctor")


def test_on_sqlite_a_job_whose_workers_are_killed_has_each_effect_once(tmp_path: Path, workers):
    path = tmp_path / "jobs.sqlite3"

    def ask(sql: str) -> list[Any]:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return database.execute(sql).fetchall()

    burn(workers(tmp_path, f"sqlite:///{path}", ask))


def test_on_postgresql_a_job_whose_workers_are_killed_has_each_effect_once(tmp_path: Path, workers, postgres_cluster):
    with psycopg.connect(postgres_cluster, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS jobs")
        connection.execute("CREATE DATABASE jobs")
    url = postgres_cluster.removesuffix("/postgres") + "/jobs"

    with psycopg.connect(url, autocommit=True) as connection:
        burn(workers(tmp_path, url, lambda sql: connection.execute(sql).fetchall()))
