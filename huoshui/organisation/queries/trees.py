"""The tree as a page shows it: of any day, as far as the viewer sees it, searched by the names of then."""

import re
from dataclasses import dataclass, field
from datetime import date

from huoshui.ledger.scope import SEGMENT
from huoshui.packs.loaded import pack

from ..models import Unit, UnitSpell
from ..rules.names import pattern_of, spelled
from ..viewing import Viewer
from .units import UnitThen, trees_under

SEE = "organisation.view"
FOUND_AT_MOST = 20


@dataclass
class Node:
    """A unit of then with those under it. `is_here`: the viewer may open its page now."""

    then: UnitThen
    label: str
    is_here: bool
    is_found: bool = False
    is_open: bool = False
    below: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Tree:
    roots: list[Node]
    count: int
    found: int


def tree_on(viewer: Viewer, day: date, asked: str = "") -> Tree:
    """With something asked, the branches of the tree that lead to what was found."""
    roots = outermost_units(viewer)
    seen = set(viewer.units(SEE).values_list("pk", flat=True))
    thens = {then.path: then for root in roots for then in trees_under(root, [day])[day]}
    nodes = {path: Node(then, pack().unit_kinds[then.kind].label, then.id in seen) for path, then in thens.items()}
    tops = [node for path, node in nodes.items() if not _hang(path, node, nodes)]
    found = _search(nodes, asked)
    for top in tops:
        top.is_open = True
    return Tree(_pruned(tops) if asked else tops, len(nodes), found)


def search_units(viewer: Viewer, text: str) -> list[tuple[Unit, str]]:
    """Units by any name they ever had, in official order; with the former name where that is what was found."""
    pattern = pattern_of(text)
    if not pattern:
        return []
    spells = UnitSpell.objects.filter(spelled__regex=pattern, unit__in=viewer.units(SEE)).select_related("unit")
    found: dict[Unit, str] = {}
    for spell in spells.order_by("unit__place", "-from_on"):
        found.setdefault(spell.unit, "" if spell.name == spell.unit.name else spell.name)
    return list(found.items())[:FOUND_AT_MOST]


def outermost_units(viewer: Viewer) -> list[Unit]:
    """The units the viewer holds the permission over, none under another."""
    paths = viewer.prefixes(SEE)
    return [unit for unit in dict.fromkeys(viewer.granted(SEE)) if unit.path in paths]


def _hang(path: str, node: Node, nodes: dict[str, Node]) -> bool:
    """Under its parent of then, if that one is seen."""
    above = nodes.get(path[:-SEGMENT])
    if above:
        above.below.append(node)
    return above is not None


def _search(nodes: dict[str, Node], asked: str) -> int:
    """Marks what is found and opens the way to it."""
    pattern = re.compile(pattern_of(asked)) if pattern_of(asked) else None
    found = 0
    for path, node in nodes.items():
        if pattern and pattern.search(spelled(node.then.name, is_person=False)):
            node.is_found, found = True, found + 1
            for end in range(SEGMENT, len(path), SEGMENT):
                if above := nodes.get(path[:end]):
                    above.is_open = True
    return found


def _pruned(nodes: list[Node]) -> list[Node]:
    """Only what is found, and what stands over it."""
    kept = []
    for node in nodes:
        node.below = _pruned(node.below)
        if node.is_found or node.below:
            kept.append(node)
    return kept
