"""Kinds of facts: what a fact of each kind must say. Parts declare theirs in `facts.py`, at start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from .errors import KindTwice, UnknownKind, WrongPayload

Value = int | bool | str | None


class Person(Enum):
    """Whether a fact of the kind is about a person (by random key)."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Field:
    """What a payload field may hold. There is no float and no free text: nothing personal can slip in."""

    def check(self, value: Any) -> Value:
        """The value as stored; raises ValueError saying what is allowed."""
        raise NotImplementedError


@dataclass(frozen=True)
class Int(Field):
    least: int = 0

    def check(self, value: Any) -> Value:
        if type(value) is not int or not self.least <= value < 2**53:
            raise ValueError(f"a whole number from {self.least}")
        return value


@dataclass(frozen=True)
class Flag(Field):
    def check(self, value: Any) -> Value:
        if type(value) is not bool:
            raise ValueError("true or false")
        return value


@dataclass(frozen=True)
class Code(Field):
    """A short machine word: one of `allowed`, or any word of the pack when `allowed` is empty."""

    allowed: tuple[str, ...] = ()

    def check(self, value: Any) -> Value:
        is_word = isinstance(value, str) and value.replace("_", "").replace(".", "").isalnum() and value.isascii()
        if not is_word or len(value) > 64 or (self.allowed and value not in self.allowed):
            raise ValueError(f"one of {self.allowed}" if self.allowed else "a word of a-z, 0-9 and _, 64 at most")
        return str(value)


@dataclass(frozen=True)
class Day(Field):
    """A date or nothing (an open end)."""

    def check(self, value: Any) -> Value:
        if value is None:
            return None
        if type(value) is not date:
            raise ValueError("a date")
        return value.isoformat()


@dataclass(frozen=True)
class FactKind:
    """A declared kind, named in the past tense: `activities.attendance.confirmed`.

    Figures over it stand under the heading `group`, its own label where there is none.
    """

    code: str
    label: str
    person: Person = Person.NONE
    payload: Mapping[str, Field] = field(default_factory=dict)
    group: str = ""

    def checked(self, payload: Mapping[str, Any]) -> dict[str, Value]:
        """The payload as it will be stored. Raises WrongPayload naming the kind, the field and what is allowed."""
        if payload.keys() != self.payload.keys():
            odd = sorted(payload.keys() ^ self.payload.keys())
            raise WrongPayload(f"{self.code}: fields missing or not declared: {', '.join(odd)}")
        return {name: self._checked_field(name, payload[name]) for name in sorted(payload)}

    def _checked_field(self, name: str, value: Any) -> Value:
        try:
            return self.payload[name].check(value)
        except ValueError as allowed:
            raise WrongPayload(f"{self.code}: {name}={value!r} is not allowed; allowed is {allowed}") from None


_kinds: dict[str, FactKind] = {}


def declare(*kinds: FactKind) -> None:
    """Make kinds known. Declaring the same kind again is harmless; another one of the same code is refused."""
    for kind in kinds:
        if _kinds.setdefault(kind.code, kind) != kind:
            raise KindTwice(kind.code)


def kind_named(code: str) -> FactKind:
    """Raises UnknownKind."""
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(code) from None


def declared_kinds() -> Mapping[str, FactKind]:
    return MappingProxyType(_kinds)
