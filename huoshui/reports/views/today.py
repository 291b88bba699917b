"""今天: what is on, what is due, and where to record. Before anybody has come in, the doors."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huoshui.base import clock
from huoshui.base.permissions import public, requires
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Unit, Viewer

from ..queries.matrix import running_cells
from ..queries.themes import themes_of
from ..queries.today import agenda_of
from ..rules import State, short_label
from .asked import home_asked
from .doors import doors
from .matrix import cell_link

SHOWN_AT_MOST = 12
SETTLED = (State.DONE, State.EXEMPT)


@public("the front door: it shows the demo's doors or the way to sign in; what is inside asks for today.view")
def today(request: HttpRequest) -> HttpResponse:
    if request.viewer.is_signed_in:
        return _today(request)
    return doors(request) if settings.DEMO else redirect("organisation:sign_in")


@requires("today.view")
def _today(request: HttpRequest) -> HttpResponse:
    viewer, day = request.viewer, clock.today()
    agenda = agenda_of(viewer, day)
    waiting = [item for item in agenda if item.state != "done"]
    unit = home_asked(request, "matrix.view") if viewer.may("matrix.view") else viewer.home_unit
    duties = _duties(viewer, unit) if unit and viewer.may("matrix.view") else []
    page = {
        "agenda": waiting[:SHOWN_AT_MOST],
        "left_over": len(waiting[SHOWN_AT_MOST:]),
        "recorded": [item for item in agenda if item.state == "done"],
        "themes": themes_of(viewer, Period.month(day.year, day.month)),
        "unit": unit,
        "may_record": viewer.may("activities.record"),
        "duties": [duty for duty in duties if duty["cell"].state not in SETTLED],
        "settled": [duty for duty in duties if duty["cell"].state in SETTLED],
    }
    return render(request, "reports/today.html", page)


def _duties(viewer: Viewer, unit: Unit) -> list[dict[str, Any]]:
    """What the unit, or those under it, are asked in the month, quarter and year that run."""
    return [
        {
            "cell": cell,
            "label": short_label(cell.duty.period),
            "url": cell_link(viewer, unit, cell),
            "is_own": cell.is_own(unit),
        }
        for cell in running_cells(unit, clock.today())
    ]
