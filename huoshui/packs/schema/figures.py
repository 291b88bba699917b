"""Figures as written in a pack, before they become the ledger's."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Coded, Line, Word, Words

Form = Literal["count", "sum", "people", "units", "balance", "ratio"]
FactCode = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)+$")]


class FigureEntry(Coded):
    unit: Line
    form: Form
    kinds: tuple[FactCode, ...] = ()
    tags: Words = ()
    where: dict[Word, tuple[str | int | bool, ...]] = {}
    of: Word = "quantity"
    at_least: Annotated[int, Field(ge=1)] = 1
    minus: tuple[FactCode, ...] = ()
    over: Word | None = None
    under: Word | None = None


# What each form needs, and what it may have besides.
NEEDS: dict[str, set[str]] = {
    "count": {"kinds"},
    "sum": {"kinds", "of"},
    "people": {"kinds"},
    "units": {"kinds"},
    "balance": {"kinds", "minus"},
    "ratio": {"over", "under"},
}
MAY_HAVE: dict[str, set[str]] = {
    "count": {"tags", "where"},
    "sum": {"tags", "where"},
    "people": {"tags", "where", "of", "at_least"},
    "units": {"tags", "where"},
    "balance": {"tags", "where"},
    "ratio": set(),
}
