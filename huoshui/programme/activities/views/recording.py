"""The record form: for a planned activity, for one that was on no plan, and to correct or withdraw a record."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from huoshui.base.clock import day_of, now, today
from huoshui.base.errors import Refused
from huoshui.base.permissions import requires
from huoshui.base.telling import tell
from huoshui.ledger.models import Source
from huoshui.organisation.public import Unit
from huoshui.packs.loaded import pack

from ..actions import correct_activity, record_activity, record_unplanned, withdraw_activity
from ..enums import ActivityState
from ..forms import RecordForm, whole
from ..models import Activity
from ..queries import (
    Sheet,
    kinds_for,
    recorded_by,
    sheet_for_correction,
    sheet_for_new,
    sheet_for_planned,
    units_recorded_by,
    waiting_for,
)
from .days import asked_day, posted_day, written

Save = Callable[..., Activity]
SAVED_BEFORE = "这张表已经保存过，只记一次。要改动请用“更正”。"


@requires("activities.record")
def choose_kind(request: HttpRequest) -> HttpResponse:
    """记一笔: what waits to be recorded, then the kinds for something that was not planned."""
    units = units_recorded_by(request.viewer).open_on(today())
    code = request.GET.get("unit", "").replace("\0", "?")  # PostgreSQL would not even look for such a code
    unit = get_object_or_404(units, code=code) if code else _own(request, units)
    context = {
        "unit": unit,
        "units": units,
        "kinds": kinds_for(unit),
        "waiting": waiting_for(request.viewer, unit, today()),
    }
    return render(request, "activities/choose_kind.html", context | {"may_plan": request.viewer.may("activities.plan")})


@requires("activities.record")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _recordable(request, pk)
    if activity.state != "planned":
        return _recorded_before(request, activity)
    day = posted_day(request) or day_of(activity.starts_at)
    return _sheet_page(request, sheet_for_planned(activity, day), record_activity, activity=activity)


@requires("activities.record")
def record_new(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    unit = get_object_or_404(units_recorded_by(request.viewer), code=code)
    declared = kinds_for(unit).get(kind)
    if declared is None:
        return redirect("activities:new")
    day = posted_day(request) or asked_day(request) or today()
    return _sheet_page(request, sheet_for_new(unit, declared, day), record_unplanned, unit=unit, kind=kind)


@requires("activities.record")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _recordable(request, pk)
    if not activity.is_recorded:
        return _recorded_before(request, activity)
    sheet = sheet_for_correction(activity, posted_day(request) or day_of(activity.starts_at))
    return _sheet_page(request, sheet, correct_activity, activity=activity)


@requires("activities.record")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks once more, POST does it."""
    activity = _recordable(request, pk)
    if request.method != "POST":
        if not activity.is_recorded:
            return redirect("activities:show", pk)
        return render(request, "activities/withdraw.html", {"activity": activity})
    try:
        revision = whole(request.POST.get("revision", "")) or 0
        withdraw_activity(activity=activity, revision=revision, by=request.viewer.key, at=now(), source=Source.SCREEN)
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    else:
        tell(request, "记录已撤回，各处数字已经减去；记录本身仍可查看。")
    return redirect("activities:show", pk)


def _sheet_page(request: HttpRequest, sheet: Sheet, save: Save, **what: Any) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    is_draft = "sittings_wanted" in request.POST or "resolved_wanted" in request.POST
    form = RecordForm(sheet, request.viewer, data, sittings=_sittings(request), is_draft=is_draft)
    if not is_draft and form.is_valid():
        at = now()
        try:
            activity = _saved(request, form, save, what | {"at": at})
            if save is not correct_activity and activity.recorded_at != at:
                tell(request, SAVED_BEFORE, kind="info")
            return redirect(f"{reverse('activities:show', args=[activity.pk])}?saved=1")
        except Refused as refused:
            form.refuse(refused.message, refused.field)
    return render(request, "activities/record.html", _page(sheet, form), status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: RecordForm, save: Save, what: dict[str, Any]) -> Activity:
    if save is correct_activity:
        what = what | {"revision": form.cleaned_data["revision"]}
    return save(told=form.told(), by=request.viewer.key, source=Source.SCREEN, **what)


def _page(sheet: Sheet, form: RecordForm) -> dict[str, Any]:
    said = [sheet.unit.name, sheet.kind.label if sheet.title else "", written(sheet.starts_at), sheet.place]
    return {
        "sheet": sheet,
        "form": form,
        "head_line": "　".join(filter(None, said)),
        "rows": form.ticks.rows(),
        "reasons": list(pack().leave_reasons.items()),
        "votes": form.votes if form.votes.voters else None,
    }


def _sittings(request: HttpRequest) -> int:
    asked = request.POST.get("sittings_wanted") or request.POST.get("sittings") or request.GET.get("sittings", "1")
    return whole(asked) or 1


def _recorded_before(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The same form again finds its record; somebody else's is told, and so is a withdrawal."""
    if request.method == "POST" and activity.state == ActivityState.CANCELLED:
        tell(request, "这次活动刚被取消，您填的没有保存。确实开展了，请先恢复这次活动，再来记录。", kind="refused")
    elif request.method == "POST" and not activity.is_recorded:
        tell(request, "这次活动的记录已被撤回，您刚才填的没有保存。要重新记录，请用“记一笔”。", kind="refused")
    elif request.method == "POST" and request.POST.get("submission") == str(activity.submission):
        tell(request, SAVED_BEFORE, kind="info")
    elif request.method == "POST":
        tell(request, "这次活动已经有人记录过了。您刚才填的没有保存；要修改请用“更正”。", kind="refused")
    return redirect("activities:show", activity.pk)


def _own(request: HttpRequest, units: QuerySet[Unit]) -> Unit | None:
    """The viewer's own unit, or the first they may record for."""
    home = request.viewer.home_unit
    return home if home in units else units.first()


def _recordable(request: HttpRequest, pk: int) -> Activity:
    return get_object_or_404(recorded_by(request.viewer), pk=pk)
