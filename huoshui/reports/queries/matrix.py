"""How units stand towards the norms, as the tree, the posts and the records were then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property

from huoshui.ledger.periods import Period
from huoshui.ledger.scope import SEGMENT
from huoshui.organisation.public import Unit, UnitThen, scope_around, units_under
from huoshui.packs.loaded import pack

from ..enums import ObstacleState
from ..models import Obstacle
from ..rules import (
    ASKED,
    Duty,
    State,
    credited,
    duties_of_year,
    duty_in,
    judged_on,
    note_on,
    running_duty,
    state_of,
    state_of_all,
    when_is,
)
from .counting import Numbers, numbers_of
from .owing import Owing, Trees, owing_of, trees_of

Noted = Mapping[tuple[int, str, str], Obstacle]


@dataclass(frozen=True)
class Standing:
    """A unit that owes a duty, what it has recorded for it of what is asked, how it stands, and what it says is in
    the way."""

    unit: UnitThen
    count: int
    asked: int
    state: State
    obstacle: Obstacle | None = None


@dataclass(frozen=True)
class Cell:
    """A duty, and the units under one that owe it, in official order. Nobody owing: nothing is asked."""

    duty: Duty
    standings: tuple[Standing, ...]

    @cached_property
    def state(self) -> State:
        return state_of_all(standing.state for standing in self.standings)

    @property
    def done(self) -> int:
        return self._in(State.DONE)

    @property
    def in_the_way(self) -> int:
        return self._in(State.IN_THE_WAY)

    @property
    def exempt(self) -> int:
        return self._in(State.EXEMPT)

    @property
    def owing(self) -> int:
        """Those of whom it is asked: the exempt are left out, unless they did it."""
        return sum(standing.state in ASKED for standing in self.standings)

    @property
    def who(self) -> str:
        """Those who owe, by what they are: 党支部."""
        return "、".join(pack().unit_kinds[kind].label for kind in self.duty.norm.owed_by)

    @property
    def said(self) -> str:
        """12 个党支部中，11 个已完成，1 个有困难，另有 1 个免做."""
        parts = [f"{self.owing} 个{self.who}中，{self.done} 个已完成"] if self.owing else []
        parts += [f"{self.in_the_way} 个有困难"] if self.in_the_way else []
        parts += [f"{'另有 ' if self.owing else ''}{self.exempt} 个免做"] if self.exempt else []
        return "，".join(parts)

    def is_own(self, unit: Unit | UnitThen) -> bool:
        """Whether the unit itself owes it, and no other under it."""
        unit_id = unit.pk if isinstance(unit, Unit) else unit.id
        return [standing.unit.id for standing in self.standings] == [unit_id]

    def _in(self, state: State) -> int:
        return sum(standing.state is state for standing in self.standings)


def matrix_of(unit: Unit, year: int, today: date) -> list[list[Cell]]:
    """A row for each norm of the pack that somebody under the unit ever owed in the year, in the pack's order."""
    rows = [duties_of_year(norm, year) for norm in pack().norms.values()]
    cells = {cell.duty.key: cell for cell in cells_of(unit, [duty for row in rows for duty in row], today)}
    filled = ([cells[duty.key] for duty in row] for row in rows)
    return [row for row in filled if any(cell.standings for cell in row)]


def running_cells(unit: Unit, today: date) -> list[Cell]:
    """What is asked in the month, quarter and year that run today."""
    return [cell for cell in cells_of(unit, running_duties(today), today) if cell.standings]


def running_duties(day: date) -> list[Duty]:
    """What each norm asks in the period that holds the day, in the pack's order."""
    running = (running_duty(norm, day) for norm in pack().norms.values())
    return [duty for duty in running if duty]


def duties_named(pairs: Iterable[tuple[str, str]]) -> list[Duty]:
    """By code of the norm and period as written; those the pack no longer asks are left out."""
    norms = pack().norms
    named = (duty_in(norms[norm], Period.read(period)) for norm, period in pairs if norm in norms)
    return [duty for duty in named if duty]


def cells_of(unit: Unit, duties: Sequence[Duty], today: date) -> list[Cell]:
    """The duties, all of one year, each with the units under this one that owe it. Queries do not grow with units."""
    return cells_in(trees_of(unit, duties, today), unit, duties, today)


def cells_in(trees: Trees, unit: Unit, duties: Sequence[Duty], today: date) -> list[Cell]:
    """The same, with the trees of the days the duties are judged on."""
    owing = owing_of(trees, duties, today)
    numbers = numbers_of(duties, scope_around(unit, {then.id for owed in owing.values() for then in owed.units}))
    noted = _open_notes(duties)
    return [Cell(duty, tuple(_standings(duty, owing[duty.key], numbers, noted, today))) for duty in duties]


def above_then(unit: Unit, cell: Cell, today: date) -> dict[int, str]:
    """The name, then, of what each owing unit hung under, where that is not the unit asked about itself."""
    under = units_under(unit, judged_on(cell.duty.period, today))
    names = {then.path: then.name for then in under if then.id != unit.pk}
    owing = (standing.unit for standing in cell.standings)
    return {then.id: names[then.path[:-SEGMENT]] for then in owing if then.path[:-SEGMENT] in names}


def _open_notes(duties: Sequence[Duty]) -> Noted:
    """Notes are few: those of all units, by unit, norm and period."""
    asked = [duty for duty in duties if duty.version]
    norms, periods = {duty.norm.code for duty in asked}, {duty.period.written for duty in asked}
    notes = Obstacle.objects.filter(state=ObstacleState.OPEN, norm__in=norms, period__in=periods)
    return {(note.unit_id, note.norm, note.period): note for note in notes}


def _standings(duty: Duty, owing: Owing, numbers: Numbers, noted: Noted, today: date) -> Iterable[Standing]:
    """Where what is asked is itself a figure, a unit with nobody to ask it of owes nothing."""
    if not (version := duty.version):
        return
    owed_by = {then.id: then.path for then in owing.units}
    counts, least, excused = (
        credited(numbers.get((figure or "", duty.period), {}), owed_by, owing.paths)
        for figure in (version.figure, version.at_least_figure, version.exempt_figure)
    )
    when, written = when_is(duty.period, today), duty.period.written
    for unit in owing.units:
        asked = (version.at_least or least[unit.id]) - excused[unit.id]
        note = noted.get((unit.id, duty.norm.code, written))
        state = state_of(
            owed=True,
            asked=asked > 0,
            exempt=unit.id in owing.exempt or (asked <= 0 and excused[unit.id] > 0),
            done=counts[unit.id] >= asked,
            when=when,
            note=note_on(note.until_on if note else None, today),
        )
        if state is not State.NONE:
            yield Standing(unit, counts[unit.id], asked, state, note)
