"""Words and signs every template shares: `{% load house %}`."""

from datetime import date
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from ..drafts import draft_key, draft_owner
from ..navigation import sections_for
from ..telling import told

register = template.Library()
for shared in (told, draft_key, draft_owner):
    register.filter(shared.__name__, shared)

WEEKDAYS = "一二三四五六日"
STATE_WORDS = {
    "done": "已完成",
    "due": "应做",
    "late": "待补",
    "in_the_way": "有困难",
    "exempt": "免做",
    "future": "未到",
    "none": "无要求",
    "withdrawn": "已撤回",
}
SHAPES = {
    "done": '<path d="M3 8.5l3.5 3.5L13 4.5"/>',
    "due": '<circle cx="8" cy="8" r="6"/><path class="solid" d="M8 8V2a6 6 0 0 1 6 6z"/>',
    "late": '<path class="solid" d="M8 2l7 12H1z"/>',
    "in_the_way": '<path d="M8 1.5L14.5 8 8 14.5 1.5 8z"/><path d="M8 5v3.2M8 10.9v.1"/>',
    "exempt": '<circle cx="8" cy="8" r="6" stroke-dasharray="2.6 2.1"/>',
    "future": '<circle class="solid" cx="8" cy="8" r="2"/>',
    "none": '<path d="M4 8h8"/>',
    "withdrawn": '<path d="M4 4l8 8M12 4l-8 8"/>',
    "info": '<circle cx="8" cy="8" r="6.5"/><path d="M8 7.5v3.5M8 4.8v.1"/>',
}
SIGNS = {
    code: f'<svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{shape}</svg>'
    for code, shape in SHAPES.items()
}
NOTICE_SIGNS = {"success": "done", "info": "info", "refused": "late"}


@register.filter
def state_word(state: str) -> str:
    return STATE_WORDS.get(state, state)


@register.filter
def sign(code: str) -> SafeString:
    """The small drawing that always stands beside a word."""
    return mark_safe(SIGNS.get(code, SIGNS["none"]))  # fixed drawings only


@register.filter
def notice_sign(kind: str) -> SafeString:
    return sign(NOTICE_SIGNS.get(kind, "info"))


@register.filter
def grouped(value: Any) -> str:
    """A whole number in threes (19,500); a ratio as its two whole numbers (14/14); nothing known as –."""
    if value is None:
        return "–"
    if hasattr(value, "over") and hasattr(value, "under"):
        return f"{value.over:,}/{value.under:,}"
    return f"{value:,}" if isinstance(value, int) else str(value)


@register.filter
def month_label(month: int) -> str:
    """202104 as 2021年4月."""
    return f"{month // 100}年{month % 100}月"


@register.filter
def short_month(month: int) -> str:
    return f"{month % 100}月"


@register.filter
def day_label(day: date) -> str:
    return f"{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


@register.filter
def full_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context: Context) -> dict[str, Any]:
    shown, more = sections_for(context["request"])
    return {"shown": shown, "more": more, "is_in_more": any(link.is_current for link in more)}


@register.filter
def nth(items: list[Any], index: int) -> Any:
    return items[index]
