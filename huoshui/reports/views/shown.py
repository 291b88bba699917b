"""A cell of either matrix as it is seen."""

from huoshui.ledger.figures import Form
from huoshui.packs.loaded import pack

from ..queries.matrix import Cell
from ..rules import State
from ..templatetags.matrix import Shown

QUIET = (State.NONE, State.FUTURE)


def shown_own(cell: Cell, heading: str, url: str, span: int = 1, elsewhere: str = "") -> Shown:
    """Of a unit's own duty, with the records it has; of people, with those of whom it is asked."""
    standing, heard = cell.standings[0], ""
    count = f"{standing.count:,}" if standing.count else ""
    if cell.duty.version and pack().figures[cell.duty.version.figure].form is Form.PEOPLE and standing.asked > 0:
        count, heard = f"{standing.count}/{standing.asked}", f"，{standing.asked} 人中 {standing.count} 人"
    if elsewhere:
        heard += f"，计入{elsewhere}"
    return Shown(cell.state.value, heading, count, "计入他处" if elsewhere else "", heard, url, span)


def shown_folded(cell: Cell, heading: str, url: str, span: int = 1) -> Shown:
    """Of the units under one that owe it, how many have done it."""
    count = f"{cell.done}/{cell.owing}" if cell.owing and cell.state not in QUIET else ""
    also = f"有困难 {cell.in_the_way}" if cell.in_the_way and cell.state is not State.IN_THE_WAY else ""
    if cell.state is State.IN_THE_WAY:
        also = f"{cell.in_the_way} 个"
    return Shown(cell.state.value, heading, count, also, f"，{cell.said}" if count else "", url, span)
