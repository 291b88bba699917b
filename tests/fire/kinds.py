"""What the processes under fire record and count, and how they write down what they did."""

import os
from datetime import UTC, datetime
from pathlib import Path
from random import choice, randint
from uuid import UUID

from django.db.models import F

from huoshui.ledger.consumers import Consumer, add_consumer
from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.kinds import Code, FactKind, Int, Person, declare
from huoshui.ledger.measures import Measure
from huoshui.ledger.models import ConsumerRow, Fact
from huoshui.ledger.periods import Period
from huoshui.ledger.recording import NewFact, Source
from huoshui.ledger.scope import Scope

GROWN = FactKind("fire.thing.grown", "只增", Person.REQUIRED, {"minutes": Int()})
DONE = FactKind("fire.thing.done", "可撤", Person.REQUIRED, {"minutes": Int(), "state": Code(("present", "absent"))})
declare(GROWN, DONE)

GROWING = Figure("growing", "只增", "次", Form.COUNT, Measure((GROWN.code,)))
PRESENT = Measure((DONE.code, GROWN.code), of="minutes")
PEOPLE = Measure((DONE.code,), ("theme_day",), (("state", ("present",)),), "minutes", per_person=True)
FIGURES = (
    GROWING,
    Figure("minutes", "时长", "分钟", Form.SUM, PRESENT),
    Figure("people", "人数", "人", Form.PEOPLE, PEOPLE),
)
LATER = Figure("later", "后加", "次", Form.COUNT, Measure((DONE.code,)))  # its measure is registered half-way

CITY, YEAR = Scope(("000001",)), Period.year(2021)
ENTRY = {"by": None, "at": datetime(2021, 6, 1, tzinfo=UTC), "source": Source.JOB}
EFFECT = "fire.effect"


def count_effects(facts: list[Fact]) -> None:
    """An effect that shows afterwards whether each fact was handled exactly once."""
    seen, total = len(facts), sum(fact.pk for fact in facts)
    ConsumerRow.objects.filter(name=EFFECT).update(failures=F("failures") + seen, position=F("position") + total)


add_consumer(Consumer("fire.consumer", count_effects))


def some(subject: str, kind: FactKind | None = None) -> NewFact:
    kind, unit = kind or choice((GROWN, DONE)), randint(1, 40)
    payload = {"minutes": randint(1, 90)} | ({"state": choice(("present", "absent"))} if kind is DONE else {})
    happened_at = datetime(2021, randint(1, 12), randint(1, 28), tzinfo=UTC)
    person, tags = UUID(int=randint(1, 300)), frozenset(["theme_day"] if randint(0, 1) else [])
    return NewFact(kind, unit, f"000001{unit:06}", subject, happened_at, person, 1, payload, tags)


class Diary:
    """What a process did, line by line; a line is in the file before the next thing is done."""

    def __init__(self, folder: str, name: str):
        self._file = os.open(Path(folder) / f"{name}.{os.getpid()}", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(self, *words: object) -> None:
        os.write(self._file, f"{' '.join(str(word) for word in words)}\n".encode())


def diary_lines(folder: Path, name: str, word: str) -> list[list[str]]:
    """The rest of every whole line that begins with the word."""
    lines = [line.split(" ") for path in folder.glob(f"{name}.*") for line in path.read_text().split("\n")[:-1]]
    return [rest for first, *rest in lines if first == word]
