"""`python -m bench [ledger|matrix] [--quick]`: what things cost, beside the machine's own limit in the same run."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.postgres import NotInstalled, cluster

ROOT = Path(__file__).resolve().parent.parent
MEASURED = {
    "ledger": ("bench.database", "tests.fire.settings"),
    "matrix": ("bench.matrix", "huoshui.config.settings"),
}


def main(given: list[str]) -> int:
    began_at = time.monotonic()
    codes = [_on_sqlite(given), _on_postgresql(given)]
    print(f"bench took {time.monotonic() - began_at:.0f} s")
    return max(codes)


def _on_sqlite(given: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="huoshui-bench-") as folder:
        return _run(f"sqlite:///{folder}/bench.sqlite3", folder, given)


def _on_postgresql(given: list[str]) -> int:
    try:
        with cluster(durable=True) as url, tempfile.TemporaryDirectory(prefix="huoshui-bench-") as folder:
            return _run(url, folder, given)
    except NotInstalled as missing:
        print(f"!!! {missing} It is NOT measured.", file=sys.stderr)
        return 0


def _run(url: str, folder: str, given: list[str]) -> int:
    asked = [name for name in MEASURED if name in given] or list(MEASURED)
    return max(_measured(*MEASURED[name], url, folder, given) for name in asked)


def _measured(module: str, settings: str, url: str, folder: str, given: list[str]) -> int:
    there = {"DATABASE_URL": url, "HUOSHUI_HOME": folder, "DJANGO_SETTINGS_MODULE": settings}
    there |= {"HUOSHUI_TODAY": "2026-11-20"}  # the day of the demo city that the matrix is read on
    command = [sys.executable, "-m", module, *given]
    return subprocess.run(command, env=os.environ | there, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
