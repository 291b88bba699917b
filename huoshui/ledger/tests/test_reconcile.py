from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from huoshui.ledger import tallying
from huoshui.ledger.measures import Measure
from huoshui.ledger.models import MeasureRow, PersonTally, Tally
from huoshui.ledger.reconcile import Difference, differences, untrue_tallies
from huoshui.ledger.sequencer import sequence_all

from .samples import ANNA, APRIL, BAO, BY_PERSON, CHEN, MARCH, PRESENT, attended, keep, opened, take_back, visit

pytestmark = pytest.mark.django_db
EVERYBODY = {ANNA, BAO, CHEN}


def test_rows_and_facts_that_tell_the_same_story_do_not_differ():
    *_, gone = keep(visit(), visit(), attended(ANNA), visit(number=2))
    take_back(gone)
    wanted = [("test.visit:1", [visit(), visit()]), ("test.activity:1", [attended(ANNA)]), ("test.visit:2", [])]

    assert differences(wanted, part="test", known_people=EVERYBODY) == []


def test_differences_are_told_both_ways():
    keep(visit(), visit(number=2), visit(number=2), attended(ANNA), opened(111, MARCH))
    wanted = [
        ("test.visit:1", [visit(), visit()]),
        ("test.visit:2", [visit(number=2)]),
        ("test.visit:3", [visit(number=3)]),
        ("test.activity:1", [attended(ANNA, minutes=90)]),
    ]

    found = differences(wanted, part="test", known_people=EVERYBODY)

    assert sorted(found, key=lambda difference: difference.subject) == [
        Difference("test.activity:1", missing=1, surplus=1),
        Difference("test.unit:111", missing=0, surplus=1),
        Difference("test.visit:1", missing=1, surplus=0),
        Difference("test.visit:2", missing=0, surplus=1),
        Difference("test.visit:3", missing=1, surplus=0),
    ]


def test_facts_of_other_parts_and_about_erased_people_stand_on_their_own():
    keep(attended(ANNA), attended(BAO), visit())

    assert differences([], part="tes", known_people=EVERYBODY) == []
    assert differences([("test.visit:1", [visit()])], part="test", known_people={BAO}) == [
        Difference("test.activity:1", missing=0, surplus=1)
    ]


@pytest.fixture
def tallied(db: None) -> None:
    tallying.register([PRESENT, BY_PERSON])
    first, *_ = keep(visit(), visit(at=APRIL, quantity=3), visit(12), attended(ANNA), attended(BAO))
    take_back(first)
    sequence_all()


NOTHING = {"month": 190001, "path": "000001", "person": CHEN, "unit_id": 1, "n": 0, "total": 0}


def row_of(measure: Measure) -> MeasureRow:
    return MeasureRow.objects.get(digest=measure.digest)


TAMPERED: dict[str, tuple[Any, Callable[[], object]]] = {
    "number": (PRESENT, lambda: Tally.objects.filter(month=202104).update(n=2)),
    "total": (PRESENT, lambda: Tally.objects.filter(month=202104).update(total=2)),
    "unit": (PRESENT, lambda: Tally.objects.filter(month=202104).update(unit_id=12)),
    "row gone": (PRESENT, lambda: Tally.objects.filter(month=202104)._raw_delete("default")),
    "built further": (PRESENT, lambda: MeasureRow.objects.filter(digest=PRESENT.digest).update(built_to=2)),
    "row too many": (BY_PERSON, lambda: PersonTally.objects.create(measure=row_of(BY_PERSON), **NOTHING)),
    "person": (BY_PERSON, lambda: PersonTally.objects.filter(person=ANNA).update(person=CHEN)),
}


def test_true_tallies_are_found_true(tallied: None):
    assert untrue_tallies() == []


@pytest.mark.parametrize("case", TAMPERED)
def test_a_tampered_tally_is_named(tallied: None, case: str):
    measure, tamper = TAMPERED[case]

    tamper()

    assert untrue_tallies() == [measure.definition]


def test_tallies_are_not_called_untrue_because_sequencing_goes_on_meanwhile(tallied: None):
    keep(visit(number=7), attended(CHEN))
    reads = []

    def sequencing_first(execute, sql, params, many, context):
        if "ledger_fact" in sql and not reads:
            reads.append(sql)
            sequence_all()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(sequencing_first):
        assert untrue_tallies() == []
    assert MeasureRow.objects.get(digest=PRESENT.digest).built_to == 8
