"""From TOML to checked entries, each remembered with its place."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from .errors import BrokenToml, DuplicateCode, MissingFile, Place, UnknownTable, WrongValue
from .schema.base import Entry

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Placed(Generic[E]):
    entry: E
    place: Place


def document(folder: Path, name: str, tables: Iterable[str]) -> dict[str, Any]:
    """The file's tables, lists made tuples. Raises MissingFile, BrokenToml, UnknownTable."""
    place, known = Place(name), tuple(tables)
    try:
        found = tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MissingFile(place, f"not found in {folder}; every pack has it, empty if need be") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BrokenToml(place, f"not readable as TOML: {fault}; correct the text there") from None
    for table in found:
        if table not in known:
            raise UnknownTable(Place(name, f"[{table}]"), f"unknown table; allowed: {', '.join(known)}")
    return {table: _frozen(value) for table, value in found.items()}


def entries(file: str, table: str, raw: Any, model: type[E]) -> list[Placed[E]]:
    """Every [[table]] of the file as checked entries. Raises WrongValue."""
    if not isinstance(raw, tuple) or not all(isinstance(item, dict) for item in raw):
        raise WrongValue(Place(file, f"[[{table}]]"), f"write it as repeated tables: [[{table}]]")
    return [_checked(Place(file, _heading(table, n, item)), item, model) for n, item in enumerate(raw, start=1)]


def single(place: Place, raw: Mapping[str, Any], model: type[E]) -> Placed[E]:
    return _checked(place, raw, model)


def by_code(placed: Iterable[Placed[Any]]) -> dict[str, Any]:
    """The entries under their codes, in the order written. Raises DuplicateCode."""
    found: dict[str, Any] = {}
    for item in placed:
        if item.entry.code in found:
            raise DuplicateCode(item.place.at("code"), f'"{item.entry.code}" is already taken; rename one of the two')
        found[item.entry.code] = item.entry
    return found


def _checked(place: Place, raw: Mapping[str, Any], model: type[E]) -> Placed[E]:
    try:
        return Placed(model.model_validate(raw), place)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        raise WrongValue(place.at(_key(first["loc"])), _remedy(first)) from None


def _key(loc: Iterable[int | str]) -> str:
    """`version 2: per` from ("version", 1, "per"), counted as a reader counts."""
    key = ""
    for part in loc:
        key += f" {part + 1}" if isinstance(part, int) else f": {part}" if key else part
    return key


def _remedy(fault: Any) -> str:
    if fault["type"] == "extra_forbidden":
        return "unknown key; correct its spelling or remove it"
    if fault["type"] == "missing":
        return "missing; add it"
    return f"{fault['msg'][0].lower()}{fault['msg'][1:]}; found {fault['input']!r}, write what is asked"


def _heading(table: str, number: int, item: Mapping[str, Any]) -> str:
    if "code" in item:
        return f'[[{table}]] code="{item["code"]}"'
    if {"year", "month"} <= item.keys():
        return f"[[{table}]] {item['year']}-{item['month']}"
    return f"[[{table}]] number {number}"


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return {key: _frozen(item) for key, item in value.items()} if isinstance(value, dict) else value
