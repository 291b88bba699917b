"""The one byte form of a fact, fixed from the first day: what is sealed today must be computable for ever.

Version 1 is a row of fields, each written as its length in bytes, a colon, the bytes and a comma; an absent field is
a hyphen and a comma. Moments are whole microseconds since 1970-01-01 UTC, the payload its canonical text.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from .models import Fact

VERSION = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def canonical(fact: "Fact") -> bytes:
    """The bytes of a saved fact, its id included so that a reversal names its fact. Raises ValueError on a version
    this code does not know."""
    if fact.version != VERSION:
        raise ValueError(f"fact {fact.pk} has canonical version {fact.version}; this code knows {VERSION}")
    return b"".join(_written(field) for field in _fields_v1(fact))


def canonical_payload(payload: Mapping[str, object]) -> str:
    """JSON with sorted keys and no blanks; the declared fields allow no floats."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _fields_v1(fact: "Fact") -> Iterable[object]:
    yield from (fact.version, fact.pk, fact.kind, fact.unit_id, fact.path, fact.person, fact.subject, fact.quantity)
    yield from (fact.payload, fact.tags, fact.month, fact.occurred_at, fact.recorded_at, fact.recorded_by, fact.source)
    yield from (fact.reverses_id, bytes(fact.salt))


def _written(field: object) -> bytes:
    if field is None:
        return b"-,"
    raw = _raw(field)
    return b"%d:%b," % (len(raw), raw)


def _raw(field: object) -> bytes:
    if isinstance(field, bytes):
        return field
    if isinstance(field, datetime):
        return b"%d" % ((field - _EPOCH) // _MICROSECOND)
    return (field.hex if isinstance(field, UUID) else str(field)).encode()
