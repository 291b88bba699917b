from datetime import date, datetime

from django.http import HttpRequest

from huoshui.base.clock import SHANGHAI

from ..rules import is_plausible


def posted_day(request: HttpRequest) -> date | None:
    """The day on the posted form, so that the roster is that day's; None when there is none or it is no day."""
    return _day(request.POST.get("day", ""))


def asked_day(request: HttpRequest) -> date | None:
    return _day(request.GET.get("day", ""))


def written(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_plausible(day) else None
