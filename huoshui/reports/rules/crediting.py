"""For whom it counts what a unit did."""

from collections.abc import Mapping

from huoshui.ledger.scope import SEGMENT


def credited(counts: Mapping[int, int], owing: Mapping[int, str], paths: Mapping[int, str]) -> dict[int, int]:
    """What a unit did counts for itself if it owes, else for the nearest above that does: a cell's for its branch.

    `owing` has the paths of those that owe by id, `paths` those of all units.
    """
    found = {unit_id: counts.get(unit_id, 0) for unit_id in owing}
    if others := [unit_id for unit_id in counts if unit_id not in owing]:
        owed_at = {path: unit_id for unit_id, path in owing.items()}
        for unit_id in others:
            if nearest := _nearest(paths.get(unit_id, ""), owed_at):
                found[nearest] += counts[unit_id]
    return found


def _nearest(path: str, owed_at: Mapping[str, int]) -> int | None:
    above = (path[:end] for end in range(len(path), 0, -SEGMENT))
    return next((owed_at[one] for one in above if one in owed_at), None)
