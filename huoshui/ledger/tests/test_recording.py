from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from huoshui.ledger import errors
from huoshui.ledger.kinds import Code, FactKind, Int, declare
from huoshui.ledger.models import Fact, Pending
from huoshui.ledger.recording import NewFact, Stamp, record, record_stamped, reverse, settle

from .samples import ANNA, APRIL, ATTENDED, BAO, ENTRY, MARCH, NOON, OPENED, PATHS, keep, opened, visit

pytestmark = pytest.mark.django_db


def test_a_fact_is_stored_as_said_with_its_month_and_waits_for_a_position():
    new = visit(at=datetime(2021, 3, 31, 16, 0, tzinfo=UTC), person=ANNA, quantity=3, tags=frozenset({"b_2", "a"}))

    with transaction.atomic():
        (fact,) = record([new], by=BAO, at=NOON, source="api")

    fact.refresh_from_db()
    assert (fact.kind, fact.unit_id, fact.path, fact.person) == ("test.visit.made", 111, PATHS[111], ANNA)
    assert (fact.subject, fact.quantity, fact.tag_codes) == ("test.visit:1", 3, {"a", "b_2"})
    assert (fact.payload, fact.tags) == ('{"late":false,"minutes":60,"state":"present","until":null}', "|a|b_2|")
    assert (fact.month, fact.occurred_at) == (202104, datetime(2021, 3, 31, 16, 0, tzinfo=UTC))
    assert (fact.recorded_at, fact.recorded_by, fact.source, fact.reverses) == (NOON, BAO, "api", None)
    assert list(Pending.objects.values_list("fact_id", flat=True)) == [fact.pk]


def test_each_fact_has_a_salt_of_its_own():
    first, second = keep(visit(), visit())

    assert len(first.salt) == len(second.salt) == 16
    assert first.salt != second.salt


def test_entries_may_each_have_a_stamp():
    with transaction.atomic():
        facts = record_stamped([(visit(), Stamp(ANNA, MARCH, "job")), (visit(), Stamp(BAO, APRIL, "file"))])

    assert [(f.recorded_by, f.recorded_at, f.source) for f in facts] == [(ANNA, MARCH, "job"), (BAO, APRIL, "file")]


def test_recording_many_keeps_their_order():
    facts = keep(*(visit(number=number) for number in range(1, 4502)))

    assert [fact.subject for fact in Fact.objects.order_by("pk")] == [fact.subject for fact in facts]
    assert Pending.objects.count() == 4501


def test_outside_a_transaction_nothing_is_recorded(transactional_db: None):
    (fact,) = keep(visit())

    for attempt in (
        lambda: record([visit(number=2)], **ENTRY),
        lambda: reverse([fact], **ENTRY),
        lambda: settle({"test.visit:2": [visit(number=2)]}, **ENTRY),
        lambda: record([], **ENTRY),
    ):
        with pytest.raises(errors.OutsideTransaction):
            attempt()

    assert Fact.objects.get() == fact


WRONG: dict[str, tuple[type[errors.LedgerError], Any]] = {
    "unknown kind": (errors.UnknownKind, lambda: NewFact("test.never.declared", 1, PATHS[1], "test.visit:1", MARCH)),
    "undeclared kind object": (
        errors.UnknownKind,
        lambda: NewFact(FactKind("test.not.declared", "x"), 1, PATHS[1], "test.visit:1", MARCH),
    ),
    "no unit": (errors.MissingUnit, lambda: visit(None, path=PATHS[1])),
    "unit zero": (errors.MissingUnit, lambda: visit(0, path=PATHS[1])),
    "unit a word": (errors.MissingUnit, lambda: visit("111", path=PATHS[1])),
    "unit true": (errors.MissingUnit, lambda: visit(True, path=PATHS[1])),
    "no path": (errors.MissingUnit, lambda: visit(path="")),
    "path none": (errors.MissingUnit, lambda: visit(path=None)),
    "path of letters": (errors.MissingUnit, lambda: visit(path="00000a")),
    "path of half a segment": (errors.MissingUnit, lambda: visit(path="000001000")),
    "path of other digits": (errors.MissingUnit, lambda: visit(path="００００１１")),
    "path too deep": (errors.MissingUnit, lambda: visit(path="000001" * 21)),
    "person a word": (errors.WrongPerson, lambda: visit(person=str(ANNA))),
    "person not allowed": (
        errors.WrongPerson,
        lambda: NewFact(OPENED, 1, PATHS[1], "test.unit:1", MARCH, person=ANNA),
    ),
    "person asked for": (
        errors.WrongPerson,
        lambda: NewFact(ATTENDED, 1, PATHS[1], "test.activity:1", MARCH, payload={"minutes": 1}),
    ),
    "quantity a fraction": (errors.WrongPayload, lambda: visit(quantity=1.0)),
    "quantity true": (errors.WrongPayload, lambda: visit(quantity=True)),
    "quantity a word": (errors.WrongPayload, lambda: visit(quantity="1")),
    "quantity none": (errors.WrongPayload, lambda: visit(quantity=None)),
    "quantity beyond exact numbers": (errors.WrongPayload, lambda: visit(quantity=2**53)),
    "field missing": (errors.WrongPayload, lambda: NewFact(ATTENDED, 1, PATHS[1], "test.activity:1", MARCH, ANNA)),
    "field not declared": (errors.WrongPayload, lambda: visit(says={"name": "x"})),
    "minutes a fraction": (errors.WrongPayload, lambda: visit(says={"minutes": 60.0})),
    "minutes true": (errors.WrongPayload, lambda: visit(says={"minutes": True})),
    "minutes negative": (errors.WrongPayload, lambda: visit(says={"minutes": -1})),
    "minutes too many": (errors.WrongPayload, lambda: visit(says={"minutes": 2**53})),
    "state unknown": (errors.WrongPayload, lambda: visit(says={"state": "asleep"})),
    "state none": (errors.WrongPayload, lambda: visit(says={"state": None})),
    "late a number": (errors.WrongPayload, lambda: visit(says={"late": 0})),
    "until a moment": (errors.WrongPayload, lambda: visit(says={"until": MARCH})),
    "until a text": (errors.WrongPayload, lambda: visit(says={"until": "2021-03-05"})),
    "naive moment": (errors.WrongMoment, lambda: visit(at=datetime(2021, 3, 5))),
    "a date": (errors.WrongMoment, lambda: visit(at=date(2021, 3, 5))),
    "no moment": (errors.WrongMoment, lambda: visit(at=None)),
    "subject none": (errors.WrongSubject, lambda: NewFact(OPENED, 1, PATHS[1], None, MARCH)),
    "subject empty": (errors.WrongSubject, lambda: NewFact(OPENED, 1, PATHS[1], "", MARCH)),
    "subject a name": (errors.WrongSubject, lambda: NewFact(OPENED, 1, PATHS[1], "衡阳市分公司", MARCH)),
    "subject too long": (errors.WrongSubject, lambda: NewFact(OPENED, 1, PATHS[1], "a" * 80 + ":1", MARCH)),
    "tags one text": (errors.WrongTag, lambda: visit(tags="theme_day")),
    "tag with a bar": (errors.WrongTag, lambda: visit(tags=frozenset({"a|b"}))),
    "tag empty": (errors.WrongTag, lambda: visit(tags=frozenset({""}))),
    "tag a number": (errors.WrongTag, lambda: visit(tags=frozenset({1}))),
    "tags too many": (errors.WrongTag, lambda: visit(tags=frozenset(f"{n:040}" for n in range(10)))),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_fact_is_refused_by_name_and_nothing_of_its_batch_is_kept(case: str):
    error, wrong = WRONG[case]

    with pytest.raises(error), transaction.atomic():
        record([visit(), wrong()], **ENTRY)

    assert not Fact.objects.exists()
    assert not Pending.objects.exists()


WRONG_STAMPS: dict[str, tuple[type[errors.LedgerError], dict[str, Any]]] = {
    "naive entry": (errors.WrongMoment, {"at": datetime(2021, 3, 5)}),
    "no entry": (errors.WrongMoment, {"at": None}),
    "actor a word": (errors.WrongPerson, {"by": "anna"}),
    "actor a number": (errors.WrongPerson, {"by": 7}),
    "source unknown": (errors.WrongSource, {"source": "phone"}),
    "no source": (errors.WrongSource, {"source": None}),
}


@pytest.mark.parametrize("case", WRONG_STAMPS)
@pytest.mark.parametrize("deed", ["record", "reverse", "settle"])
def test_a_wrong_stamp_is_refused_by_name(case: str, deed: str):
    error, wrong = WRONG_STAMPS[case]
    stamp = ENTRY | wrong
    (fact,) = keep(opened(1, MARCH))
    deeds = {
        "record": lambda: record([visit()], **stamp),
        "reverse": lambda: reverse([fact], **stamp),
        "settle": lambda: settle({"test.unit:1": []}, **stamp),
    }

    with pytest.raises(error), transaction.atomic():
        deeds[deed]()

    assert Fact.objects.get() == fact


def test_a_wrong_payload_names_kind_field_and_what_is_allowed():
    with pytest.raises(errors.WrongPayload) as refusal, transaction.atomic():
        record([visit(says={"state": "asleep"})], **ENTRY)

    said = "test.visit.made: state='asleep' is not allowed; allowed is one of ('present', 'absent')"
    assert str(refusal.value) == said


def test_declaring_a_kind_twice_is_harmless_and_differently_is_refused():
    same = FactKind("test.kind.tried", "试", payload={"n": Int()})
    other = FactKind("test.kind.tried", "试", payload={"n": Code()})

    declare(same, FactKind("test.kind.tried", "试", payload={"n": Int()}))

    with pytest.raises(errors.KindTwice):
        declare(other)


@pytest.mark.parametrize("word", ["a", "seven_ones", "activities.recorded", "2021", "A1"])
def test_a_code_is_a_machine_word(word: str):
    assert Code().check(word) == word


@pytest.mark.parametrize("word", ["", "_", "a b", "名字", "a|b", "a" * 65, "é", 1, None, "a\n"])
def test_free_text_is_no_code(word: object):
    with pytest.raises(ValueError, match="a word of"):
        Code().check(word)
