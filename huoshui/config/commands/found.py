"""`huoshui found`: opens the first unit of an empty database, the root of the tree; all others hang under it."""

import argparse
from datetime import date

from django.db import transaction

from huoshui.base import clock
from huoshui.base.errors import Refused
from huoshui.config import database
from huoshui.ledger.models import Source
from huoshui.organisation.actions import open_unit
from huoshui.organisation.models import Unit
from huoshui.packs.loaded import pack


class FoundedAlready(Refused):
    """There is a tree, and it has one root."""


class NoSuchKind(Refused):
    """The pack has no such kind of unit, or it cannot stand at the top."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="单位代码：小写字母、数字和短横线，定了不能改")
    parser.add_argument("--kind", required=True, metavar="KIND", help="单位类型，例如 city_company")
    parser.add_argument("--name", required=True, metavar="NAME", help="单位名称")
    parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="设立日期，如 2020-01-01；不写就是今天")


def run(args: argparse.Namespace) -> int:
    database.refuse_unmigrated()
    here = {"by": None, "at": clock.now(), "source": Source.SCREEN}
    with transaction.atomic():
        _refuse_second()
        _refuse_kind(args.kind)
        on = args.on or clock.today()
        unit = open_unit(code=args.code, kind=args.kind, name=args.name, on=on, parent=None, **here)
    print(f"“{unit.name}”已设立。接着用 huoshui account 开第一个账号，再登录设立下级单位。")
    return 0


def _refuse_second() -> None:
    if root := Unit.objects.filter(parent=None).first():
        raise FoundedAlready(f"已经有最上级单位“{root.name}”（{root.code}），其他单位请登录后在它下面设立。")


def _refuse_kind(kind: str) -> None:
    roots = [known.code for known in pack().unit_kinds.values() if not known.parents]
    if kind not in roots:
        raise NoSuchKind(f"最上级单位的类型只能是：{'、'.join(roots)}。请核对 --kind。")
