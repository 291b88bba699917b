"""The matrix of a whole subtree: units × norms in a month, and units × the periods of one norm."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from huoshui.base.clock import today
from huoshui.base.permissions import requires
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Unit
from huoshui.packs.loaded import pack

from ..queries.city import Line, LineCell, Unfolding, lines_of
from ..queries.matrix import running_duties
from ..rules import Duty, duties_of_year, short_label
from ..templatetags.matrix import Shown
from .asked import entry_asked, near, period_asked, trail, unit_asked
from .shown import QUIET, shown_folded, shown_own

SEES = "matrix.view"
Head = dict[str, str]


@requires(SEES)
def month(request: HttpRequest, code: str, written: str) -> HttpResponse:
    """Each norm in its own period that holds the month."""
    unit, period = unit_asked(request, SEES, code), period_asked(written)
    if len(period.months) > 1:
        raise Http404(written)
    table = _table(request, unit, running_duties(period.ends_on), period, lambda duty: _head_of_norm(unit, duty))
    page = {
        "unit": unit,
        "period": period,
        "trail": trail(near(request, SEES, unit), unit, "reports:month", written),
        "steps": _steps(period, lambda one: reverse("reports:month", args=[code, one.written]) + _query(request)),
        "year_url": reverse("reports:matrix", args=[code, period.first // 100]),
    }
    return render(request, "reports/month.html", page | table)


@requires(SEES)
def norm_year(request: HttpRequest, code: str, year: int, norm: str) -> HttpResponse:
    unit, period = unit_asked(request, SEES, code), period_asked(str(year))
    entry = entry_asked(pack().norms, norm)
    duties = [duty for duty in duties_of_year(entry, year) if duty.version]
    page = {
        "unit": unit,
        "period": period,
        "norm": entry,
        "versions": list(dict.fromkeys(duty.version for duty in duties)),
        "trail": trail(near(request, SEES, unit), unit, "reports:matrix", year, own=True),
        "steps": _steps(period, lambda one: reverse("reports:norm_year", args=[code, one.written, norm])),
    }
    table = _table(request, unit, duties, period, lambda duty: {"label": short_label(duty.period), "period": ""})
    return render(request, "reports/norm_year.html", page | table)


def _table(
    request: HttpRequest, unit: Unit, duties: Sequence[Duty], period: Period, head: Callable[[Duty], Head]
) -> dict[str, Any]:
    """Columns and lines, without the columns in which nothing is asked of anybody."""
    unfolding = Unfolding(frozenset(request.GET.getlist("open")), "all" in request.GET)
    lines = lines_of(unit, duties, period.ends_on, today(), unfolding)
    kept = [n for n in range(len(duties)) if any(line.cells[n].cell.standings for line in lines)]
    heads = [head(duties[n]) for n in kept]
    ids = [line.unit.id for line in lines]
    seen = set(request.viewer.units(SEES).filter(pk__in=ids).values_list("pk", flat=True))
    return {
        "columns": heads,
        "lines": [_shown_line(request, line, period, kept, heads, line.unit.id in seen) for line in lines],
        "unfolded": unfolding.everything or any(line.is_open for line in lines),
        "may_unfold": any(line.is_open is not None for line in lines),
    }


def _shown_line(
    request: HttpRequest, line: Line, period: Period, kept: Sequence[int], heads: Sequence[Head], is_seen: bool
) -> dict[str, Any]:
    """Units the viewer sees no more are named without links.

    Addresses are put together by hand: asking the resolver a thousand times would take longer than all the rest.
    """
    root = f"{reverse('reports:matrix')}{line.unit.code}/" if is_seen else ""
    return {
        "unit": line.unit,
        "above": line.above,
        "level": line.level,
        "is_open": line.is_open,
        "toggle": _toggle(request, line),
        "url": root and f"{root}{period.written if line.is_open is not None else period.first // 100}/",
        "cells": [_shown(line, line.cells[n], head, root) for n, head in zip(kept, heads, strict=True)],
    }


def _shown(line: Line, one: LineCell, head: Head, root: str) -> Shown:
    cell, duty = one.cell, one.cell.duty
    heading = f"{head['label']} {head['period']}".strip()
    is_link = root and cell.state not in QUIET
    url = f"{root}{duty.period.written}/{duty.norm.code}/" if is_link else ""
    if cell.is_own(line.unit):
        return shown_own(cell, heading, url, elsewhere=one.elsewhere)
    return shown_folded(cell, heading, url)


def _head_of_norm(unit: Unit, duty: Duty) -> Head:
    return {
        "label": duty.norm.label,
        "period": short_label(duty.period),
        "url": reverse("reports:norm_year", args=[unit.code, duty.period.first // 100, duty.norm.code]),
    }


def _steps(period: Period, url_of: Callable[[Period], str]) -> dict[str, Any]:
    """One month, or one year, back and ahead; ahead to the end of this year."""
    back, ahead = _beside(period)
    last = today().year * 100 + 12
    return {
        "here": period,
        "back": _step(back, url_of) if back.first >= 200001 else None,
        "ahead": _step(ahead, url_of) if ahead.last <= last else None,
    }


def _step(period: Period, url_of: Callable[[Period], str]) -> dict[str, str]:
    """In a few letters, for a phone; whole for those who hear it."""
    is_month = len(period.months) == 1
    return {"label": short_label(period) if is_month else period.label, "said": period.label, "url": url_of(period)}


def _beside(period: Period) -> tuple[Period, Period]:
    year, month = divmod(period.first, 100)
    if len(period.months) == 12:
        return Period.year(year - 1), Period.year(year + 1)
    back = Period.month(year, month - 1) if month > 1 else Period.month(year - 1, 12)
    return back, Period.month(year, month + 1) if month < 12 else Period.month(year + 1, 1)


def _toggle(request: HttpRequest, line: Line) -> str:
    """The same page with this line folded the other way, and back at the line."""
    if line.is_open is None or (line.is_open and "all" in request.GET):
        return ""
    codes = [code for code in request.GET.getlist("open") if code != line.unit.code]
    return f"{_query(request, codes if line.is_open else [*codes, line.unit.code])}#unit-{line.unit.code}"


def _query(request: HttpRequest, codes: Sequence[str] | None = None) -> str:
    """What is unfolded, as asked or with other codes; the bare address when nothing is."""
    asked = [("open", code) for code in (request.GET.getlist("open") if codes is None else codes)]
    asked += [("all", "")] if "all" in request.GET else []
    return f"?{urlencode(asked)}" if asked else request.path if codes is not None else ""
