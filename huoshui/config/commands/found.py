"""`huoshui found`: opens the first unit of an empty database, the root of the tree; all others hang under it."""

import argparse
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from huoshui.base import clock
from huoshui.base.env import exact_day
from huoshui.base.errors import Refused
from huoshui.config import database
from huoshui.ledger.models import Source
from huoshui.organisation.actions import open_unit
from huoshui.organisation.models import Unit
from huoshui.packs.loaded import pack


class FoundedAlready(Refused):
    """There is a tree, and it has one root."""


class Unwritable(Refused):
    """A code that no address can hold, or no name."""


class NoSuchKind(Refused):
    """The pack has no such kind of unit, or it cannot stand at the top."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="单位代码：小写字母、数字和短横线，定了不能改")
    parser.add_argument("--kind", required=True, metavar="KIND", help="单位类型，例如 city_company")
    parser.add_argument("--name", required=True, metavar="NAME", help="单位名称")
    parser.add_argument("--on", type=_day, metavar="DATE", help="设立日期，如 2020-01-01；不写就是今天")


def run(args: argparse.Namespace) -> int:
    database.refuse_unmigrated()
    args.code, args.name = args.code.strip(), args.name.strip()
    here = {"by": None, "at": clock.now(), "source": Source.SCREEN}
    with transaction.atomic():
        _refuse_second()
        _refuse_kind(args.kind)
        _refuse_unwritable(args.code, args.name)
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


def _refuse_unwritable(code: str, name: str) -> None:
    """The code stands in addresses and is never changed, so that it is looked at before anything is kept."""
    try:
        forms.SlugField(max_length=64).clean(code)
        forms.CharField(max_length=100).clean(name)
    except ValidationError as wrong:
        raise Unwritable(
            "单位代码只用字母、数字和短横线，不超过 64 个；名称不能空着，不超过 100 个字。请核对后再运行。"
        ) from wrong


def _day(written: str) -> date:
    try:
        return exact_day(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{written}”不是日期，请写成 YYYY-MM-DD，例如 2020-01-01。") from None
