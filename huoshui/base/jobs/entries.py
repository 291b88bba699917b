"""Lines of the timetable, as a part writes them: pure, so that a descriptor may hold them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from huoshui.base.clock import at_time, day_of


@dataclass(frozen=True)
class Entry:
    """`job` is started, without an account and without values, every day at `at` (Shanghai) or every `every` minutes.

    Each due time starts it once, however many workers there are; after a downtime it is started once.
    """

    name: str
    job: str
    at: time | None = None
    every: int = 0

    def __post_init__(self) -> None:
        if (self.at is None) == (self.every <= 0):
            raise ValueError(f"{self.name}: either at a time or every so many minutes")

    def next_after(self, moment: datetime) -> datetime:
        if self.at is None:
            seconds = self.every * 60
            return datetime.fromtimestamp((moment.timestamp() // seconds + 1) * seconds, UTC)
        day = day_of(moment)
        today = at_time(day, self.at.hour, self.at.minute)
        return today if today > moment else at_time(day + timedelta(days=1), self.at.hour, self.at.minute)
