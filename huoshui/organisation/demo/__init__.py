"""A city's organisation by seed: its tree, its people, and what becomes of them."""

from .changes import Change, carry_out, changes
from .founding import City, found_city
from .tree import CITY, County, Town

__all__ = ["CITY", "Change", "City", "County", "Town", "carry_out", "changes", "found_city"]
