"""The matrix: the norms of a unit's year, each cell opening onto who did what."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huoshui.base.clock import today
from huoshui.base.permissions import requires
from huoshui.ledger.figures import Form
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Unit, Viewer
from huoshui.packs.loaded import pack

from ..forms import YearForm
from ..queries.matrix import Cell, above_then, cells_of, matrix_of
from ..queries.obstacles import may_write, obstacles_of
from ..queries.records import records_behind
from ..queries.telling import told
from ..queries.today import record_url
from ..rules import State, duty_in, short_label
from ..templatetags.matrix import Shown
from .asked import entry_asked, home_asked, near, period_asked, trail, unit_asked
from .shown import QUIET, shown_folded, shown_own

SEES = "matrix.view"
TO_DO = (State.DUE, State.LATE)
Forms = dict[str, str]


@requires(SEES)
def matrix_home(request: HttpRequest) -> HttpResponse:
    """To the unit and year chosen; else to this year of the viewer's own unit, or this month of those under it."""
    code, year = request.GET.get("unit"), request.GET.get("year") or str(today().year)
    unit = unit_asked(request, SEES, code) if code else home_asked(request, SEES)
    if code or "year" in request.GET or any(unit.kind in norm.owed_by for norm in pack().norms.values()):
        return redirect("reports:matrix", unit.code, period_asked(year).first // 100)
    return redirect("reports:month", unit.code, Period.month(today().year, today().month).written)


@requires(SEES)
def matrix(request: HttpRequest, code: str, year: int) -> HttpResponse:
    unit, period = unit_asked(request, SEES, code), period_asked(str(year))
    units = near(request, SEES, unit)
    cells = matrix_of(unit, year, today())
    rows = [matrix_row(request.viewer, unit, row) for row in cells]
    page = {
        "unit": unit,
        "period": period,
        "form": YearForm(units, today(), initial={"unit": unit.code, "year": year}),
        "trail": trail(units, unit, "reports:matrix", year),
        "months": [f"{month}月" for month in range(1, 13)],
        "rows": rows,
        "of_own": any(row["is_own"] for row in rows),
        "of_several": any(not row["is_own"] for row in rows),
        "in_words": _in_words(unit, cells) if may_write(request.viewer, unit) else [],
        "standing": [norm for norm in pack().standing_norms.values() if unit.kind in norm.owed_by],
    }
    return render(request, "reports/matrix.html", page)


@requires(SEES)
def cell(request: HttpRequest, code: str, written: str, norm: str) -> HttpResponse:
    unit, period = unit_asked(request, SEES, code), period_asked(written)
    if not (duty := duty_in(entry_asked(pack().norms, norm), period)):
        raise Http404(written)
    [found] = cells_of(unit, [duty], today())
    page = {
        "unit": unit,
        "cell": found,
        "figure": pack().figures[duty.version.figure],
        "trail": trail(near(request, SEES, unit), unit, "reports:matrix", period.first // 100, own=True),
    }
    if found.is_own(unit):
        return render(request, "reports/cell_own.html", page | _records(request, unit, found))
    return render(request, "reports/cell.html", page | {"rows": _standing_rows(request.viewer, unit, found)})


def matrix_row(viewer: Viewer, unit: Unit, cells: list[Cell]) -> dict[str, Any]:
    versions = list(dict.fromkeys(cell.duty.version for cell in cells if cell.duty.version))
    forms: Forms = {}
    return {
        "norm": cells[0].duty.norm,
        "versions": versions,
        "unverified": any(version.verified is not True for version in versions),
        "is_own": unit.kind in cells[0].duty.norm.owed_by,
        "cells": [_shown(unit, cell, cell_link(viewer, unit, cell, forms)) for cell in cells],
    }


def cell_link(viewer: Viewer, unit: Unit, cell: Cell, forms: Forms | None = None) -> str:
    """Where a cell opens: own records, the form for what is still to be done, a note, or the units that owe it."""
    if cell.state in QUIET:
        return ""
    version, written = cell.duty.version, cell.duty.period.written
    if cell.is_own(unit) and cell.state is State.DONE and viewer.may("figures.view"):
        return reverse("reports:facts", args=[unit.code, written, version.figure])
    if cell.is_own(unit) and cell.state in TO_DO and (url := _record_link(viewer, unit, cell, forms)):
        return url
    return reverse("reports:cell", args=[unit.code, written, cell.duty.norm.code])


def _record_link(viewer: Viewer, unit: Unit, cell: Cell, forms: Forms | None = None) -> str:
    """The form for one more of what the norm counts, on the last day of a period that is over; nothing where one more
    record would not do. `forms` remembers those asked for."""
    figure = pack().figures[cell.duty.version.figure]
    if figure.form is not Form.COUNT or not figure.measure or not figure.measure.tags:
        return ""
    tag, known = figure.measure.tags[0], {} if forms is None else forms
    if tag not in known:
        known[tag] = record_url(viewer, unit, tag) or ""
    over = cell.duty.period.ends_on if cell.duty.period.ends_on < today() else None
    return f"{known[tag]}?day={over}" if known[tag] and over else known[tag]


def _shown(unit: Unit, cell: Cell, url: str) -> Shown:
    span, label = len(cell.duty.period.months), short_label(cell.duty.period)
    return shown_own(cell, label, url, span) if cell.is_own(unit) else shown_folded(cell, label, url, span)


def _standing_rows(viewer: Viewer, unit: Unit, cell: Cell) -> list[dict[str, Any]]:
    """The owing units in official order; those the viewer no longer sees are named without a link."""
    ids = [standing.unit.id for standing in cell.standings]
    seen = set(viewer.units(SEES).filter(pk__in=ids).values_list("pk", flat=True))
    above = above_then(unit, cell, today())
    where = (cell.duty.period.written, cell.duty.norm.code)
    return [
        {
            "standing": standing,
            "above": above.get(standing.unit.id, ""),
            "url": reverse("reports:cell", args=[standing.unit.code, *where]) if standing.unit.id in seen else "",
        }
        for standing in cell.standings
    ]


def _in_words(unit: Unit, rows: list[list[Cell]]) -> list[tuple[str, str]]:
    """What the unit has still to do: where it can say what is in the way."""
    own = [cell for row in rows for cell in row if cell.is_own(unit) and cell.state in TO_DO]
    return [(f"{cell.duty.norm.label}，{short_label(cell.duty.period)}", _note_url(unit, cell)) for cell in own]


def _note_url(unit: Unit, cell: Cell) -> str:
    return reverse("reports:note", args=[unit.code, cell.duty.period.written, cell.duty.norm.code])


def _records(request: HttpRequest, unit: Unit, cell: Cell) -> dict[str, Any]:
    figure = pack().figures[cell.duty.version.figure]
    facts = records_behind(figure, unit, cell.duty.period).get_page(request.GET.get("page"))
    return {
        "standing": cell.standings[0],
        "page": facts,
        "lines": told(request.viewer, facts.object_list),
        "record_url": "" if cell.state in (State.DONE, State.EXEMPT) else _record_link(request.viewer, unit, cell),
        "notes": obstacles_of(request.viewer, unit, cell.duty),
        "note_url": _note_url(unit, cell) if cell.state in TO_DO and may_write(request.viewer, unit) else "",
    }
