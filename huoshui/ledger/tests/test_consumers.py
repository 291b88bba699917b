import pytest
from django.db import connection

from huoshui.ledger import consumers
from huoshui.ledger.consumers import Consumer, add_consumer, react, run, run_all
from huoshui.ledger.models import ConsumerRow, Fact, MeasureRow
from huoshui.ledger.sequencer import sequence_all

from .samples import APRIL, MARCH, OPENED, VISIT, keep, opened, take_back, visit

pytestmark = pytest.mark.django_db


def place(name: str = "seen") -> tuple[int, int]:
    row = ConsumerRow.objects.get(name=name)
    return row.position, row.failures


def test_each_fact_is_handled_once_in_order_of_position():
    seen: list[int] = []
    consumer = Consumer("seen", lambda facts: seen.extend(fact.pk for fact in facts))
    facts = keep(*(visit(number=number) for number in range(1, 6)))
    sequence_all()

    moved = [run(consumer, limit=2) for _ in range(4)]
    facts += take_back(facts[0])
    sequence_all()
    moved.append(run(consumer))

    assert moved == [2, 2, 1, 0, 1]
    assert seen == [fact.pk for fact in facts]
    assert place() == (6, 0)


def test_a_fact_without_a_position_is_not_handled_yet():
    seen: list[int] = []
    keep(visit())

    assert run(Consumer("seen", lambda facts: seen.extend(fact.pk for fact in facts))) == 0

    assert seen == []


def test_a_consumer_of_some_kinds_passes_over_the_others():
    seen: list[str] = []
    consumer = Consumer("seen", lambda facts: seen.extend(fact.kind for fact in facts), frozenset({OPENED.code}))
    keep(visit(), opened(111, MARCH), visit(number=2))
    sequence_all()

    run(consumer)

    assert (seen, place()) == ([OPENED.code], (3, 0))


def test_a_failing_handler_keeps_its_place_and_its_effects_are_undone(caplog: pytest.LogCaptureFixture):
    broken = [True]

    def handle(facts: list[Fact]) -> None:
        MeasureRow.objects.create(digest="effect", definition="")
        if broken:
            raise ValueError("not today")

    consumer = Consumer("seen", handle)
    keep(visit())
    sequence_all()

    assert [run(consumer), run(consumer)] == [0, 0]
    assert (place(), MeasureRow.objects.count()) == ((0, 2), 0)
    assert "ValueError: not today" in ConsumerRow.objects.get().last_error

    broken.clear()
    assert run(consumer) == 1
    assert (place(), MeasureRow.objects.count(), ConsumerRow.objects.get().last_error) == ((1, 0), 1, "")


def test_a_handler_whose_database_statement_fails_keeps_its_place():
    def handle(facts: list[Fact]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM ledger_fact")

    keep(visit())
    sequence_all()

    assert run(Consumer("seen", handle)) == 0
    assert place() == (0, 1)


def test_one_failing_consumer_does_not_stop_the_others():
    seen: list[int] = []

    def fails(facts: list[Fact]) -> None:
        raise ValueError

    add_consumer(Consumer("a failing one", fails))
    add_consumer(Consumer("seen", lambda facts: seen.extend(fact.pk for fact in facts)))
    (fact,) = keep(visit())
    sequence_all()

    assert run_all() == 1
    assert (seen, place(), place("a failing one")) == ([fact.pk], (1, 0), (0, 1))


def test_another_at_work_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    seen: list[int] = []
    keep(visit())
    sequence_all()
    monkeypatch.setattr(consumers, "try_lock", lambda name: False)

    assert run(Consumer("seen", lambda facts: seen.extend(fact.pk for fact in facts))) == 0

    assert (seen, place()) == ([], (0, 0))


def test_a_reaction_answers_each_fact_of_its_kinds():
    answered: list[tuple[str, str]] = []
    react("answers", [VISIT.code], lambda fact: answered.append((fact.kind, fact.subject)))
    keep(visit(), opened(111, APRIL), visit(number=2))
    sequence_all()

    assert (run_all(), run_all()) == (3, 0)
    assert answered == [(VISIT.code, "test.visit:1"), (VISIT.code, "test.visit:2")]
