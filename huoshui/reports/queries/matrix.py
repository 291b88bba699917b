"""How units stand towards the norms, as the tree, the posts and the records were then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huoshui.ledger.scope import SEGMENT
from huoshui.organisation.public import Unit, UnitThen, scope_around, units_under
from huoshui.packs.loaded import pack

from ..rules import Duty, State, credited, duties_of_year, judged_on, running_duty, state_of, state_of_all
from .counting import Numbers, numbers_of
from .owing import Owing, owing_of


@dataclass(frozen=True)
class Standing:
    """A unit that owes a duty, what it has recorded for it of what is asked, and how it stands."""

    unit: UnitThen
    count: int
    asked: int
    state: State


@dataclass(frozen=True)
class Cell:
    """A duty, and the units under one that owe it, in official order. Nobody owing: nothing is asked."""

    duty: Duty
    standings: tuple[Standing, ...]

    @property
    def state(self) -> State:
        return state_of_all(standing.state for standing in self.standings)

    @property
    def done(self) -> int:
        return sum(standing.state is State.DONE for standing in self.standings)

    @property
    def owing(self) -> int:
        return len(self.standings)

    @property
    def who(self) -> str:
        """Those who owe, by what they are: 党支部."""
        return "、".join(pack().unit_kinds[kind].label for kind in self.duty.norm.owed_by)

    def is_own(self, unit: Unit) -> bool:
        """Whether the unit itself owes it, and no other under it."""
        return [standing.unit.id for standing in self.standings] == [unit.pk]


def matrix_of(unit: Unit, year: int, today: date) -> list[list[Cell]]:
    """A row for each norm of the pack that somebody under the unit ever owed in the year, in the pack's order."""
    rows = [duties_of_year(norm, year) for norm in pack().norms.values()]
    cells = {cell.duty.key: cell for cell in cells_of(unit, [duty for row in rows for duty in row], today)}
    filled = ([cells[duty.key] for duty in row] for row in rows)
    return [row for row in filled if any(cell.standings for cell in row)]


def running_cells(unit: Unit, today: date) -> list[Cell]:
    """What is asked in the month, quarter and year that run today."""
    running = (running_duty(norm, today) for norm in pack().norms.values())
    return [cell for cell in cells_of(unit, [duty for duty in running if duty], today) if cell.standings]


def cells_of(unit: Unit, duties: Sequence[Duty], today: date) -> list[Cell]:
    """The duties, all of one year, each with the units under this one that owe it. Queries do not grow with units."""
    owing = owing_of(unit, duties, today)
    numbers = numbers_of(duties, scope_around(unit, {then.id for owed in owing.values() for then in owed.units}))
    return [Cell(duty, tuple(_standings(duty, owing[duty.key], numbers, today))) for duty in duties]


def above_then(unit: Unit, cell: Cell, today: date) -> dict[int, str]:
    """The name, then, of what each owing unit hung under, where that is not the unit asked about itself."""
    under = units_under(unit, judged_on(cell.duty.period, today))
    names = {then.path: then.name for then in under if then.id != unit.pk}
    owing = (standing.unit for standing in cell.standings)
    return {then.id: names[then.path[:-SEGMENT]] for then in owing if then.path[:-SEGMENT] in names}


def _standings(duty: Duty, owing: Owing, numbers: Numbers, today: date) -> Iterable[Standing]:
    """Where what is asked is itself a figure, a unit with nobody to ask it of owes nothing."""
    if not (version := duty.version):
        return
    owed_by = {then.id: then.path for then in owing.units}
    counts, least, exempt = (
        credited(numbers.get((figure or "", duty.period), {}), owed_by, owing.paths)
        for figure in (version.figure, version.at_least_figure, version.exempt_figure)
    )
    for unit in owing.units:
        count = counts[unit.id]
        asked = (version.at_least or least[unit.id]) - exempt[unit.id]
        if asked > 0:
            state = state_of(owed=True, done=count >= asked, period=duty.period, today=today)
            yield Standing(unit, count, asked, state)
