"""`huoshui serve` with real processes: it answers, survives the death of its worker, and ends whole."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

pytestmark = [pytest.mark.fire, pytest.mark.xdist_group("other side")]
HUOSHUI = [sys.executable, "-m", "huoshui.config"]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Path:
    """A current, empty database, to be copied."""
    home = tmp_path_factory.mktemp("migrated")
    subprocess.run([*HUOSHUI, "migrate"], env=_real({"HUOSHUI_HOME": str(home)}), check=True, capture_output=True)
    return home


@pytest.fixture
def env(tmp_path, migrated) -> dict[str, str]:
    """A home of its own with a current, empty database, and a free port."""
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    return _real({"HUOSHUI_HOME": str(tmp_path), "HUOSHUI_PORT": port})


@pytest.fixture
def postgres_env(env, postgres_cluster) -> dict[str, str]:
    env["DATABASE_URL"] = postgres_cluster
    subprocess.run([*HUOSHUI, "migrate"], env=env, check=True, capture_output=True)
    return env


@pytest.fixture
def serve() -> Iterator[Callable[[dict[str, str]], subprocess.Popen[bytes]]]:
    started = []

    def start(env: dict[str, str]) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([*HUOSHUI, "serve"], env=env, stdout=subprocess.DEVNULL, process_group=0))
        assert until(lambda: answers(env) == 200)
        return started[-1]

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def _real(own: dict[str, str]) -> dict[str, str]:
    """For processes that run as for anybody else."""
    env = {**os.environ, **own}
    for of_the_tests in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        env.pop(of_the_tests, None)
    return env


def answers(env: dict[str, str]) -> int:
    try:
        with urlopen(f"http://127.0.0.1:{env['HUOSHUI_PORT']}/sign-in/", timeout=5) as answer:
            return answer.status
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def children(server: subprocess.Popen[bytes]) -> set[int]:
    lists = Path(f"/proc/{server.pid}/task").glob("*/children")
    return {int(child) for listed in lists for child in listed.read_text().split()}


def workers(server: subprocess.Popen[bytes]) -> set[int]:
    return {pid for pid in children(server) if b"\0worker\0" in Path(f"/proc/{pid}/cmdline").read_bytes()}


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


def test_ctrl_c_ends_both_processes(env, serve):
    server = serve(env)
    both = children(server)

    os.killpg(server.pid, signal.SIGINT)  # as a terminal does

    assert len(both) == 2
    assert server.wait(15) == 0
    assert until(lambda: alive(both) == set())
    assert answers(env) == 0


def test_the_end_of_the_server_is_the_end_of_both_processes_on_postgresql_too(postgres_env, serve):
    server = serve(postgres_env)
    both = children(server)

    server.terminate()

    assert len(both) == 2
    assert server.wait(15) == 0
    assert until(lambda: alive(both) == set())


def test_nothing_outlives_a_killed_server(env, serve):
    server = serve(env)
    assert until(lambda: len(workers(server)) == 1)
    orphans = children(server)

    server.kill()

    assert len(orphans) == 2
    assert until(lambda: alive(orphans) == set())
    assert answers(env) == 0


def test_whichever_process_is_killed_is_started_again(env, serve):
    server = serve(env)
    assert until(lambda: len(workers(server)) == 1)
    before = children(server)

    for pid in before:
        os.kill(pid, signal.SIGKILL)

    assert until(lambda: len(workers(server)) == 1 and len(children(server) - before) == 2)
    assert until(lambda: answers(env) == 200)


def test_a_taken_port_is_told_in_one_sentence(env, serve):
    serve(env)

    second = subprocess.run([*HUOSHUI, "serve"], env=env, capture_output=True, text=True, check=False)

    port = int(env["HUOSHUI_PORT"])
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == (
        f"端口 {port} 已被别的程序占用（也许活水已经在运行）。"
        f"请先停下它，或换一个端口：HUOSHUI_PORT={port + 1} make run\n"
    )


def test_a_database_that_is_not_current_is_not_served(env, tmp_path):
    other = {**env, "HUOSHUI_HOME": str(tmp_path / "other")}

    refused = subprocess.run([*HUOSHUI, "serve"], env=other, capture_output=True, text=True, check=False)

    assert (refused.returncode, refused.stderr) == (2, "数据库还不是当前版本，请先运行 huoshui migrate。\n")


def test_a_database_that_does_not_answer_is_told(env):
    silent = {**env, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}

    refused = subprocess.run([*HUOSHUI, "doctor"], env=silent, capture_output=True, text=True, check=False)

    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1].startswith("数据库连不上，请检查 DATABASE_URL 或 HUOSHUI_HOME：")
    assert "Traceback" not in refused.stderr
