"""How a suggestion's state and days are shown, and the ways between the lists."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from ..enums import State
from ..models import Suggestion

SIGNS = {
    State.RECEIVED: "due",
    State.ASSIGNED: "due",
    State.REOPENED: "due",
    State.ANSWERED: "done",
    State.CLOSED: "done",
}


def sign_of(suggestion: Suggestion, day: date) -> str:
    return "late" if is_overdue(suggestion, day) else SIGNS[State(suggestion.state)]


def word_of(suggestion: Suggestion, day: date) -> str:
    label = State(suggestion.state).label
    return f"{label}，已过期限" if is_overdue(suggestion, day) else label


def is_overdue(suggestion: Suggestion, day: date) -> bool:
    return suggestion.is_open and suggestion.due_on < day


def day_word(day: date, today: date) -> str:
    """The year is said where it is not this one."""
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"


def sections(request: HttpRequest) -> list[dict[str, object]]:
    """What stands beside one's own for those who look after others'."""
    if not request.viewer.may("suggestions.view"):
        return []
    pages = (("inbox", "办理意见"), ("mine", "我的意见"))
    urls = [(reverse(f"suggestions:{name}"), label) for name, label in pages]
    return [{"label": label, "url": url, "is_current": request.path == url} for url, label in urls]
