"""From what a caller says to a fact that may be written: every wrong type is refused by name, before the database."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from huoshui.base.clock import month_of

from .canonical import VERSION, canonical_payload
from .errors import MissingUnit, WrongMoment, WrongPayload, WrongPerson, WrongSource, WrongSubject, WrongTag
from .kinds import Code, FactKind, Person, kind_named
from .models import Fact, Source
from .scope import SEGMENT

_SUBJECT = re.compile(r"[a-z][a-z0-9_.]*:[1-9][0-9]*")
_TAG = Code()
_SOURCES = tuple(Source.values)  # made anew each time it is asked for, which a bulk load feels
_FIELDS = {field.name: field for field in Fact._meta.fields}
_LONGEST = {name: _FIELDS[name].max_length or 0 for name in ("path", "subject", "tags")}


@dataclass(frozen=True)
class NewFact:
    """A fact about to be recorded. `unit` is the unit's id, `path` its path on the day it happened."""

    kind: FactKind | str
    unit: int
    path: str
    subject: str
    occurred_at: datetime
    person: UUID | None = None
    quantity: int = 1
    payload: Mapping[str, Any] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stamp:
    """Who entered a fact (person key), when, and from where. Raises WrongPerson, WrongMoment, WrongSource."""

    by: UUID | None
    at: datetime
    source: Source

    def __post_init__(self) -> None:
        if self.by is not None and not isinstance(self.by, UUID):
            raise WrongPerson(f"entered by {self.by!r}, which is no person key")
        if self.source not in _SOURCES:
            raise WrongSource(f"{self.source!r}; use one of {', '.join(Source.values)}")
        _moment("entry", self.at)


def checked(new: NewFact, stamp: Stamp) -> Fact:
    """The fact, not yet written."""
    kind = kind_named(new.kind if isinstance(new.kind, str) else new.kind.code)
    _check_place(kind, new)
    _check_person(kind, new)
    return Fact(
        version=VERSION,
        kind=kind.code,
        unit_id=new.unit,
        path=new.path,
        person=new.person,
        subject=_subject(kind, new.subject),
        quantity=_whole(kind, new.quantity),
        payload=canonical_payload(kind.checked(new.payload)),
        tags=_tags(kind, new.tags),
        month=month_of(_moment(kind.code, new.occurred_at)),
        occurred_at=new.occurred_at.astimezone(UTC),
        recorded_at=stamp.at,
        recorded_by=stamp.by,
        source=stamp.source,
        salt=secrets.token_bytes(16),
    )


def negative(fact: Fact, stamp: Stamp) -> Fact:
    """The reversal of a fact, not yet written."""
    same = ("version", "kind", "unit_id", "path", "person", "subject", "payload", "tags", "month", "occurred_at")
    return Fact(
        **{name: getattr(fact, name) for name in same},
        quantity=-fact.quantity,
        recorded_at=stamp.at,
        recorded_by=stamp.by,
        source=stamp.source,
        reverses=fact,
        salt=secrets.token_bytes(16),
    )


def _check_place(kind: FactKind, new: NewFact) -> None:
    if type(new.unit) is not int or new.unit < 1 or not _is_path(new.path):
        raise MissingUnit(f"{kind.code} {new.subject}: unit={new.unit!r}, path={new.path!r}")


def _is_path(path: Any) -> bool:
    if not isinstance(path, str) or not 0 < len(path) <= _LONGEST["path"]:
        return False
    return path.isascii() and path.isdigit() and len(path) % SEGMENT == 0


def _check_person(kind: FactKind, new: NewFact) -> None:
    if new.person is not None and not isinstance(new.person, UUID):
        raise WrongPerson(f"{kind.code}: a person key is a UUID, not {type(new.person).__name__}")
    if (kind.person is Person.REQUIRED and not new.person) or (kind.person is Person.NONE and new.person):
        raise WrongPerson(f"{kind.code}: person is {kind.person.value}")


def _subject(kind: FactKind, subject: Any) -> str:
    if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject) or len(subject) > _LONGEST["subject"]:
        raise WrongSubject(f"{kind.code}: {subject!r} is not of the form type:id")
    return subject


def _whole(kind: FactKind, quantity: Any) -> int:
    if type(quantity) is not int or abs(quantity) >= 2**53:
        raise WrongPayload(f"{kind.code}: quantity={quantity!r} is not a whole number below 2**53")
    return quantity


def _tags(kind: FactKind, tags: Any) -> str:
    if not tags and tags is not None:
        return ""
    try:
        written = f"|{'|'.join(sorted(str(_TAG.check(tag)) for tag in set(tags)))}|"
    except (TypeError, ValueError):
        raise WrongTag(f"{kind.code}: {tags!r} are not tags") from None
    if isinstance(tags, str) or len(written) > _LONGEST["tags"]:
        raise WrongTag(f"{kind.code}: {tags!r} are not tags, or too many")
    return written


def _moment(what: str, moment: Any) -> datetime:
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise WrongMoment(f"{what}: {moment!r} has no time zone")
    return moment
