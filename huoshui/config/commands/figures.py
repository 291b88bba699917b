"""`huoshui figures`: every figure of the pack, for one unit's subtree and one period, as people or programs read it."""

import argparse
import json
from typing import Any

from huoshui.base.errors import Refused
from huoshui.config import database
from huoshui.ledger.errors import UnknownPosition
from huoshui.ledger.figures import Ratio
from huoshui.ledger.periods import NotAPeriod, Period
from huoshui.ledger.sequencer import head
from huoshui.organisation.models import Unit
from huoshui.packs.loaded import pack
from huoshui.reports.queries.figures import figures_of


class NoSuchUnit(Refused):
    """No unit has this code."""


class NoSuchPosition(Refused):
    """The position lies outside the sequence."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", required=True, metavar="CODE", help="单位编码，例如 hengyang")
    parser.add_argument("--period", required=True, type=_period, metavar="PERIOD", help="2021、2021-Q2 或 2021-04")
    parser.add_argument("--at", type=int, metavar="POSITION", help="截至第几条记录，默认截至此刻")
    parser.add_argument("--json", action="store_true", help="以 JSON 打印")


def run(args: argparse.Namespace) -> int:
    database.refuse_unmigrated()
    figures = pack().figures
    values = _values(args)
    if args.json:
        answer = {code: {"value": _plain(value), "unit": figures[code].unit} for code, value in values.items()}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return 0
    for code, value in values.items():
        print(f"{figures[code].label}  {_written(value)} {figures[code].unit}")
    return 0


def _values(args: argparse.Namespace) -> dict[str, int | Ratio]:
    try:
        said = figures_of(_unit(args.unit), args.period, args.at)
    except UnknownPosition:
        raise NoSuchPosition(f"没有第 {args.at} 条记录：--at 可以是 0 到 {head()}。") from None
    return {each.figure.code: each.value for each in said}


def _unit(code: str) -> Unit:
    if unit := Unit.objects.filter(code=code).first():
        return unit
    raise NoSuchUnit(f"没有编码为“{code}”的单位，请核对 --unit。")


def _period(written: str) -> Period:
    try:
        return Period.read(written)
    except NotAPeriod:
        raise argparse.ArgumentTypeError(f"“{written}”不是一段时期，请写成 2021、2021-Q2 或 2021-04。") from None


def _plain(value: int | Ratio) -> Any:
    return {"over": value.over, "under": value.under} if isinstance(value, Ratio) else value


def _written(value: int | Ratio) -> str:
    return f"{value.over}/{value.under}" if isinstance(value, Ratio) else f"{value:,}"
