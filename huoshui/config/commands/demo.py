"""`huoshui demo`: loads the demo city into an empty database, and serves it unless told otherwise."""

import argparse
from datetime import date

from huoshui.base.env import exact_day
from huoshui.config import preparation
from huoshui.config.commands import serve


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--load-only", action="store_true", help="只装入，不启动网站")
    parser.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="演示城市的“今天”，默认是真实的今天")
    parser.add_argument("--seed", type=int, default=preparation.SEED, metavar="N", help="随机种子，默认 2021")


def run(args: argparse.Namespace) -> int:
    preparation.fix_today(args.today)
    if args.load_only:
        preparation.load_demo(seed=args.seed)
        print("演示城市已装入。")
        return 0
    return serve.run(argparse.Namespace(demo=True, seed=args.seed))


def _day(written: str) -> date:
    try:
        return exact_day(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{written}”不是日期，请写成 YYYY-MM-DD，例如 2026-11-20。") from None
