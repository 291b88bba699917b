"""An activity of the demo city before anybody has told of it."""

from dataclasses import dataclass
from datetime import date

from huoshui.organisation.public import Unit
from huoshui.packs.loaded import pack


@dataclass(frozen=True)
class Held:
    """`people` are named where the kind's own roster does not say who comes; `everyone`: and nobody misses it."""

    unit: Unit
    kind: str
    on: date
    hour: int = 15
    title: str = ""
    agenda: tuple[str, ...] = ()
    extra_tags: frozenset[str] = frozenset()
    people: tuple[int, ...] = ()
    everyone: bool = False
    guests: int = 0
    sittings: int = 1
    place: str = ""


def focus_title(day: date) -> str:
    focus = pack().focus.get((day.year, day.month))
    return focus.title if focus else ""
