"""Norms: who owes what how often, from which article, in force from when to when."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .base import Coded, Entry, Line, Word, Words

Verified = bool | Literal["second source"]


class Wording(Entry):
    """`number` is the requirement's number in words; `verified` says whether it was compared with the official
    text: read there, known from a second source only, or not at all."""

    wording: Line
    number: Line
    article: Line
    source: Line
    verified: Verified


class NormVersion(Wording):
    """In force on the days [from_on, until_on). `exempt_figure` counts those it does not apply to."""

    from_on: date
    until_on: date | None = None
    per: Literal["month", "quarter", "year"]
    figure: Word
    at_least: Annotated[int, Field(ge=1)] | None = None
    at_least_figure: Word | None = None
    exempt_figure: Word | None = None

    def in_force_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


class Norm(Coded):
    owed_by: Words
    needs_post: Word | None = None
    versions: Annotated[tuple[NormVersion, ...], Field(alias="version", min_length=1)]

    def version_on(self, day: date) -> NormVersion | None:
        return next((version for version in self.versions if version.in_force_on(day)), None)


class StandingNorm(Coded, Wording):
    """A rule that is told and not computed: no fact answers it yet."""

    owed_by: Words
