"""Who owed what, as the tree, the posts and the exemptions were then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from huoshui.ledger.periods import Period
from huoshui.organisation.public import Unit, UnitThen, trees_under, units_exempt, units_with_posts

from ..rules import Duty, judged_on

Key = tuple[str, Period]
Trees = Mapping[date, Sequence[UnitThen]]


@dataclass(frozen=True)
class Owing:
    """The units that owe a duty, in official order, which of them are exempt, and where every unit under the same one
    hung then, by id."""

    units: Sequence[UnitThen] = ()
    paths: Mapping[int, str] = field(default_factory=dict)
    exempt: frozenset[int] = frozenset()


def trees_of(unit: Unit, duties: Sequence[Duty], today: date) -> Trees:
    """The subtree on each day the duties are judged on."""
    return trees_under(unit, {judged_on(duty.period, today) for duty in duties if duty.version})


def owing_of(trees: Trees, duties: Sequence[Duty], today: date) -> dict[Key, Owing]:
    """Of every duty, asked or not, in as few queries for many as for one."""
    asked = [duty for duty in duties if duty.version]
    days = {duty.key: judged_on(duty.period, today) for duty in asked}
    paths = {day: {then.id: then.path for then in tree} for day, tree in trees.items()}
    holders = _holders(asked)
    exempt = units_exempt({(duty.norm.code, days[duty.key]) for duty in asked})
    owing = {duty.key: Owing() for duty in duties}
    for duty in asked:
        day = days[duty.key]
        units = [then for then in trees[day] if _owes(then, duty, holders)]
        owing[duty.key] = Owing(units, paths[day], frozenset(exempt[duty.norm.code, day]))
    return owing


def _owes(then: UnitThen, duty: Duty, holders: Mapping[Key, set[int]]) -> bool:
    norm = duty.norm
    return then.kind in norm.owed_by and (not norm.needs_post or then.id in holders[norm.needs_post, duty.period])


def _holders(duties: Sequence[Duty]) -> dict[Key, set[int]]:
    """The units in which the posts that norms need were held, by post and period."""
    needed = [(duty.norm.needs_post, duty.period) for duty in duties if duty.norm.needs_post]
    return units_with_posts({post for post, _ in needed}, {period for _, period in needed})
