"""`huoshui migrate`: brings the database to the current version."""

import argparse

from huoshui.config import database


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    if database.is_migrated():
        print("数据库已是当前版本。")
        return 0
    database.migrate()
    print("数据库已升级到当前版本。")
    return 0
