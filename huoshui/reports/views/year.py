"""我读 2021: the fifteen practices, what was published of each, and what the records say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huoshui.base.permissions import requires

from ..queries.practices import assumed_of, practices_shown
from .asked import home_asked, period_asked

SEES = "figures.view"
FIRST_READ = 2021


@requires(SEES)
def year(request: HttpRequest, year: int = FIRST_READ) -> HttpResponse:
    period = period_asked(str(year))
    unit = request.viewer.units(SEES).first() or home_asked(request, SEES)
    page = {
        "unit": unit,
        "is_whole": unit.parent_id is None,
        "period": period,
        "practices": practices_shown(request.viewer, unit, period),
        "assumptions": assumed_of(unit, period),
    }
    return render(request, "reports/year.html", page)
