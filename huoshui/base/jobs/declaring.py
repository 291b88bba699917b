"""What jobs there are. A part declares its own in its `jobs.py`; nothing here touches the database."""

from collections.abc import Callable
from dataclasses import dataclass

from huoshui.base.errors import Refused

Outcome = tuple[str, str] | str | None


class Gone(Refused):
    """What the job was to work on is no longer there. A job's function raises it; it is not tried again."""


@dataclass(frozen=True)
class Declared:
    name: str
    function: Callable[..., Outcome]
    label: str


_declared: dict[str, Declared] = {}


def declare(name: str, function: Callable[..., Outcome], *, label: str) -> None:
    """`function` takes `progress` and keyword values that JSON can hold: ids, dates as text.

    It loads, calls one action (or one for each of many things: `progress.each`), and may return a sentence, or a
    sentence and the address of the page that shows what came of it. It may be run again after it was cut short
    anywhere: what must not happen twice happens in `progress.once` or `each`.
    """
    if name in _declared and _declared[name].function is not function:
        raise ValueError(f"there are two jobs called {name}")
    _declared[name] = Declared(name, function, label)


def declared() -> dict[str, Declared]:
    return _declared


def label_of(name: str) -> str:
    """For jobs of an older version too."""
    return _declared[name].label if name in _declared else name
