"""Where a figure is taken: the subtree of a unit, by every path the unit ever had.

A path is the concatenation of six-digit unit numbers from the root down ("000001" + "000042"). Digits only, so that
prefix ranges compare alike under every collation of every database.
"""

from dataclasses import dataclass

SEGMENT = 6


@dataclass(frozen=True)
class Scope:
    """Subtrees by path prefix. A unit that moved has several; a fact lies in at most one of them."""

    paths: tuple[str, ...]

    @property
    def ranges(self) -> list[tuple[str, str]]:
        """Half-open ranges [low, high) of paths."""
        return [(path, after(path)) for path in self.paths]

    def holds(self, path: str) -> bool:
        return any(path.startswith(prefix) for prefix in self.paths)


def after(path: str) -> str:
    """The first path that lies behind the whole subtree of `path`."""
    return str(int(path) + 1).zfill(len(path))


def child_path(parent: str, number: int) -> str:
    """Raises ValueError when the number of units outgrows six digits (999998; the last has no successor)."""
    if not 0 < number < 10**SEGMENT - 1:
        raise ValueError(f"unit number {number} does not fit a path")
    return f"{parent}{number:0{SEGMENT}}"
