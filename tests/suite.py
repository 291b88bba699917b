"""The whole suite: on SQLite, on PostgreSQL, in a browser, then alone what starts and kills servers of its own.

Anything given is passed on to pytest. pytest's closing line of the last run is the last line printed.
"""

import os
import shutil
import subprocess
import sys
import tempfile

from tests.postgres import NotInstalled, programs

QUICK = ["-m", "not fire and not browser", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
BROWSER = ["-m", "browser", "-n", "2"]
KILLING = ["-m", "fire and not quiet", "-n", "2", "--dist", "loadgroup"]  # a ledger under fire, and the rest beside it
QUIET = ["-m", "quiet"]  # how long anybody waits is told by a machine that does nothing else
NO_TESTS = 5


def main(given: list[str]) -> int:
    """Stops at the first run that fails."""
    with tempfile.TemporaryDirectory(prefix="huoshui-city-") as folder:
        for run in _runs():
            code = subprocess.run([*run, *given], env={**os.environ, "DEMO_CITY": folder}, check=False).returncode
            if code not in (0, NO_TESTS):
                return code
    return 0


def _runs() -> list[list[str]]:
    pytest = [sys.executable, "-m", "pytest", "-q"]
    postgres = [sys.executable, "-m", "tests.postgres"]
    runs = [pytest + QUICK, postgres + pytest + QUICK, pytest + BROWSER, pytest + KILLING, pytest + QUIET]
    missing = _missing()
    for line in missing:
        print(f"!!! {line} Its tests are NOT run.", file=sys.stderr, flush=True)
    if missing and os.environ.get("HUOSHUI_NO_SKIPS") == "1":
        sys.exit(1)
    return [run for run in runs if _has_postgres() or run[:3] != postgres]


def _missing() -> list[str]:
    lines = []
    if not _has_postgres():
        lines.append("PostgreSQL is not installed (Debian: apt-get install postgresql).")
    if not shutil.which("chromium"):
        lines.append("Chromium is not installed (Debian: apt-get install chromium fonts-noto-cjk).")
    return lines


def _has_postgres() -> bool:
    try:
        return bool(programs())
    except NotInstalled:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
