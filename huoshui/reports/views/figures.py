"""Figures, and the records behind each."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huoshui.base.clock import today
from huoshui.base.permissions import requires
from huoshui.ledger.errors import UnknownPosition
from huoshui.ledger.periods import NotAPeriod, Period
from huoshui.packs.loaded import pack

from ..forms import PeriodForm, chosen_period, part_of
from ..queries.figures import FigureSaid, figure_of, figures_of, group_of
from ..queries.records import records_behind
from ..queries.telling import told
from .asked import entry_asked, home_asked, near, period_asked, trail, unit_asked

SEES = "figures.view"


@requires(SEES)
def figures_home(request: HttpRequest) -> HttpResponse:
    """To the unit and period chosen, else to the viewer's own unit and this year."""
    code = request.GET.get("unit")
    unit = unit_asked(request, SEES, code) if code else home_asked(request, SEES)
    return redirect("reports:figures", unit.code, _period_chosen(request).written)


@requires(SEES)
def figures(request: HttpRequest, code: str, written: str) -> HttpResponse:
    unit, period = unit_asked(request, SEES, code), period_asked(written)
    units = near(request, SEES, unit)
    initial = {"unit": unit.code, "year": period.first // 100, "part": part_of(period)}
    said = sorted(figures_of(unit, period), key=_group_place)
    page = {
        "unit": unit,
        "period": period,
        "form": PeriodForm(units, today(), initial=initial),
        "trail": trail(units, unit, "reports:figures", written),
        "groups": [(name, list(group)) for name, group in groupby(said, key=lambda one: group_of(one.figure))],
    }
    return render(request, "reports/figures.html", page)


@requires(SEES)
def facts(request: HttpRequest, code: str, written: str, figure: str) -> HttpResponse:
    unit, period = unit_asked(request, SEES, code), period_asked(written)
    asked, at = entry_asked(pack().figures, figure), _position_asked(request)
    try:
        said = figure_of(asked, unit, period, at)
    except UnknownPosition:
        raise Http404(at) from None
    behind = records_behind(asked, unit, period, at).get_page(request.GET.get("page"))
    page = {
        "unit": unit,
        "period": period,
        "said": said,
        "at": at,
        "trail": trail(near(request, SEES, unit), unit, "reports:figures", written, own=True),
        "page": behind,
        "lines": told(request.viewer, behind.object_list),
    }
    return render(request, "reports/facts.html", page)


def _period_chosen(request: HttpRequest) -> Period:
    try:
        return chosen_period(request.GET.get("year", ""), request.GET.get("part", ""))
    except NotAPeriod:
        return Period.year(today().year)


def _group_place(said: FigureSaid) -> int:
    """Groups in the order in which the pack first names them; figures keep theirs within."""
    groups = list(dict.fromkeys(group_of(figure) for figure in pack().figures.values()))
    return groups.index(group_of(said.figure))


def _position_asked(request: HttpRequest) -> int | None:
    if not (written := request.GET.get("at")):
        return None
    if not written.isdecimal() or len(written) > 18:
        raise Http404(written)
    return int(written)
