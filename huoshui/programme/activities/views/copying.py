"""Last year's plan into this year's: looked at, ticked, taken over."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huoshui.base.clock import SHANGHAI, today
from huoshui.base.jobs.public import start
from huoshui.base.permissions import requires
from huoshui.base.recurrence import WEEKDAY_WORDS, sentence
from huoshui.base.telling import tell
from huoshui.organisation.public import Unit

from ..actions import COPY_BELOW, copy_year
from ..forms import whole
from ..queries import LastYear, Proposal, SeriesProposal, branches_below, last_year


@requires("activities.plan")
def copy(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """GET shows what there is to take over, POST takes what is ticked."""
    unit = _unit(request, code)
    if year not in _years():
        tell(request, "只能安排今年和明年的计划。", kind="refused")
        return redirect("activities:year", code, today().year)
    if request.method == "POST":
        return _take(request, unit, year)
    offered = last_year(unit, year, today())
    page = {
        "unit": unit,
        "year": year,
        "head_line": f"{unit.name}　{year}年",
        "months": _by_month(offered, often=False),
        "often": _often(offered),
        "series": [_series_row(one) for one in offered.series],
        "is_empty": not (offered.open_activities or offered.open_series),
        "branches": branches_below(request.viewer, unit),
    }
    return render(request, "activities/copy.html", page)


@require_POST
@requires("activities.plan")
def copy_below(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The same for every branch below, in the background."""
    unit = _unit(request, code)
    if year not in _years() or not branches_below(request.viewer, unit):
        return redirect("activities:copy", code, year)
    job = start(COPY_BELOW, account_id=request.viewer.account.pk, unit_id=unit.pk, year=year)
    return redirect(job.url)


def _take(request: HttpRequest, unit: Unit, year: int) -> HttpResponse:
    taken = copy_year(
        unit=unit, year=year, today=today(), activities=_ids(request, "activity"), series=_ids(request, "series")
    )
    if taken.activities or taken.series:
        tell(request, f"{year}年的计划已经照去年排好，逢节假日已经挪好。请从头看一遍，不合适的单独改。")
    else:
        tell(request, "没有新的可以排：勾选的都已经在计划里了。", kind="info")
    return redirect("activities:year", unit.code, year)


def _years() -> tuple[int, int]:
    return today().year, today().year + 1


def _ids(request: HttpRequest, name: str) -> set[int]:
    return {number for written in request.POST.getlist(name) if (number := whole(written)) is not None}


def _by_month(offered: LastYear, *, often: bool) -> list[tuple[int, list[dict[str, Any]]]]:
    rows: dict[int, list[dict[str, Any]]] = {}
    for one in offered.activities:
        if one.is_often is often:
            rows.setdefault(one.on.month, []).append(_row(one))
    return sorted(rows.items())


def _often(offered: LastYear) -> list[dict[str, Any]]:
    """One line for each thing held almost every week: better made a series."""
    often = [one for one in offered.activities if one.is_often and not one.has_series]
    found = {(one.source.kind, one.source.title): one.source for one in often}
    return [{"kind": a.kind, "title": a.title, "words": a.title or a.kind_label} for a in found.values()]


def _row(one: Proposal) -> dict[str, Any]:
    before = one.source.starts_at.astimezone(SHANGHAI)
    return {
        "id": one.source.pk,
        "day": f"{one.on.month}月{one.on.day}日 周{WEEKDAY_WORDS[one.on.weekday()]}",
        "title": one.source.kind_label + (f"：{one.title}" if one.title else ""),
        "detail": f"{before.year}年是{before.month}月{before.day}日 周{WEEKDAY_WORDS[before.weekday()]} {before:%H:%M}",
        "is_copied": one.is_copied,
        "is_usual": one.is_usual,
        "has_series": one.has_series,
        "is_provisional": one.is_provisional,
    }


def _series_row(one: SeriesProposal) -> dict[str, Any]:
    begins, until = one.starts_on, one.until_on
    days = f"{begins.year}年{begins.month}月{begins.day}日到{until.month}月{until.day}日"
    return {
        "id": one.source.pk,
        "title": one.source.title or one.source.kind_label,
        "detail": f"{sentence(one.source.rule)} {one.source.begins:%H:%M}，{days}",
        "is_copied": one.is_copied,
        "is_usual": not one.is_copied,
    }


def _unit(request: HttpRequest, code: str) -> Unit:
    return get_object_or_404(request.viewer.units("activities.plan"), code=code)
