"""How a measurement is taken and printed."""

import time
from collections.abc import Callable
from statistics import median

from django.db import connection


def median_time(act: Callable[[], object], rounds: int = 5, times: int = 15) -> float:
    """Seconds: the calmest of several medians, for others use this machine too."""
    act()
    return min(median(_seconds(act) for _ in range(times)) for _ in range(rounds))


def _seconds(act: Callable[[], object]) -> float:
    began_at = time.perf_counter()
    act()
    return time.perf_counter() - began_at


def rate(act: Callable[[], int]) -> float:
    """Things per second of one go; `act` returns how many things it did."""
    done: list[int] = []
    seconds = _seconds(lambda: done.append(act()))
    return done[0] / seconds


def tell_rate(what: str, own: float, limit: float, limit_is: str) -> None:
    say(f"{what:<42} {own:>9,.0f}/s  = {own / limit:.2f} of {limit_is} ({limit:,.0f}/s)")


def say(line: str) -> None:
    print(f"{'PostgreSQL' if connection.vendor == 'postgresql' else 'SQLite':<10} {line}", flush=True)
