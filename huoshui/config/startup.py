"""What must be so before anything serves: a safe configuration, a free port, static files in place."""

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.management import call_command

from huoshui.base.errors import Refused
from huoshui.base.sheets import LINKS


class Unsafe(Refused):
    """The configuration or the database may not be served as it is."""


class PortTaken(Refused):
    """Another program listens on the port."""


def refuse_unsafe() -> None:
    """Raises Unsafe with every reason. Asks the database, so it must exist and be migrated."""
    reasons = [str(found.msg) for found in checks.run_checks(tags=["production"], databases=["default"])]
    if reasons:
        raise Unsafe("\n".join(reasons))


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortTaken(
                f"端口 {port} 已被别的程序占用（也许活水已经在运行）。"
                f"请先停下它，或换一个端口：HUOSHUI_PORT={port + 1} make run"
            ) from None


def collect_static() -> None:
    """Bring the static files into HUOSHUI_HOME, if their sources have changed since the last time."""
    stamp, state = settings.STATIC_ROOT / "sources", _sources_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state)


def _sources_state() -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield LINKS
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))
