"""What a pack is refused for. Every message names the file, the table and the key, and says what to do."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Place:
    """Where in a pack something is written: `norms.toml, [[norm]] code="lecture", key "version 2: per"`."""

    file: str
    table: str = ""
    key: str = ""

    def at(self, key: str) -> "Place":
        return replace(self, key=key)

    def __str__(self) -> str:
        return ", ".join(part for part in (self.file, self.table, self.key and f'key "{self.key}"') if part)


class PackError(Exception):
    """Base of every refusal of a pack."""

    def __init__(self, place: Place, message: str):
        super().__init__(f"{place}: {message}")
        self.place = place


class MissingFile(PackError):
    """A file every pack must have."""


class BrokenToml(PackError):
    """Text that is not TOML, or not UTF-8."""


class UnknownTable(PackError):
    """A table the file has no use for."""


class WrongValue(PackError):
    """A key that is missing, unknown, or holds something not allowed."""


class DuplicateCode(PackError):
    """Two entries of one code."""


class MissingReference(PackError):
    """A code nothing in the pack has."""


class OverlappingVersions(PackError):
    """Two versions of a norm in force on one day."""


class UnknownFact(PackError):
    """A figure over a fact kind or payload field no part declares."""


class ForbiddenMeasure(PackError):
    """A norm or figure over something the software must never count. `rule` is N1 to N10."""

    def __init__(self, place: Place, rule: str, message: str):
        super().__init__(place, message)
        self.rule = rule
