from datetime import date

from django.http import HttpRequest

from ..rules import is_plausible


def posted_day(request: HttpRequest) -> date | None:
    """The day on the posted form, so that the roster is that day's; None when there is none or it is no day."""
    return _day(request.POST.get("day", ""))


def asked_day(request: HttpRequest) -> date | None:
    return _day(request.GET.get("day", ""))


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if is_plausible(day) else None
