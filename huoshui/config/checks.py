"""What production refuses to start with. (What can be seen without the database, the settings refuse already.)"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, register


@register("production")
def no_demo_accounts(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Anyone may enter by their doors."""
    if settings.DEMO or not databases:
        return []
    usernames = get_user_model().objects.filter(is_demo=True).order_by("username").values_list("username", flat=True)
    if not usernames:
        return []
    message = f"数据库里有演示账号（{'、'.join(usernames)}），正式使用时不能带着它们启动：请换用没有演示数据的数据库。"
    return [Error(message, id="huoshui.E001")]
