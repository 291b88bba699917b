"""The focus of each month, as the demo city's company issued it: titles, texts and document numbers are made up."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from huoshui.base.clock import at_time
from huoshui.ledger.models import Source
from huoshui.organisation.public import Unit

from ..actions import Focus, issue_focus

AHEAD = 1  # months for which the focus is out already
ISSUED_ON = 25  # of the month before


@dataclass(frozen=True)
class Given:
    year: int
    month: int
    title: str
    text: str
    document_number: str


@cache
def focuses() -> dict[tuple[int, int], Given]:
    read = tomllib.loads((Path(__file__).parent / "focus.toml").read_text(encoding="utf-8"))["focus"]
    return {(entry["year"], entry["month"]): Given(**entry) for entry in read}


def focus_title(day: date) -> str:
    given = focuses().get((day.year, day.month))
    return given.title if given else ""


def issue_focuses(city: Unit, today: date) -> None:
    """Those of every month up to the next."""
    for (year, month), given in focuses().items():
        if year * 12 + month <= today.year * 12 + today.month + AHEAD:
            issued = date(year - (month == 1), (month - 2) % 12 + 1, ISSUED_ON)
            issue_focus(
                unit=city,
                month=year * 100 + month,
                said=Focus(given.title, given.text, given.document_number),
                by=None,
                at=at_time(min(issued, today), 9),
                source=Source.JOB,
            )
