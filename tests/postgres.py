"""A PostgreSQL of our own for as long as it is needed: `python -m tests.postgres COMMAND...` runs COMMAND against it.

Nothing is found in it and nothing is left of it. It listens on a socket in its own folder only.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

HOW_TO_GET_IT = "PostgreSQL 15 or newer is not installed (Debian: apt-get install postgresql)."
OFTEN = ["shared_buffers=128MB", "max_connections=100", "listen_addresses="]
HASTY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


class NotInstalled(Exception):
    """No PostgreSQL was found."""


def programs() -> Path:
    """The folder of PostgreSQL's programs, the newest if there are several. Raises NotInstalled."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    on_path = [Path(found).parent for found in [shutil.which("postgres")] if found]
    for folder in [*installed, *_configured(), *on_path]:
        if all((folder / name).exists() for name in ("initdb", "postgres", "pg_isready")):
            return folder
    raise NotInstalled(HOW_TO_GET_IT)


@contextmanager
def cluster(*, durable: bool) -> Iterator[str]:
    """Runs a fresh cluster and gives its DATABASE_URL. Unless `durable`, it does not wait for the disk."""
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="huoshui-pg-", dir="/tmp"))
    try:
        as_owner = _owner(folder)
        initdb = [bin_folder / "initdb", "-D", folder / "data", "-U", "huoshui", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*initdb, "--locale=C.UTF-8", "--no-sync"], check=True, capture_output=True, **as_owner)
        with _running(bin_folder, folder, OFTEN + HASTY * (not durable), as_owner):
            yield f"postgresql://huoshui@{quote(str(folder), safe='')}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(bin_folder: Path, folder: Path, options: list[str], as_owner: dict[str, Any]) -> Iterator[None]:
    settings = [part for option in [*options, f"unix_socket_directories={folder}"] for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        command = [bin_folder / "postgres", "-D", folder / "data", *settings]
        server = subprocess.Popen(command, stdout=log, stderr=log, **as_owner)
    try:
        _wait_until_ready(bin_folder, folder, server)
        yield
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth keeping
        server.wait(30)


def _wait_until_ready(bin_folder: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    asking = [bin_folder / "pg_isready", "-q", "-h", folder]
    for _ in range(300):
        if subprocess.run(asking, check=False).returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")


def _owner(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then somebody else runs it, and owns the folder."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    entry = pwd.getpwnam(name)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": folder}


def _configured() -> list[Path]:
    if not (asked := shutil.which("pg_config")):
        return []
    return [Path(subprocess.run([asked, "--bindir"], check=True, capture_output=True, text=True).stdout.strip())]


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is stopped
    try:
        with cluster(durable=False) as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    except NotInstalled as missing:
        print(missing, file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
