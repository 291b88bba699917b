"""月度重点: the twelve of a year, one of them, its file; issued, changed, taken back, issued again."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huoshui.base.clock import now, today
from huoshui.base.errors import Refused
from huoshui.base.files import Store, served
from huoshui.base.permissions import requires
from huoshui.base.telling import tell
from huoshui.ledger.models import Source
from huoshui.organisation.public import Unit

from ..actions import Focus, change_focus, issue_focus, restore_focus, withdraw_focus
from ..forms import FocusForm, carried, file_words
from ..models import MonthlyFocus
from ..queries import focuses_for, focuses_planned_by, focuses_visible_to, may_plan
from ..rules import ChangedMeanwhile
from .versions import side_by_side
from .year import YEARS


@require_safe
@requires("activities.view")
def focuses(request: HttpRequest, code: str = "", year: int = 0) -> HttpResponse:
    """The twelve months of a unit, with what those above it give."""
    if not code:
        unit = _home(request)
        return redirect("activities:focus", unit.code, today().year)
    unit = _unit(request, "activities.view", code, year)
    issued = focuses_for(unit, year * 100 + 1, year * 100 + 12)
    page = {
        "unit": unit,
        "year": year,
        "before": year - 1 if year - 1 in YEARS else None,
        "after": year + 1 if year + 1 in YEARS else None,
        "months": [_month(unit, year, n, issued) for n in range(1, 13)],
        "may_plan": may_plan(request.viewer, unit),
    }
    return render(request, "activities/focuses.html", page)


@require_safe
@requires("activities.view")
def focus(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(focuses_visible_to(request.viewer), pk=pk)
    page = {
        "focus": found,
        "month": _label(found.month),
        "file_words": file_words(found.file_type),
        "may_plan": may_plan(request.viewer, found.unit),
        "head_line": f"{found.unit.name}　{_label(found.month)}",
        "list_url": reverse("activities:focus", args=[_listed_for(request, found).code, found.month // 100]),
    }
    return render(request, "activities/focus.html", page)


@require_safe
@requires("activities.view")
def focus_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Its file, to whoever may see the focus."""
    found = get_object_or_404(focuses_visible_to(request.viewer).exclude(file_key=""), pk=pk)
    try:
        kept = Store().open(found.file_key)
    except FileNotFoundError:
        raise Http404(found.file_key) from None
    return served(kept, found.file_type, found.document_number or found.title)


@requires("activities.plan")
def issue(request: HttpRequest, code: str, year: int, month: int) -> HttpResponse:
    unit = _unit(request, "activities.plan", code, year)
    if not 1 <= month <= 12:
        raise Http404(str(month))
    form = FocusForm(None, request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            said = form.said(Store())
            given = issue_focus(unit=unit, month=year * 100 + month, said=said, **_here(request))
            tell(request, f"{month}月的重点已下发，下面各单位都能看到。")
            return redirect("activities:focus_one", given.pk)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    page = {"form": form, "unit": unit, "month": month, "versions": [], "save_label": "下发"}
    page["title"] = f"下发{year}年{month}月的重点"
    return render(request, "activities/issue_focus.html", page, status=422 if form.errors else 200)


@requires("activities.plan")
def change_issued(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(focuses_planned_by(request.viewer), pk=pk)
    form, versions = FocusForm(found, request.POST or None, request.FILES or None), []
    if form.is_valid():
        try:
            said = form.said(Store())
            return _change(request, found, said, form.cleaned_data["revision"])
        except ChangedMeanwhile:
            found.refresh_from_db()
            form, versions = side_by_side(partial(FocusForm, found), request.POST, found.revision, kept=carried(said))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    page = {"form": form, "unit": found.unit, "focus": found, "versions": versions, "month": found.month % 100}
    page |= {"title": f"改{_label(found.month)}的重点", "save_label": "用我填的" if versions else "保存"}
    status = 409 if versions else 422 if form.errors else 200
    return render(request, "activities/issue_focus.html", page, status=status)


@require_POST
@requires("activities.plan")
def withdraw_issued(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(focuses_planned_by(request.viewer), pk=pk)
    withdraw_focus(focus=found, **_here(request))
    undo = reverse("activities:restore_focus", args=[pk])
    tell(request, f"{_label(found.month)}的重点已收回，下面各单位不再看到。", undo=undo)
    return redirect("activities:focus", found.unit.code, found.month // 100)


@require_POST
@requires("activities.plan")
def restore_issued(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(focuses_planned_by(request.viewer), pk=pk)
    try:
        restore_focus(focus=found, **_here(request))
        tell(request, f"{_label(found.month)}的重点已恢复。")
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    return redirect("activities:focus", found.unit.code, found.month // 100)


def _change(request: HttpRequest, found: MonthlyFocus, said: Focus, revision: int) -> HttpResponse:
    change_focus(focus=found, said=said, revision=revision, **_here(request))
    tell(request, f"{_label(found.month)}的重点已改好。")
    return redirect("activities:focus_one", found.pk)


def _here(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.viewer.key, "at": now(), "source": Source.SCREEN}


def _unit(request: HttpRequest, permission: str, code: str, year: int) -> Unit:
    if year not in YEARS:
        raise Http404(str(year))
    return get_object_or_404(request.viewer.units(permission), code=code)


def _month(unit: Unit, year: int, number: int, issued: list[MonthlyFocus]) -> dict[str, Any]:
    theirs = [one for one in issued if one.month == year * 100 + number]
    return {
        "number": number,
        "focuses": theirs,
        "has_own": any(one.unit_id == unit.pk for one in theirs),
        "is_now": (today().year, today().month) == (year, number),
    }


def _listed_for(request: HttpRequest, found: MonthlyFocus) -> Unit:
    """Whose twelve months it stands among: the issuer's own where the viewer sees them, else those of the viewer's."""
    seen = request.viewer.units("activities.view").filter(pk=found.unit_id)
    return seen.first() or _home(request)


def _home(request: HttpRequest) -> Unit:
    seen = request.viewer.units("activities.view")
    home = request.viewer.home_unit
    return (seen.filter(pk=home.pk).first() if home else None) or get_object_or_404(seen[:1])


def _label(month: int) -> str:
    return f"{month // 100}年{month % 100}月"
