"""The ticks and reasons of the roster, as posted: `present` lists who came, `reason-7` says why 7 did not."""

from collections.abc import Collection
from typing import Any

from django.http import QueryDict

from huoshui.packs.loaded import pack

from ..actions import Line
from ..enums import Presence
from ..queries import Sheet, SheetLine


class RosterTicks:
    """`voters`, where there is a quorum: whose presence counts for it."""

    def __init__(self, sheet: Sheet, data: QueryDict | None, voters: Collection[int] | None = None):
        self.sheet, self.data, self.voters = sheet, data, voters
        self.listed, self.present = self._ids("listed"), self._ids("present")

    @property
    def lists_the_same_people(self) -> bool:
        """Whether the posted page showed the people this sheet expects; another day may have another roster."""
        return self.data is None or self.listed == self.sheet.people.keys()

    def rows(self) -> list[dict[str, Any]]:
        """For the roster component."""
        return [self._row(line) for line in self.lines()]

    def lines(self) -> list[Line]:
        """As posted; of a person the posted page did not list, as on the sheet."""
        return [
            self._posted(line.person_id) if line.person_id in self.listed else as_on_sheet(line)
            for line in self.sheet.lines
        ]

    def _posted(self, person_id: int) -> Line:
        sitting = whole(self._said(f"sitting-{person_id}") or "1") or 0
        reason = self._said(f"reason-{person_id}")
        if person_id in self.present:
            return Line(person_id, Presence.PRESENT, sitting=sitting)
        if reason in pack().leave_reasons:
            return Line(person_id, Presence.ON_LEAVE, reason, sitting=sitting)
        return Line(person_id, Presence.ABSENT, sitting=sitting)

    def _row(self, line: Line) -> dict[str, Any]:
        return {
            "person_id": line.person_id,
            "name": self.sheet.people[line.person_id],
            "present": line.presence == Presence.PRESENT,
            "reason": line.leave_reason,
            "reason_field": f"reason-{line.person_id}",
            "sitting": line.sitting,
            "sitting_field": f"sitting-{line.person_id}",
            **self._vote(line.person_id),
        }

    def _vote(self, person_id: int) -> dict[str, Any]:
        if self.voters is None or person_id in self.voters:
            return {"votes": self.voters is not None}
        return {"votes": False, "detail": "没有表决权"}

    def _said(self, name: str) -> str:
        return self.data.get(name, "") if self.data else ""

    def _ids(self, name: str) -> set[int]:
        values = self.data.getlist(name) if self.data else []
        return {number for number in map(whole, values) if number is not None}


def as_on_sheet(line: SheetLine) -> Line:
    return Line(line.person_id, Presence(line.presence), line.leave_reason, line.is_observer, line.sitting)


def whole(written: str) -> int | None:
    """A number as we write them ourselves; nothing else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None
