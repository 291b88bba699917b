"""`python -m bench [--quick]`: what the ledger costs, each speed beside the machine's own limit in the same run."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.postgres import NotInstalled, cluster

ROOT = Path(__file__).resolve().parent.parent


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
    ledger_only = {"DATABASE_URL": url, "HUOSHUI_HOME": folder, "DJANGO_SETTINGS_MODULE": "tests.fire.settings"}
    command = [sys.executable, "-m", "bench.database", *given]
    return subprocess.run(command, env=os.environ | ledger_only, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
