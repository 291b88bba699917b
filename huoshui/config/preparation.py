"""Making the demo ready: a current database with the demo city in it."""

import os
from datetime import date

from django.conf import settings

from huoshui.base import clock
from huoshui.base.errors import Refused
from huoshui.config import database, demo
from huoshui.organisation.models import Unit

SEED = 2021


class NotTheDemo(Refused):
    """Demo data is not for production."""


class AlreadyLoaded(Refused):
    """The demo city goes into an empty database only."""


def prepare_demo(*, seed: int = SEED) -> None:
    """Migrate if needed, and load the demo city if there is nothing yet."""
    refuse_outside_demo()
    if not database.is_migrated():
        database.migrate()
    if not Unit.objects.exists():
        print("正在装入演示城市，约需一分钟……", flush=True)
        demo.load(today=clock.today(), seed=seed)


def load_demo(*, seed: int) -> None:
    """The same, but raises AlreadyLoaded where there is anything."""
    refuse_outside_demo()
    if database.is_migrated() and Unit.objects.exists():
        raise AlreadyLoaded("数据库里已经有数据，演示城市只装进空的数据库：请换一个 HUOSHUI_HOME 或 DATABASE_URL。")
    prepare_demo(seed=seed)


def refuse_outside_demo() -> None:
    if not settings.DEMO:
        raise NotTheDemo("HUOSHUI_MODE=production 时不能装入演示数据：演示城市只用于 HUOSHUI_MODE=demo。")


def fix_today(day: date | None) -> None:
    """Let this process, and those it starts, take `day` for today."""
    if day:
        settings.HUOSHUI_TODAY = day
        os.environ["HUOSHUI_TODAY"] = day.isoformat()
