"""Reads a figure that only grows, until killed: `python -m tests.fire.reader FOLDER`. Notes each step backwards."""

import sys

import django

django.setup()

from huoshui.ledger.evaluation import evaluate, evaluate_cells  # noqa: E402

from .kinds import CITY, FIGURES, GROWING, YEAR, Diary  # noqa: E402


def main(folder: str) -> None:
    diary, last = Diary(folder, "reader"), 0
    while True:
        for look in (_whole, _by_cell):
            seen = look()
            diary.note("backwards" if seen < last else "read", last, seen)
            last = seen


def _whole() -> int:
    return evaluate(FIGURES, scope=CITY, period=YEAR)[GROWING.code]


def _by_cell() -> int:
    return sum(evaluate_cells([GROWING], scope=CITY, period=YEAR)[GROWING.code].values())


if __name__ == "__main__":
    main(*sys.argv[1:])
