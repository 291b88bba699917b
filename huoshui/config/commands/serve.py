"""`huoshui serve`: the site and its worker process, until Ctrl-C."""

import argparse
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

from django.conf import settings
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from huoshui.config import database, preparation, startup
from huoshui.config.demo.accounts import PASSWORD
from huoshui.organisation.models import RoleGrant
from huoshui.packs.loaded import pack

THREADS = 8  # as many as there are pooled connections


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="先升级数据库，若是空的则装入演示城市")
    parser.set_defaults(seed=preparation.SEED)


def run(args: argparse.Namespace) -> int:
    startup.refuse_taken(settings.HUOSHUI_PORT)
    if args.demo:
        preparation.prepare_demo(seed=args.seed)
    database.refuse_unmigrated()
    startup.refuse_unsafe()
    startup.collect_static()
    serve(_greeting())
    return 0


def serve(greeting: str) -> None:
    """Returns when the server has been told to stop and both processes have ended."""
    server = Granian(
        "huoshui.config.serving:application",
        address="127.0.0.1",
        port=settings.HUOSHUI_PORT,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
    )
    worker = Worker()
    server.on_startup(worker.start)
    server.on_startup(lambda: print(greeting, flush=True))
    server.on_shutdown(worker.stop)
    _close_connections()
    server.serve()


class Worker:
    """The worker process, started again should it die. Ctrl-C does not reach it: we tell it when to end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def start(self) -> None:
        self._process = self._started()
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        with self._lock:
            self._process.terminate()
            self._process.wait()

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._process.wait()
            self._stopping.wait(1)
            with self._lock:
                if not self._stopping.is_set():
                    self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "huoshui.config", "worker", "--server", str(os.getpid())]
        return subprocess.Popen(command, process_group=0)


def _greeting() -> str:
    lines = ["", f"  活水  http://127.0.0.1:{settings.HUOSHUI_PORT}/    （Ctrl-C 停止）"]
    if settings.DEMO:
        lines += [f"    {line}" for line in _demo_accounts()]
    return "\n".join([*lines, ""])


def _demo_accounts() -> Iterator[str]:
    roles = pack().roles
    yield f"首页的三扇门不用登录；也可用演示账号登录，密码都是 {PASSWORD}"
    for grant in RoleGrant.objects.filter(account__is_demo=True).select_related("account", "unit").order_by("pk"):
        yield f"{grant.account.username:<18}{grant.unit.name} {roles[grant.role].label}"


def _close_connections() -> None:
    """Nothing of the database may be open when the server forks."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]
