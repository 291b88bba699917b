"""Measures: what is tallied. Two figures over the same kinds and filter share one measure and its tally."""

import hashlib
import json
from dataclasses import dataclass

QUANTITY = "quantity"


@dataclass(frozen=True, order=True)
class Measure:
    """A choice of facts and the number each of them brings.

    A fact counts when its kind is one of `kinds`, it carries every tag of `tags`, and each payload field named in
    `where` holds one of the values listed. `of` names the number summed: the quantity, or a payload field.
    `per_person` keeps tallies by person key as well, for distinct people.
    """

    kinds: tuple[str, ...]
    tags: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str | int | bool, ...]], ...] = ()
    of: str = QUANTITY
    per_person: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", tuple(sorted(set(self.kinds))))
        object.__setattr__(self, "tags", tuple(sorted(set(self.tags))))
        object.__setattr__(self, "where", tuple(sorted(self.where)))

    @property
    def digest(self) -> str:
        """The measure's name for ever: a changed definition is another measure, with a tally of its own."""
        return hashlib.sha256(self.definition.encode()).hexdigest()[:32]

    @property
    def definition(self) -> str:
        return json.dumps([self.kinds, self.tags, self.where, self.of, self.per_person], ensure_ascii=False)
