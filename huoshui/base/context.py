"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from . import clock

TYPE_COOKIE = "huoshui_type"


def house(request: HttpRequest) -> dict[str, Any]:
    return {
        "demo": settings.DEMO,
        "one_sheet": not settings.DEBUG,
        "today": clock.today(),
        "large_type": request.COOKIES.get(TYPE_COOKIE) == "large",
    }
