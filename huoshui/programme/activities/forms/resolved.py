"""Resolutions and votes, a row for each agenda item. A row knows the item it was shown beside, and follows it when
lines of the agenda are moved or reworded."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from ..actions import Resolution, Votes
from ..queries import Sheet
from .fields import long_text, number
from .ticks import whole

ROWS_AT_MOST = 50
LONGEST = 1000
MOST_VOTES = 10_000
CAST = (("for", "赞成"), ("against", "反对"), ("abstained", "弃权"))


class ResolvedRows:
    """The rows of a form: which there are, what they begin with, and what was told in them."""

    def __init__(self, sheet: Sheet, data: QueryDict | None):
        self.sheet, self.data = sheet, data
        self.shown = lines_of(data.get("agenda", "")) if data else list(sheet.agenda)
        posted = whole(data.get("resolved", "")) or 0 if data else 0
        self.numbers = range(1, min(max(len(self.shown), posted, 1), ROWS_AT_MOST) + 1)

    def add_fields(self, fields: dict[str, forms.Field]) -> None:
        for n in self.numbers:
            fields[f"resolution_{n}"] = long_text(f"第{n}项决议", LONGEST, 2)
            for code, label in CAST:
                fields[f"{code}_{n}"] = number(f"第{n}项{label}", 0, MOST_VOTES, "票", required=False)

    def initial(self) -> dict[str, Any]:
        begun: dict[str, Any] = {}
        for n, item in self.sheet.resolved.items():
            votes = (item.votes_for, item.votes_against, item.abstained)
            begun |= {f"resolution_{n}": item.resolution}
            begun |= {f"{code}_{n}": cast for (code, _), cast in zip(CAST, votes, strict=True)}
        return begun

    def about(self, n: int) -> str:
        """The agenda item the row stands beside."""
        return self.shown[n - 1] if n <= len(self.shown) else ""

    def told(self, form: forms.Form, items: Sequence[str]) -> tuple[dict[int, Resolution], dict[int, int]]:
        """By the number of the item, and the row of each; what cannot stand is an error at its field."""
        resolutions: dict[int, Resolution] = {}
        rows: dict[int, int] = {}
        for n in sorted(self.numbers, key=lambda n: self._beside(n) not in items):  # who is sure of its item first
            resolution = self._row(form, n)
            if resolution is None:
                continue
            item = self._item(n, items)
            if item is None or item in resolutions:
                form.add_error(f"resolution_{n}", "这一项的议题已经删掉或还没有写。请在议题里写上，或把决议清空。")
            else:
                resolutions[item], rows[item] = resolution, n
        return resolutions, rows

    def _row(self, form: forms.Form, n: int) -> Resolution | None:
        said: Mapping[str, Any] = form.cleaned_data
        text, cast = said.get(f"resolution_{n}", "").strip(), [said.get(f"{code}_{n}") for code, _ in CAST]
        if not text and not any(cast):
            return None
        if cast == [None, None, None]:
            return Resolution(text)
        return Resolution(text, Votes(*(votes or 0 for votes in cast)))

    def _item(self, n: int, items: Sequence[str]) -> int | None:
        """Where the item the row was shown beside is now; a reworded one is where it was."""
        if (beside := self._beside(n)) in items:
            return items.index(beside) + 1
        return n if n <= len(items) else None

    def _beside(self, n: int) -> str:
        return self.data.get(f"about_{n}", "").strip() if self.data else ""


def lines_of(agenda: str) -> list[str]:
    return [line.strip() for line in agenda.splitlines() if line.strip()]
