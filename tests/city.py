"""The demo city in SQLite, loaded once for the whole suite: whoever needs it takes a copy.

`huoshui demo --load-only` makes it, as for anybody else, in the folder DEMO_CITY names (that of the suite), or else in
one shared by the workers of one run. Whoever comes while it is being made waits.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

TODAY = date(2026, 11, 20)
HUOSHUI = [sys.executable, "-m", "huoshui.config"]
NAME = "huoshui.sqlite3"


def city_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the city is; made now if it is not there yet."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = Path(os.environ.get("DEMO_CITY") or shared / "city")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "cpu_seconds").exists():
            _make(folder)
    return folder


def copy_city(folder: Path, home: Path) -> None:
    shutil.copy(folder / NAME, home / NAME)


def cpu_seconds(folder: Path) -> float:
    return float((folder / "cpu_seconds").read_text())


def real_env(home: Path) -> dict[str, str]:
    """For processes that run as for anybody else, on the day of the city."""
    env = {**os.environ, "HUOSHUI_HOME": str(home), "HUOSHUI_TODAY": TODAY.isoformat()}
    for of_the_tests in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        env.pop(of_the_tests, None)
    return env


def _make(folder: Path) -> None:
    before = getrusage(RUSAGE_CHILDREN)
    command = [*HUOSHUI, "demo", "--load-only"]
    subprocess.run(command, env=real_env(folder), check=True, stdout=subprocess.DEVNULL)
    with closing(sqlite3.connect(folder / NAME)) as database:
        database.execute("PRAGMA journal_mode=DELETE")  # one file, that can be copied into memory too
    after = getrusage(RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    (folder / "cpu_seconds").write_text(str(seconds))
