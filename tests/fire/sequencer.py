"""The sequencer and the consumers, until killed: `python -m tests.fire.sequencer [later]`."""

import sys
import time
from random import randint

import django

django.setup()

from huoshui.ledger import consumers, tallying  # noqa: E402
from huoshui.ledger.sequencer import sequence  # noqa: E402

from .kinds import FIGURES, LATER  # noqa: E402


def main(*later: str) -> None:
    tallying.register([measure for figure in (*FIGURES, *([LATER] if later else [])) for measure in figure.measures])
    while True:
        if not sequence(limit=randint(20, 2000)) + consumers.run_all():
            time.sleep(0.01)


if __name__ == "__main__":
    main(*sys.argv[1:])
