"""我读 2021: what was published of the year, and what the records of the demo city say."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huoshui.base.permissions import requires
from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Unit
from huoshui.packs.loaded import pack

from ..queries.figures import Note, figure_of, said_of
from .asked import home_asked

YEAR = Period.year(2021)


@requires("figures.view")
def year(request: HttpRequest) -> HttpResponse:
    unit = request.viewer.units("figures.view").first() or home_asked(request, "figures.view")
    seven_ones = said_of(_seven_ones(), unit, YEAR)
    focuses = [(Period.month(2021, n), pack().focus[2021, n]) for n in range(1, 13) if (2021, n) in pack().focus]
    listed = {"seven_ones": sum(bool(said.value) for said in seven_ones), "focus": len(focuses)}
    published = [note for note in pack().published if note.over.first // 100 == 2021]
    page = {
        "unit": unit,
        "period": YEAR,
        "seven_ones": seven_ones,
        "published": [_beside(note, unit) | {"listed": listed.get(note.section or "")} for note in published],
        "assumptions": [_beside(note, unit) for note in pack().assumptions if note.over.first // 100 == 2021],
        "focuses": focuses,
    }
    return render(request, "reports/year.html", page)


def _seven_ones() -> list[Figure]:
    """The plain count of activities that carry each tag, in the order of the tags."""
    wanted = [(tag.code,) for tag in pack().tags_of_group("seven_ones")]
    counts = {f.measure.tags: f for f in reversed(pack().figures.values()) if f.form is Form.COUNT and f.measure}
    return [counts[tags] for tags in wanted if tags in counts]


def _beside(note: Note, unit: Unit) -> dict[str, Any]:
    """A number from outside, and the figure that answers it, if one does yet."""
    figure = pack().figures[note.figure] if note.figure else None
    return {"note": note, "said": figure_of(figure, unit, note.over) if figure else None}
