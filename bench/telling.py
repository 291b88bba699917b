"""How a measurement is taken and printed."""

import time
from collections.abc import Callable
from statistics import median

from django.db import connection


def median_time(act: Callable[[], object], times: int = 31) -> float:
    """Seconds; the first goes, which only warms up, are not counted."""
    taken = []
    for _ in range(times + 3):
        began_at = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began_at)
    return median(taken[3:])


def rate(act: Callable[[], int]) -> float:
    """Things per second of one go; `act` returns how many things it did."""
    began_at = time.perf_counter()
    done = act()
    return done / (time.perf_counter() - began_at)


def tell_rate(what: str, own: float, limit: float, limit_is: str) -> None:
    say(f"{what:<42} {own:>9,.0f}/s  = {own / limit:.2f} of {limit_is} ({limit:,.0f}/s)")


def say(line: str) -> None:
    print(f"{'PostgreSQL' if connection.vendor == 'postgresql' else 'SQLite':<10} {line}", flush=True)
