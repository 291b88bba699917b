"""The `huoshui` command. Each subcommand is a module in `commands/` with `arguments(parser)` and `run(args) -> int`."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import django
from django.conf import settings

from huoshui.base.errors import Refused
from huoshui.config.database import open_database
from huoshui.packs.errors import PackError

COMMANDS = {
    "serve": "启动网站和后台进程；--demo 先装好演示城市",
    "worker": "只启动后台进程：为新记录编号、更新各项数字",
    "demo": "装入演示城市并启动网站；--load-only 只装入",
    "figures": "打印一个单位一段时期的各项数字",
    "verify": "核对：业务数据与记录是否一致，汇总与重新计数是否一致",
    "doctor": "体检：设置、数据库、编号、配置包是否正常",
    "migrate": "把数据库升级到当前版本",
    "found": "在空的数据库里设立第一个单位",
    "account": "新建一个账号并授予角色",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when done, 1 when something was found wrong, 2 when the question itself cannot be answered."""
    given = list(sys.argv[1:] if argv is None else argv)
    parser, commands = _parsers()
    if not given or given[0] not in COMMANDS:
        parser.parse_args(given or ["--help"])  # prints help or refuses, and ends the process
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huoshui.config.settings")
    try:
        django.setup()
    except PackError as error:
        print(f"配置包 {settings.HUOSHUI_PACK} 有误：{error}", file=sys.stderr)
        return 2
    command = import_module(f"huoshui.config.commands.{given[0]}")
    command.arguments(commands[given[0]])
    args = parser.parse_args(given)
    try:
        open_database()
        return command.run(args)
    except Refused as refusal:
        print(refusal.message, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parsers() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    parser = argparse.ArgumentParser(prog="huoshui", description="活水：一次记录，处处可用；每个数字都打得开。")
    chosen = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    commands = {name: chosen.add_parser(name, help=line, description=line) for name, line in COMMANDS.items()}
    return parser, commands
