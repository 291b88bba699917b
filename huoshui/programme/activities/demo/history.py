"""The demo city's activities, month by month, in the order in which they were entered."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random

from ..actions import Entry, record_many
from .branches import branch_month, gaps, habits
from .city import cells_month, city_month, committees_month, outlets_month, sparse_month
from .days import SPARSE_MONTHS, Month, months_until
from .held import Held
from .meetings import meetings_month, with_resolutions
from .stage import Stage
from .telling import Teller
from .together import Together

CHUNK = 500


class History:
    """`waiting` are units whose theme day of the present month nobody has recorded yet."""

    def __init__(self, random: Random, today: date, waiting: Collection[int]):
        self.random, self.today, self.waiting = random, today, waiting
        self.months = months_until(today)
        self.stage = Stage(random)
        self.habits = habits(self.stage.branches, random)
        self.gaps = gaps(self.stage.branches, {year for year, _ in self.months if year > 2020}, random)
        self.together = Together(self.stage, today)
        self.seldom = Random("seldom")  # of its own, so that what is frequent stays what it was
        self._late: list[Entry] = []

    def tell(self, month: Month) -> int:
        """Record what was entered in the month, with what was held earlier and entered late; how many activities."""
        told = list(self._told(month))
        following = date(*month, 28) + timedelta(days=4)
        ends = following.replace(day=1)
        entries = sorted([*self._late, *told], key=lambda entry: entry.stamp.at)
        due = [entry for entry in entries if entry.stamp.at.date() < ends or month == self.months[-1]]
        self._late = entries[len(due) :]
        for chunk in _chunks(due):
            record_many(chunk)
        self.together.expect(due)
        self.together.tell(ends)
        return len(due)

    def _told(self, month: Month) -> Iterator[Entry]:
        often, seldom = Teller(self.stage, self.today), Teller(self.stage, self.today, self.seldom)
        for held in self._held(month):
            if entry := often.entry(self.together.shared(held)):
                yield with_resolutions(self.stage, entry)
        for held in meetings_month(self.stage, month) if month not in SPARSE_MONTHS else ():
            if held.on < self.today and (entry := seldom.entry(held)):
                yield entry

    def _held(self, month: Month) -> Iterator[Held]:
        for held in self._of(month):
            if held.on + timedelta(days=held.sittings - 1) < self.today:
                yield held

    def _of(self, month: Month) -> Iterator[Held]:
        if month in SPARSE_MONTHS:
            yield from sparse_month(self.stage, month)
            return
        for branch in self.stage.branches:
            yield from branch_month(
                self.stage, branch, self.habits[branch.pk], month, theme_day=self._has_theme_day(branch.pk, month)
            )
        yield from cells_month(self.stage, month)
        yield from outlets_month(self.stage, month)
        yield from committees_month(self.stage, month)
        yield from city_month(self.stage, month)

    def _has_theme_day(self, branch: int, month: Month) -> bool:
        this_month = month == (self.today.year, self.today.month)
        return (branch, month) not in self.gaps and not (this_month and branch in self.waiting)


def _chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    remaining = iter(entries)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
