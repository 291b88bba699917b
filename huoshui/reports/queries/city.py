"""The units under one as lines of a matrix: folded into those directly under it, unfolded one by one or all."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property

from huoshui.ledger.scope import SEGMENT
from huoshui.organisation.public import Unit, UnitThen, trees_under

from ..rules import Duty, judged_on
from .matrix import Cell, Standing, cells_in

Segment = str


@dataclass(frozen=True)
class Unfolding:
    """Which lines to unfold: those of the units with these codes, or all down to the units that owe."""

    codes: frozenset[str] = frozenset()
    everything: bool = False


@dataclass(frozen=True)
class LineCell:
    """A cell, and the name of the unit that counts it where that is not the one its line stands under."""

    cell: Cell
    elsewhere: str = ""


@dataclass(frozen=True)
class Line:
    """A unit and a cell for each duty. `above` names what it hangs under where that has no line of its own;
    `is_open` is None where there is nothing to unfold: what a unit that owes has under it, its cells open."""

    unit: UnitThen
    above: str
    level: int
    is_open: bool | None
    cells: tuple[LineCell, ...]


def lines_of(unit: Unit, duties: Sequence[Duty], day: date, today: date, unfolding: Unfolding) -> list[Line]:
    """Lines are those of the tree of `day`; each duty is judged by the tree of its own period's last day."""
    days = {judged_on(duty.period, today) for duty in duties if duty.version} | {min(day, today)}
    trees = trees_under(unit, days)
    cells = cells_in(trees, unit, duties, today)
    ordered = [trees[min(day, today)], *(trees[one] for one in sorted(days, reverse=True))]
    return list(_City(unit, cells, _merged(ordered), unfolding).lines())


def _merged(trees: Sequence[Sequence[UnitThen]]) -> list[UnitThen]:
    """The first tree, and who is only in the others: each behind whom they followed there."""
    order = list(trees[0])
    known = {then.id for then in order}
    for tree in trees[1:]:
        before: UnitThen | None = None
        for then in tree:
            if then.id not in known:
                order.insert(_index_of(order, before) + 1, then)
                known.add(then.id)
            before = then
    return order


def _index_of(order: Sequence[UnitThen], wanted: UnitThen | None) -> int:
    return next((n for n, then in enumerate(order) if wanted and then.id == wanted.id), len(order) - 1)


def _segments(path: str) -> list[Segment]:
    return [path[start : start + SEGMENT] for start in range(0, len(path), SEGMENT)]


class _City:
    """The tree with its standings, while its lines are made. A unit is known by the last segment of its path."""

    def __init__(self, root: Unit, cells: Sequence[Cell], tree: Sequence[UnitThen], unfolding: Unfolding) -> None:
        self.root, self.cells, self.unfolding = root.path[-SEGMENT:], cells, unfolding
        self.by_segment = {then.path[-SEGMENT:]: then for then in tree}
        self.children: dict[Segment, list[Segment]] = defaultdict(list)
        for then in tree:
            self.children[then.path[-2 * SEGMENT : -SEGMENT]].append(then.path[-SEGMENT:])
        self.owing_kinds = {kind for cell in cells for kind in cell.duty.norm.owed_by}

    @cached_property
    def under(self) -> list[dict[Segment, list[Standing]]]:
        """For each cell, the standings under each unit, the unit's own among them."""
        found: list[dict[Segment, list[Standing]]] = []
        for cell in self.cells:
            by_segment: dict[Segment, list[Standing]] = defaultdict(list)
            for standing in cell.standings:
                for segment in _segments(standing.unit.path):
                    by_segment[segment].append(standing)
            found.append(by_segment)
        return found

    @cached_property
    def asked(self) -> set[Segment]:
        """The units under which something is asked of somebody."""
        return {segment for by_segment in self.under for segment in by_segment}

    def lines(self) -> Iterator[Line]:
        if self._owes(self.root):
            yield self._line(self.root, "", 0, own=True)
        for child in self.children[self.root]:
            if child in self.asked:
                yield from self._of_child(child)

    def _of_child(self, child: Segment) -> Iterator[Line]:
        """A child with one unit that owes, now and then, is that unit's line."""
        if self._owes(child):
            yield self._line(child, "", 0)
            return
        below = list(self._topmost(child))
        if len(below) == 1 and not self._had_others(child, below[0]):
            yield self._line(below[0], self._unless_said(child, below[0]), 0)
        else:  # those that owed under it may all have left since
            is_open = (self.unfolding.everything or self._is_chosen(child)) if below else None
            yield self._line(child, "", 0, is_open=is_open)
            for segment in below if is_open else ():
                yield self._line(segment, self._between(child, segment), 1, under=child)

    def _had_others(self, child: Segment, one: Segment) -> bool:
        """Whether, in some cell, others under the child owed that have left it since."""
        standings = (standing for by_segment in self.under for standing in by_segment.get(child, ()))
        return any(one not in _segments(standing.unit.path) for standing in standings)

    def _is_chosen(self, segment: Segment) -> bool:
        return self.by_segment[segment].code in self.unfolding.codes

    def _line(
        self,
        segment: Segment,
        above: str,
        level: int,
        *,
        is_open: bool | None = None,
        under: Segment = "",
        own: bool = False,
    ) -> Line:
        then = self.by_segment[segment]
        cells = []
        for cell, by_segment in zip(self.cells, self.under, strict=True):
            standings = by_segment.get(segment, ())
            if own:
                standings = [standing for standing in standings if standing.unit.id == then.id]
            cells.append(LineCell(Cell(cell.duty, tuple(standings)), self._elsewhere(standings, under)))
        return Line(then, above, level, is_open, tuple(cells))

    def _elsewhere(self, standings: Sequence[Standing], under: Segment) -> str:
        """Where they count, when they hung under another unit on the day they are judged on."""
        if not under or not standings or under in (way := _segments(standings[0].unit.path)):
            return ""
        depth = way.index(self.root) + 1 if self.root in way else 0
        counted = self.by_segment.get(way[depth])
        return counted.name if counted else ""

    def _topmost(self, segment: Segment) -> Iterator[Segment]:
        """The units strictly under this one that owe, without those under them."""
        for child in self.children[segment]:
            if child not in self.asked:
                continue
            if self._owes(child):
                yield child
            else:
                yield from self._topmost(child)

    def _between(self, child: Segment, segment: Segment) -> str:
        above = self.by_segment[segment].path[-2 * SEGMENT : -SEGMENT]
        return "" if above == child else self._unless_said(above, segment)

    def _unless_said(self, above: Segment, segment: Segment) -> str:
        """The name of the one above, unless that of the other says it already: 金融业务部党支部."""
        name = self.by_segment[above].name
        return "" if self.by_segment[segment].name.startswith(name) else name

    def _owes(self, segment: Segment) -> bool:
        then = self.by_segment.get(segment)
        return then is not None and then.kind in self.owing_kinds
