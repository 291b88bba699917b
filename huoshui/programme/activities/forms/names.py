"""From names as people write them to person ids."""

from collections import Counter
from collections.abc import Callable, Sequence

from django.forms import ValidationError

Find = Callable[[str], set[int]]


def people_named(written: str, *, known: dict[int, str], listed: dict[int, str], find: Find) -> list[int]:
    """The people of the names in `written`, in its order.

    `known` are those who were named before, by id; `listed` those who stand on the roster above and need no naming;
    `find` gives everybody of a name. Raises ValidationError naming the first name that cannot stand.
    """
    names = Counter(parted(written))
    return [person for name, times in names.items() for person in _of_name(name, times, known, listed, find)]


def parted(written: str) -> list[str]:
    for mark in "，,；;\n":
        written = written.replace(mark, "、")
    return [name.strip() for name in written.split("、") if name.strip()]


def _of_name(name: str, times: int, known: dict[int, str], listed: dict[int, str], find: Find) -> Sequence[int]:
    before = [person_id for person_id, known_as in known.items() if known_as == name]
    if len(before) == times:
        return before
    found = find(name)
    others = found - listed.keys()
    if found and not others:
        raise ValidationError(f"“{name}”已在名册上，不用再写。")
    if not others:
        raise ValidationError(f"没有找到“{name}”。请核对姓名；外单位的人请计入群众参加人数。")
    if len(others) != 1:
        raise ValidationError(f"有不止一位“{name}”，请先计入群众参加人数。")
    return list(others)
