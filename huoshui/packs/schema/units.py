"""Units and posts: what the tree is made of."""

from pydantic import Field

from .base import Coded, Table, Word, Words


class UnitKind(Coded):
    """`parents` are the kinds it may hang under; none for the root.

    `keeps_rosters`: who was absent stays within it (N10); roles held above it see counts only.
    """

    is_party: bool
    keeps_rosters: bool = False
    parents: Words = ()


class PostKind(Coded):
    """`committee`: its holder sits on the unit's committee. `roles`: by kind of unit, the role that goes with it."""

    for_units: Words
    committee: bool = False
    roles: Table[Word] = Field(default_factory=dict, validate_default=True)
