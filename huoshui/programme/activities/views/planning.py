"""One activity: onto the calendar, elsewhere on it, off it and back."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huoshui.base.clock import day_of, today
from huoshui.base.errors import Refused
from huoshui.base.permissions import requires
from huoshui.base.telling import tell

from ..actions import cancel_plan, change_plan, plan_activity, rejoin_series, restore_plan
from ..enums import ActivityState
from ..forms import ChangePlanForm, PlanForm
from ..models import Activity
from ..queries import kinds_for, may_lead, planned_by
from ..rules import ChangedMeanwhile
from .days import asked_day, written
from .versions import side_by_side


@requires("activities.plan")
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """One activity onto the calendar of one unit."""
    unit = get_object_or_404(request.viewer.units("activities.plan"), code=code)
    kinds = [(kind.code, kind.label) for kind in kinds_for(unit).values()]
    start = {"day": asked_day(request) or today(), "time": "15:00", "kind": request.GET.get("kind", "")}
    form = PlanForm(kinds, request.POST or None, **start)
    if form.is_valid():
        said = form.cleaned_data
        try:
            plan_activity(
                unit=unit, kind=said["kind"], starts_at=form.starts_at, title=said["title"], place=said["place"]
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            tell(request, "已放进计划，到了当天会出现在“今天”。")
            return redirect("activities:year", unit.code, said["day"].year)
    return render(request, "activities/plan.html", {"form": form, "unit": unit}, status=422 if form.errors else 200)


@requires("activities.plan")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time, place or theme for one."""
    activity = _planned(request, pk)
    if activity.state != ActivityState.PLANNED:
        tell(request, "这次活动已经不在计划里，不能再改安排。", kind="refused")
        return redirect("activities:show", pk)
    people = may_lead(
        activity.unit, activity.kind, day_of(activity.starts_at), (activity.chair_id, activity.recorder_id)
    )
    form, versions = ChangePlanForm(activity, people, request.POST or None), []
    if form.is_valid():
        try:
            changed = change_plan(activity=activity, said=form.said(), revision=form.cleaned_data["revision"])
            return _changed(request, activity, changed)
        except ChangedMeanwhile:
            activity.refresh_from_db()
            make = partial(ChangePlanForm, activity, people)
            form, versions = side_by_side(make, request.POST, activity.revision)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    page = {"form": form, "activity": activity, "versions": versions, "head_line": _head_line(activity)}
    return render(request, "activities/change_plan.html", page, status=_status(form, versions))


@requires("activities.plan")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why, which nobody has to say; POST does it."""
    activity = _planned(request, pk)
    if request.method != "POST":
        page = {"activity": activity, "head_line": _head_line(activity)}
        return render(request, "activities/cancel.html", page)
    try:
        reason = request.POST.get("reason", "").replace("\0", "").strip()[:120]  # PostgreSQL keeps no such sign
        cancelled = cancel_plan(activity=activity, reason=reason)
    except Refused as refused:
        tell(request, refused.message, kind="refused")
        return redirect("activities:show", pk)
    tell(request, f"{_day(cancelled)}的{_name(cancelled)}已取消。", undo=reverse("activities:restore", args=[pk]))
    return redirect(_year_url(cancelled))


@require_POST
@requires("activities.plan")
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    return _back(request, _planned(request, pk), restore_plan, "照原计划进行。")


@require_POST
@requires("activities.plan")
def rejoin(request: HttpRequest, pk: int) -> HttpResponse:
    """What was changed alone, as its series has it."""
    return _back(request, _planned(request, pk), rejoin_series, "已恢复为系列原来的安排。")


def _back(request: HttpRequest, activity: Activity, act: Any, words: str) -> HttpResponse:
    try:
        activity = act(activity=activity)
        tell(request, f"{_day(activity)}的{_name(activity)}，{words}")
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    return redirect(_year_url(activity))


def _changed(request: HttpRequest, before: Activity, after: Activity) -> HttpResponse:
    """One of a series goes back to its series with one tap."""
    undo = reverse("activities:rejoin", args=[after.pk]) if after.is_apart and not before.is_apart else None
    moved = before.starts_at != after.starts_at
    words = f"{_name(after)}已改到{written(after.starts_at)}。" if moved else f"{_day(after)}的{_name(after)}已改好。"
    others = "这个系列的其他各次不变。" if after.series_id else ""
    tell(request, words + others, undo=undo)
    return redirect(_year_url(after))


def _status(form: Any, versions: Any) -> int:
    return 409 if versions else 422 if form.errors else 200


def _head_line(activity: Activity) -> str:
    return f"{activity.unit.name}　{_name(activity)}　{written(activity.starts_at)}"


def _name(activity: Activity) -> str:
    return f"“{activity.title or activity.kind_label}”"


def _day(activity: Activity) -> str:
    day = day_of(activity.starts_at)
    return f"{day.month}月{day.day}日"


def _year_url(activity: Activity) -> str:
    day = day_of(activity.starts_at)
    return f"{reverse('activities:year', args=[activity.unit.code, day.year])}#m{day.month}"


def _planned(request: HttpRequest, pk: int) -> Activity:
    return get_object_or_404(planned_by(request.viewer), pk=pk)
