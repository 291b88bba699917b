"""From names of units as people write them to unit ids."""

from collections.abc import Mapping

from django.forms import ValidationError

from .names import parted

SHOWN = 4


def units_named(written: str, allowed: Mapping[int, str]) -> list[int]:
    """The units of these names, whole or as far as they fit one only, in the order written; a name twice is one.

    Raises ValidationError naming the first that cannot stand, and what it might be.
    """
    return list(dict.fromkeys(_named(name, allowed) for name in parted(written)))


def _named(name: str, allowed: Mapping[int, str]) -> int:
    exact = [unit for unit, known in allowed.items() if known == name]
    found = exact or [unit for unit, known in allowed.items() if name in known]
    if len(found) == 1:
        return found[0]
    if found:
        some = "、".join(allowed[unit] for unit in found[:SHOWN])
        more = f"等 {len(found)} 个" if len(found) > SHOWN else ""
        raise ValidationError(f"“{name}”可以是{some}{more}，请写全名。")
    raise ValidationError(f"没有找到可以联合的“{name}”。请核对名称；系统以外的单位请写在“合作方”里。")
