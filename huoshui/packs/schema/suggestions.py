"""Suggestions: what may be said, by when it is answered, and where to turn with what is not kept here."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Coded, Entry, Line, Table, Words

Days = Annotated[int, Field(ge=1, le=3650)]
Times = Annotated[int, Field(ge=1, le=100_000)]


class SuggestionKind(Coded):
    """`asks` for words, for those of a burden (which form, who asked, what of it twice), or for nothing at all."""

    hint: Line
    asks: Literal["words", "burden", "nothing"]


class Channel(Entry):
    """Where reports of misconduct go: a channel outside this system."""

    name: Line
    phone: Line
    address: Line | None = None
    hours: Line | None = None


class SuggestionRules(Entry):
    """Answers are due after so many working days; `close_after` days without a word close what was answered, and
    `erase_after` days later its text goes. The two limits hold for one network address."""

    answer_within: Days
    close_after: Days
    erase_after: Days
    sent_per_hour: Times
    wrong_codes_per_hour: Times
    unit_kinds: Words
    misconduct_words: tuple[Line, ...]


class Suggestions(SuggestionRules):
    """suggestions.toml, whole."""

    kinds: Table[SuggestionKind]
    channels: tuple[Channel, ...]

    def asking(self, asks: str) -> tuple[SuggestionKind, ...]:
        return tuple(kind for kind in self.kinds.values() if kind.asks == asks)

    @property
    def burden(self) -> SuggestionKind:
        """The one kind for forms that are too much."""
        return self.asking("burden")[0]
