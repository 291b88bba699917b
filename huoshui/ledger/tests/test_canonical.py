from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, models, transaction

from huoshui.ledger.canonical import canonical
from huoshui.ledger.models import Fact, Source
from huoshui.ledger.recording import record, reverse

from .samples import ANNA, ENTRY, NOON, visit

GOLDEN = Fact(
    pk=12,
    version=1,
    kind="test.visit.made",
    unit_id=111,
    path="000001000011000111",
    person=UUID("00112233-4455-6677-8899-aabbccddeeff"),
    subject="test.visit:7",
    quantity=-3,
    payload='{"late":false,"state":"当班","until":null}',
    tags="|theme_day|",
    month=202104,
    occurred_at=datetime(2021, 3, 31, 16, 0, 0, 1, tzinfo=UTC),
    recorded_at=datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    recorded_by=None,
    source=Source.SCREEN,
    reverses_id=None,
    salt=bytes(range(16)),
)
BYTES = (
    b"1:1,2:12,15:test.visit.made,3:111,18:000001000011000111,32:00112233445566778899aabbccddeeff,"
    b"12:test.visit:7,2:-3,"
    b'44:{"late":false,"state":"\xe5\xbd\x93\xe7\x8f\xad","until":null},11:|theme_day|,'
    b"6:202104,16:1617206400000001,2:-1,-,6:screen,-,"
    b"16:\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f,"
)
CHANGED = {
    "id": 13,
    "kind": "test.visit.mad",
    "unit_id": 112,
    "path": "000001",
    "person": None,
    "subject": "test.visit:8",
    "quantity": 3,
    "payload": "{}",
    "tags": "",
    "month": 202105,
    "occurred_at": GOLDEN.occurred_at + timedelta(microseconds=1),
    "recorded_at": GOLDEN.recorded_at + timedelta(microseconds=1),
    "recorded_by": ANNA,
    "source": "api",
    "reverses": 1,
    "salt": bytes(16),
}


def copied(**other: object) -> Fact:
    return Fact(**{field.attname: getattr(GOLDEN, field.attname) for field in Fact._meta.concrete_fields} | other)


def test_the_bytes_of_version_one_never_change():
    assert canonical(GOLDEN) == BYTES


def test_every_column_of_a_fact_is_sealed_by_it():
    columns = {field.name: field for field in Fact._meta.concrete_fields if field.name != "version"}
    assert CHANGED.keys() == columns.keys()

    for name, field in columns.items():
        assert canonical(copied(**{field.attname: CHANGED[name]})) != canonical(GOLDEN), name


def test_an_unknown_version_is_refused():
    with pytest.raises(ValueError, match="canonical version 2"):
        canonical(copied(version=2))


def test_neighbouring_fields_cannot_be_mistaken_for_one_another():
    one, other = copied(kind="ab", subject="c"), copied(kind="a", subject="bc")

    assert canonical(one) != canonical(other)


def test_the_zone_a_moment_is_written_in_does_not_matter():
    elsewhere = GOLDEN.occurred_at.astimezone(None)

    assert canonical(copied(occurred_at=elsewhere)) == BYTES


@pytest.mark.django_db
def test_a_fact_has_the_same_bytes_before_and_after_the_database():
    tagged = visit(person=ANNA, tags=frozenset({"theme_day"}), at=datetime(2021, 3, 31, 16, 0, 0, 1, tzinfo=UTC))
    with transaction.atomic():
        facts = record([tagged, visit(number=2)], **ENTRY | {"by": ANNA})
        facts += reverse(facts[:1], by=None, at=NOON + timedelta(microseconds=7), source="job")

    assert [canonical(fact) for fact in Fact.objects.order_by("pk")] == [canonical(fact) for fact in facts]


@pytest.mark.django_db
def test_the_golden_fact_comes_back_from_the_database_byte_for_byte():
    with connection.constraint_checks_disabled():
        models.QuerySet(Fact).bulk_create([copied()])

    assert canonical(Fact.objects.get(pk=12)) == BYTES
