"""`huoshui doctor`: one line for each thing that must be in order, and exit code 1 if one is not."""

import argparse
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core import checks
from django.db import connection
from django.utils import timezone

from huoshui.base.jobs import troubles
from huoshui.base.jobs.models import Job
from huoshui.config import database
from huoshui.ledger import triggers
from huoshui.ledger.models import ConsumerRow, Pending, Position
from huoshui.ledger.sequencer import head
from huoshui.packs.loaded import pack


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    found = [problem for label, examine in EXAMINATIONS.items() for problem in _examined(label, examine)]
    return 1 if found else 0


def settings_problems() -> Iterator[str]:
    """What the settings or the production checks complain of."""
    for message in checks.run_checks(databases=["default"]):
        if message.is_serious(checks.WARNING) and not message.is_silenced():
            yield str(message.msg)


def database_problems() -> Iterator[str]:
    if not database.is_migrated():
        yield "数据库还不是当前版本，请运行 huoshui migrate"


def trigger_problems() -> Iterator[str]:
    if missing := triggers.missing(connection):
        yield f"缺少保护记录的触发器：{'、'.join(missing)}；请运行 huoshui migrate 重新装上"


def position_problems() -> Iterator[str]:
    last, count = head(), Position.objects.count()
    if last != count:
        yield f"编号不连续：最后一个是 {last}，一共却有 {count} 个"


def consumer_problems() -> Iterator[str]:
    for row in ConsumerRow.objects.filter(failures__gt=0).order_by("name"):
        yield f"“{row.name}”停在第 {row.position} 条记录，已失败 {row.failures} 次：{row.last_error.strip()[-200:]}"


def job_problems() -> Iterator[str]:
    for job in troubles.given_up():
        yield f"{_named(job)}失败 {job.failures} 次后停下：{job.last_error.strip()[-200:]}"
    for job in troubles.stuck():
        yield f"{_named(job)}早该开始或继续，却没有后台进程来办：请确认 huoshui worker 在运行，程序是当前版本"


def pack_problems() -> Iterator[str]:
    pack()
    yield from ()


EXAMINATIONS: dict[str, Callable[[], Iterator[str]]] = {
    "设置": settings_problems,
    "数据库版本": database_problems,
    "记录只增不改": trigger_problems,
    "编号连续": position_problems,
    "后台处理": consumer_problems,
    "交办的事": job_problems,
    "配置包": pack_problems,
}


def _examined(label: str, examine: Callable[[], Iterator[str]]) -> list[str]:
    try:
        problems = list(examine())
    except Exception as error:
        problems = [f"无法检查：{error}"]
    print(f"{'×' if problems else '✓'} {label}{_note(label)}")
    for problem in problems:
        print(f"    {problem}")
    return problems


def _named(job: Job) -> str:
    return f"第 {job.pk} 件“{job.label}”（{timezone.localtime(job.asked_at):%Y-%m-%d %H:%M}，{job.name}）"


def _note(label: str) -> str:
    if label == "设置":
        return f"（{settings.MODE}，{connection.vendor}，{settings.HOME}）"
    if label == "编号连续" and database.is_migrated():
        return f"（已编 {head():,} 条，待编 {Pending.objects.count():,} 条）"
    return ""
