"""A matrix has a thousand cells: they are put together here, not by a template each. `{% load matrix %}`."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape  # Django's own looks first whether the text is to be translated

from django import template
from django.utils.safestring import SafeString, mark_safe

from huoshui.base.templatetags.house import SIGNS, STATE_WORDS

register = template.Library()


@dataclass(frozen=True)
class Shown:
    """A cell as it is seen. `heading` stands in it where the table is cards; `also` is a second word, `heard` is for
    those who do not see the table."""

    state: str
    heading: str = ""
    count: str = ""
    also: str = ""
    heard: str = ""
    url: str = ""
    span: int = 1


@register.filter
def matrix_cells(cells: Iterable[Shown]) -> SafeString:
    """The `<td>`s of a row."""
    return mark_safe("".join([_cell(cell) for cell in cells]))  # every text is escaped below


def _cell(cell: Shown) -> str:
    wide = f' class="matrix-span-{cell.span}" colspan="{cell.span}"' if cell.span > 1 else ""
    inside = (
        f'<span class="matrix-month">{escape(cell.heading)}</span>'
        f'<span class="matrix-top">{SIGNS[cell.state]}{_part("", cell.count)}</span>'
        f'<span class="matrix-word">{STATE_WORDS[cell.state]}</span>'
        f"{_part('matrix-also', cell.also)}{_part('visually-hidden', cell.heard)}"
    )
    name = f"matrix-cell state-{cell.state}"
    if cell.url:
        return f'<td{wide} role="cell"><a class="{name}" href="{escape(cell.url)}">{inside}</a></td>'
    return f'<td{wide} role="cell"><span class="{name}">{inside}</span></td>'


def _part(name: str, text: str) -> str:
    if not text:
        return ""
    return f'<span class="{name}">{escape(text)}</span>' if name else f"<span>{escape(text)}</span>"
