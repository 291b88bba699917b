"""`huoshui account`: opens an account with a role over one unit's subtree; the password is asked for, never passed."""

import argparse
import getpass
import sys

from django.db import transaction

from huoshui.base import clock
from huoshui.base.errors import Refused
from huoshui.config import database
from huoshui.ledger.models import Source
from huoshui.organisation.actions import grant_role, open_account
from huoshui.organisation.models import Unit
from huoshui.packs.loaded import pack


class NoSuchUnit(Refused):
    """No unit has this code."""


class NoSuchRole(Refused):
    """The pack has no such role."""


class PasswordsDiffer(Refused):
    """The password was not repeated as given."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", metavar="USERNAME", help="用户名")
    parser.add_argument("--role", required=True, metavar="ROLE", help="角色代码，例如 city_officer")
    parser.add_argument("--unit", required=True, metavar="CODE", help="角色所及的单位（含下级）的编码")
    parser.add_argument("--phone", default="", metavar="NUMBER", help="手机号码，也可用来登录")


def run(args: argparse.Namespace) -> int:
    database.refuse_unmigrated()
    unit, role, password = _unit(args.unit), _role(args.role), _password()
    here = {"by": None, "at": clock.now(), "source": Source.SCREEN}
    with transaction.atomic():
        account = open_account(username=args.username, password=password, phone=args.phone, **here)
        grant_role(account=account, role=role, unit=unit, from_on=clock.today(), **here)
    print(f"账号“{account.username}”已开通：{pack().roles[role].label}，{unit.name}。")
    return 0


def _unit(code: str) -> Unit:
    if unit := Unit.objects.filter(code=code).first():
        return unit
    raise NoSuchUnit(f"没有编码为“{code}”的单位，请核对 --unit。")


def _role(code: str) -> str:
    if code in pack().roles:
        return code
    raise NoSuchRole(f"没有“{code}”这个角色，可用的有：{'、'.join(pack().roles)}。")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    given = getpass.getpass("密码：")
    if getpass.getpass("再输一遍：") != given:
        raise PasswordsDiffer("两次输入的密码不一致，账号没有开通，请重新运行。")
    return given
