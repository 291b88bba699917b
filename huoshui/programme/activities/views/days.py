from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from huoshui.base.clock import SHANGHAI

from ..forms import day_field


def posted_day(request: HttpRequest) -> date | None:
    """The day on the posted form, so that the roster is that day's; None when there is none or it is no day."""
    return _day(request.POST.get("day", ""))


def asked_day(request: HttpRequest) -> date | None:
    return _day(request.GET.get("day", ""))


def written(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _day(text: str) -> date | None:
    """As the form reads it, so that nobody is recorded from the roster of another day."""
    try:
        return day_field("日期").clean(text)
    except ValidationError:
        return None
