"""An activity of the demo city before anybody has told of it."""

from dataclasses import dataclass
from datetime import date

from huoshui.organisation.public import Unit


@dataclass(frozen=True)
class Held:
    """`people` are named where the kind's own roster does not say who comes; `everyone`: and nobody misses it.

    `reached` are people it was done for, `joint` units (and `partner` somebody outside) it was held with.
    """

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
    reached: int = 0
    joint: tuple[int, ...] = ()
    partner: str = ""
