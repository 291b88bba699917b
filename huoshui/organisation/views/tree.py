"""The tree of units, of today or of any day."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huoshui.base.permissions import requires

from ..queries.trees import tree_on

LONGEST = 60


@requires("organisation.view")
def tree(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    day = _asked_day(request.GET.get("on", "")) or viewer.on
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    context = {
        "tree": tree_on(viewer, day, asked),
        "day": day,
        "asked": asked,
        "is_today": day == viewer.on,
        "is_ahead": day > viewer.on,
        "may_manage": viewer.may("organisation.manage"),
    }
    return render(request, "organisation/tree.html", context)


def _asked_day(written: str) -> date | None:
    """What is no date asks for today."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
