"""How units stand towards the norms, as the tree, the posts and the records were then."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huoshui.ledger.evaluation import Cells, evaluate_cells
from huoshui.ledger.figures import Figure
from huoshui.ledger.periods import Period
from huoshui.ledger.scope import SEGMENT, Scope
from huoshui.organisation.public import Unit, UnitThen, scope_around, trees_under, units_under, units_with_posts
from huoshui.packs.loaded import pack
from huoshui.packs.schema import NormVersion

from ..rules import Duty, State, duties_of_year, judged_on, running_duty, state_of, state_of_all

Owing = Mapping[tuple[str, Period], Sequence[UnitThen]]
Numbers = dict[tuple[str | None, Period], dict[int, int]]


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
    owing = _owing(unit, duties, today)
    numbers = _numbers(unit, duties, owing)
    return [Cell(duty, tuple(_standings(duty, owing[duty.key], numbers, today))) for duty in duties]


def above_then(unit: Unit, cell: Cell, today: date) -> dict[int, str]:
    """The name, then, of what each owing unit hung under, where that is not the unit asked about itself."""
    under = units_under(unit, judged_on(cell.duty.period, today))
    names = {then.path: then.name for then in under if then.id != unit.pk}
    owing = (standing.unit for standing in cell.standings)
    return {then.id: names[then.path[:-SEGMENT]] for then in owing if then.path[:-SEGMENT] in names}


def _owing(unit: Unit, duties: Sequence[Duty], today: date) -> Owing:
    asked = [duty for duty in duties if duty.version]
    kinds = {kind for duty in asked for kind in duty.norm.owed_by}
    trees = trees_under(unit, {judged_on(duty.period, today) for duty in asked}, kinds)
    with_post = [duty for duty in asked if duty.norm.needs_post]
    held = units_with_posts({duty.norm.needs_post for duty in with_post}, {duty.period for duty in with_post})
    owing: dict[tuple[str, Period], Sequence[UnitThen]] = {duty.key: () for duty in duties}
    for duty in asked:
        then = (u for u in trees[judged_on(duty.period, today)] if u.kind in duty.norm.owed_by)
        post = duty.norm.needs_post
        owing[duty.key] = [u for u in then if not post or u.id in held[post, duty.period]]
    return owing


def _numbers(unit: Unit, duties: Sequence[Duty], owing: Owing) -> Numbers:
    """What the duties' figures say of each unit and period, in one statement for each length of period."""
    scope = scope_around(unit, {then.id for units in owing.values() for then in units})
    numbers: Numbers = defaultdict(dict)
    for per in dict.fromkeys(duty.version.per for duty in duties if duty.version):
        for code, cells in _cells_per(per, [d for d in duties if d.version and d.version.per == per], scope).items():
            for (unit_id, period), value in cells.items():
                numbers[code, period][unit_id] = value
    return numbers


def _cells_per(per: str, duties: Sequence[Duty], scope: Scope) -> Cells:
    figures = _figures(duty.version for duty in duties if duty.version)
    months = Period(min(duty.period.first for duty in duties), max(duty.period.last for duty in duties))
    return evaluate_cells(figures, scope=scope, period=months, per=per)


def _figures(versions: Iterable[NormVersion]) -> list[Figure]:
    named = [code for v in versions for code in (v.figure, v.at_least_figure, v.exempt_figure) if code]
    return [pack().figures[code] for code in dict.fromkeys(named)]


def _standings(duty: Duty, owing: Sequence[UnitThen], numbers: Numbers, today: date) -> Iterable[Standing]:
    """Where what is asked is itself a figure, a unit with nobody to ask it of owes nothing."""
    if not (version := duty.version):
        return
    counts, least, exempt = (
        numbers.get((figure, duty.period), {})
        for figure in (version.figure, version.at_least_figure, version.exempt_figure)
    )
    for unit in owing:
        count = counts.get(unit.id, 0)
        asked = (version.at_least or least.get(unit.id, 0)) - exempt.get(unit.id, 0)
        if asked > 0:
            state = state_of(owed=True, done=count >= asked, period=duty.period, today=today)
            yield Standing(unit, count, asked, state)
