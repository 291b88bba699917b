"""`huoshui verify`: do rows and facts tell the same story, and do the tallies equal a recount?"""

import argparse

from huoshui.base.parts import Part, parts
from huoshui.config import database
from huoshui.ledger.reconcile import Difference, differences, untrue_tallies
from huoshui.organisation.models import PersonKey


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    database.refuse_unmigrated()
    found = [line for part in parts() for line in _reconciled(part)] + _recounted()
    for line in found:
        print(f"    {line}")
    return 1 if found else 0


def _reconciled(part: Part) -> list[str]:
    if part.wanted is None:
        return []
    known = frozenset(PersonKey.objects.values_list("key", flat=True))
    found = differences(part.wanted(), part=part.name, known_people=known)
    print(f"{'×' if found else '✓'} {part.label}：业务数据与记录{'不一致' if found else '一致'}")
    return [_said(difference) for difference in found]


def _said(difference: Difference) -> str:
    return f"{difference.subject}：缺少记录 {difference.missing} 条，多出记录 {difference.surplus} 条"


def _recounted() -> list[str]:
    untrue = untrue_tallies()
    print(f"{'×' if untrue else '✓'} 汇总与重新计数{'不一致' if untrue else '一致'}")
    return [f"汇总不符：{definition}" for definition in untrue]
