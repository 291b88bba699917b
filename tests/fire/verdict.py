"""What is left when the fire is out: `python -m tests.fire.verdict FOLDER` prints it as JSON."""

import json
import sys
import time
from pathlib import Path

import django

django.setup()

from django.db.models import Max, Min, Sum  # noqa: E402

from huoshui.ledger import consumers, tallying  # noqa: E402
from huoshui.ledger.drilling import facts_behind  # noqa: E402
from huoshui.ledger.evaluation import evaluate  # noqa: E402
from huoshui.ledger.models import ConsumerRow, Fact, MeasureRow, Pending, Position  # noqa: E402
from huoshui.ledger.reconcile import untrue_tallies  # noqa: E402
from huoshui.ledger.sequencer import head, sequence_all  # noqa: E402

from .kinds import CITY, EFFECT, FIGURES, GROWING, LATER, YEAR, diary_lines  # noqa: E402
from .writer import ABORTED  # noqa: E402


def main(folder: str) -> None:
    tallying.register([measure for figure in (*FIGURES, LATER) for measure in figure.measures])
    _finish()
    positions = Position.objects.aggregate(first=Min("position"), last=Max("position"))
    print(json.dumps({
        "facts": Fact.objects.count(),
        "positions": [positions["first"], positions["last"], Position.objects.count()],
        "pending": Pending.objects.count(),
        "lost": len(_noted(Path(folder)) - set(Position.objects.values_list("fact_id", flat=True))),
        "noted": len(_noted(Path(folder))),
        "aborted": Fact.objects.filter(subject=ABORTED).count(),
        "untrue": untrue_tallies(),
        "unbuilt": MeasureRow.objects.exclude(built_to=head()).count(),
        "measures": MeasureRow.objects.count(),
        "figures": evaluate((*FIGURES, LATER), scope=CITY, period=YEAR),
        "recounted": _recounted(),
        "handled": list(ConsumerRow.objects.filter(name=EFFECT).values_list("failures", "position").get()),
        "ids": int(Fact.objects.aggregate(total=Sum("pk"))["total"]),
    }))  # fmt: skip


def _finish() -> None:
    """The connection of a process killed a moment ago may still hold a lock for a while."""
    for _ in range(100):
        sequence_all()
        if not Pending.objects.exists() and not MeasureRow.objects.exclude(built_to=head()).exists():
            break
        time.sleep(0.1)
    while consumers.run_all():
        pass


def _noted(folder: Path) -> set[int]:
    return {int(pk) for pks in diary_lines(folder, "writer", "committed") for pk in pks}


def _recounted() -> dict[str, int]:
    facts = {figure.code: list(facts_behind(figure, scope=CITY, period=YEAR)) for figure in (*FIGURES, LATER)}
    return {
        GROWING.code: len(facts[GROWING.code]),
        "minutes": sum(fact.says["minutes"] for fact in facts["minutes"]),
        "people": len({fact.person for fact in facts["people"]}),
        LATER.code: len(facts[LATER.code]),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
