"""Who owed what, as the tree and the posts were then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huoshui.ledger.periods import Period
from huoshui.organisation.public import Unit, UnitThen, trees_under, units_with_posts

from ..rules import Duty, judged_on

Key = tuple[str, Period]


@dataclass(frozen=True)
class Owing:
    """The units that owe a duty, in official order, and where every unit under the same one hung then, by id."""

    units: Sequence[UnitThen]
    paths: Mapping[int, str]


def owing_of(unit: Unit, duties: Sequence[Duty], today: date) -> dict[Key, Owing]:
    """Of every duty, asked or not, in as few queries for many as for one."""
    asked = [duty for duty in duties if duty.version]
    trees = trees_under(unit, {judged_on(duty.period, today) for duty in asked})
    paths = {day: {then.id: then.path for then in tree} for day, tree in trees.items()}
    holders = _holders(asked)
    owing = {duty.key: Owing((), {}) for duty in duties}
    for duty in asked:
        day = judged_on(duty.period, today)
        owing[duty.key] = Owing([then for then in trees[day] if _owes(then, duty, holders)], paths[day])
    return owing


def _owes(then: UnitThen, duty: Duty, holders: Mapping[tuple[str, Period], set[int]]) -> bool:
    norm = duty.norm
    return then.kind in norm.owed_by and (not norm.needs_post or then.id in holders[norm.needs_post, duty.period])


def _holders(duties: Sequence[Duty]) -> dict[tuple[str, Period], set[int]]:
    """The units in which the posts that norms need were held, by post and period."""
    needed = [(duty.norm.needs_post, duty.period) for duty in duties if duty.norm.needs_post]
    return units_with_posts({post for post, _ in needed}, {period for _, period in needed})
