"""An app with one job for workers that are killed: each of its steps counts up a row and records a fact."""

import time
from datetime import UTC, datetime

from django.apps import AppConfig

JOB, ROW = "fire.deeds", "fire.deeds"
MOMENT = datetime(2021, 6, 1, tzinfo=UTC)


class DeedsConfig(AppConfig):
    name = "tests.fire"
    label = "fire"

    def ready(self) -> None:
        from huoshui.base.jobs.public import declare
        from huoshui.ledger.kinds import FactKind
        from huoshui.ledger.kinds import declare as declare_kinds

        declare_kinds(FactKind("fire.deed.done", "办了一项", payload={}))
        declare(JOB, do_many, label="办很多项")


def do_many(*, progress, job: int, many: int) -> tuple[str, str]:
    progress.each(range(1, many + 1), lambda number: _do(job, number), key=str)
    return f"办了 {many} 项", "/"


def _do(job: int, number: int) -> None:
    """Slowly, so that a kill finds it before, between and after the two things it writes."""
    from django.db.models import F

    from huoshui.ledger.models import ConsumerRow, Source
    from huoshui.ledger.recording import NewFact, record

    time.sleep(0.02)
    ConsumerRow.objects.filter(name=ROW).update(position=F("position") + 1)
    time.sleep(0.02)
    deed = NewFact("fire.deed.done", job, f"{job:06}", f"fire.deed:{number}", MOMENT)
    record([deed], by=None, at=MOMENT, source=Source.JOB)
