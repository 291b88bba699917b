"""Periods of figures: whole months, quarters and years of Asia/Shanghai."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(?P<year>20\d\d)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


class NotAPeriod(ValueError):
    """Not of the form 2021, 2021-Q2 or 2021-04."""


@dataclass(frozen=True, order=True)
class Period:
    """Consecutive whole months, first and last as YYYYMM, both within one year."""

    first: int
    last: int

    @classmethod
    def read(cls, written: str) -> "Period":
        """From `2021`, `2021-Q2` or `2021-04`. Raises NotAPeriod."""
        if not (found := _WRITTEN.fullmatch(written)):
            raise NotAPeriod(written)
        year = int(found["year"])
        if found["month"]:
            return cls.month(year, int(found["month"]))
        return cls.quarter(year, int(found["quarter"])) if found["quarter"] else cls.year(year)

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(year * 100 + 1, year * 100 + 12)

    @classmethod
    def quarter(cls, year: int, number: int) -> "Period":
        return cls(year * 100 + 3 * number - 2, year * 100 + 3 * number)

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        return cls(year * 100 + month, year * 100 + month)

    @property
    def months(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1))

    @property
    def begins_on(self) -> date:
        return date(self.first // 100, self.first % 100, 1)

    @property
    def ends_on(self) -> date:
        year, month = divmod(self.last, 100)
        return date(year, month, monthrange(year, month)[1])

    @property
    def written(self) -> str:
        year, month = divmod(self.first, 100)
        if self.first == self.last:
            return f"{year}-{month:02}"
        return f"{year}" if len(self.months) == 12 else f"{year}-Q{(month + 2) // 3}"

    @property
    def label(self) -> str:
        year, month = divmod(self.first, 100)
        if self.first == self.last:
            return f"{year}年{month}月"
        return f"{year}年" if len(self.months) == 12 else f"{year}年第{'一二三四'[month // 3]}季度"


def periods_of_year(year: int, per: str) -> list[Period]:
    """The twelve months, four quarters or the one year; `per` is "month", "quarter" or "year"."""
    if per == "month":
        return [Period.month(year, month) for month in range(1, 13)]
    return [Period.quarter(year, n) for n in range(1, 5)] if per == "quarter" else [Period.year(year)]
