from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from ..rules import (
    ALPHABET,
    bucket_of,
    code_of,
    due_day,
    grouped,
    hash_of,
    normal_code,
    sounds_like_misconduct,
    whole_hour,
)


def test_a_code_comes_from_its_form_and_has_no_look_alikes():
    codes = [code_of(UUID(int=n)) for n in range(200)]

    assert codes[7] == code_of(UUID(int=7))
    assert len(set(codes)) == 200
    assert {len(code) for code in codes} == {12}
    assert set("".join(codes)) == set(ALPHABET)
    assert not set(ALPHABET) & set("01ILOSZB")


def test_a_code_is_read_as_people_type_it():
    code = code_of(UUID(int=1))

    assert normal_code(f" {grouped(code).lower()} ") == code
    assert normal_code("２345 6789 ACDE") == "23456789ACDE"
    assert normal_code("z345-67s9-aCdE") == "2345675" + "9ACDE"
    for wrong in ("", "2345", "2345-6789-ACDEF", "0000-0000-0000", "' OR 1=1 --"):
        assert normal_code(wrong) is None


@pytest.mark.parametrize(("text", "sounds"), [("有人受 贿", True), ("收　回\t扣", True), ("很难受\n贿金", False)])
def test_a_blank_inside_a_word_hides_no_misconduct(text, sounds):
    assert sounds_like_misconduct(text, ["受贿", "回扣"]) is sounds


def test_a_hash_tells_no_code():
    assert hash_of("23456789ACDE") != hash_of("23456789ACDF")
    assert len(hash_of("23456789ACDE")) == 64


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (date(2021, 4, 9), 1, date(2021, 4, 12)),  # over a weekend
        (date(2021, 4, 29), 3, date(2021, 5, 7)),  # over May Day; 25 April and 8 May were worked
        (date(2021, 4, 23), 1, date(2021, 4, 25)),  # a Sunday that was worked
    ],
)
def test_answers_are_due_in_working_days_of_the_official_calendar(received, days, due):
    assert due_day(received, days) == due


def test_a_bucket_tells_nobodys_address():
    day = date(2021, 4, 9)
    buckets = {bucket_of(f"10.{n // 256}.{n % 256}.7", day, "secret") for n in range(2000)}

    assert {len(bucket) for bucket in buckets} == {4}
    assert bucket_of("10.0.0.7", day, "secret") == bucket_of("10.0.0.7", day, "secret")
    assert bucket_of("10.0.0.7", day, "secret") != bucket_of("10.0.0.7", date(2021, 4, 10), "secret")
    assert bucket_of("2001:db8::1", day, "s") == bucket_of("2001:db8::ffff:2", day, "s")
    assert bucket_of("what is this", day, "s") == bucket_of("", day, "s")


def test_of_the_nameless_the_hour_is_kept():
    assert whole_hour(datetime(2021, 4, 9, 10, 59, 3, 7, UTC)) == datetime(2021, 4, 9, 10, tzinfo=UTC)
