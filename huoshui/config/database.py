"""Is there a database, and is it current?"""

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from huoshui.base.errors import Refused


class Unreachable(Refused):
    """The database does not answer."""


class NotMigrated(Refused):
    """The database is older than the code."""


def open_database() -> None:
    """Make the folder for the embedded one, and see that it answers."""
    try:
        settings.HOME.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unreachable(f"文件夹 {settings.HOME} 用不了，请检查 HUOSHUI_HOME：{error.strerror}") from None
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise Unreachable(f"数据库连不上，请检查 DATABASE_URL 或 HUOSHUI_HOME：{error}") from None


def is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def refuse_unmigrated() -> None:
    if not is_migrated():
        raise NotMigrated("数据库还不是当前版本，请先运行 huoshui migrate。")
