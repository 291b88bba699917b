"""Series: started, looked at, changed from a day on, ended and taken up again."""

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huoshui.base.clock import day_of, today
from huoshui.base.errors import Refused
from huoshui.base.permissions import requires
from huoshui.base.recurrence import WEEKDAY_WORDS
from huoshui.base.telling import tell
from huoshui.organisation.public import Unit
from huoshui.packs.loaded import pack

from ..actions import change_series, end_series, resume_series, start_series
from ..enums import OffDays
from ..forms import ChangeSeriesForm, SeriesForm, blank_series, initial_of_series
from ..models import Activity, Series
from ..queries import kinds_for, may_lead, may_plan, series_planned_by, series_visible_to, upcoming, was_on
from ..rules import ChangedMeanwhile
from .days import asked_day, posted_day
from .versions import side_by_side
from .year import series_words, state_of

SHOWN_AT_MOST = 60


@requires("activities.plan")
def start(request: HttpRequest, code: str) -> HttpResponse:
    unit = get_object_or_404(request.viewer.units("activities.plan"), code=code)
    kinds = [(kind.code, kind.label) for kind in kinds_for(unit).values()]
    form = SeriesForm(kinds, may_lead(unit, "", today()), request.POST or None, **_blank(request, unit))
    if form.is_valid():
        try:
            series = start_series(unit=unit, said=form.said(), today=today())
        except Refused as refused:
            form.refuse(refused.message, refused.field)
        else:
            tell(request, f"系列已建好：{series_words(series)}。一年以内的每一次都放进了计划，逢节假日已经挪好。")
            return redirect("activities:series", series.pk)
    page = {"form": form, "unit": unit}
    return render(request, "activities/start_series.html", page, status=422 if form.errors else 200)


@requires("activities.view")
def series(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(series_visible_to(request.viewer).select_related("chair", "recorder"), pk=pk)
    coming = list(upcoming(found, today())[:SHOWN_AT_MOST])
    page = {
        "series": found,
        "words": series_words(found),
        "items": _items(found),
        "coming": [_row(activity) for activity in coming],
        "follower": Series.objects.filter(follows=found).first(),
        "apart": [a for a in coming if a.is_apart and found.ended_on and a.state == "planned"],
        "may_plan": may_plan(request.viewer, found.unit),
        "year": today().year,
    }
    return render(request, "activities/series.html", page)


@requires("activities.plan")
def change_all(request: HttpRequest, pk: int) -> HttpResponse:
    """This one and all that follow."""
    found = get_object_or_404(series_planned_by(request.viewer), pk=pk)
    kinds = [(kind.code, kind.label) for kind in kinds_for(found.unit).values()]
    people = may_lead(found.unit, found.kind, today(), (found.chair_id, found.recorder_id))
    since = max(asked_day(request) or today(), today())
    make = partial(_form_of, found, kinds, people, since)
    form, versions = make(request.POST or None), []
    if form.is_valid():
        try:
            said, on = form.said(), form.cleaned_data["on"]
            revision = form.cleaned_data["revision"]
            after = change_series(series=found, said=said, revision=revision, today=today(), on=on)
            tell(request, f"{on.month}月{on.day}日起：{series_words(after)}。单独改过和取消的各次没有动。")
            return redirect("activities:series", after.pk)
        except ChangedMeanwhile:
            found.refresh_from_db()
            form, versions = side_by_side(make, request.POST, found.revision)
        except Refused as refused:
            form.refuse(refused.message, refused.field)
    page = {"form": form, "series": found, "unit": found.unit, "versions": versions, "words": series_words(found)}
    status = 409 if versions else 422 if form.errors else 200
    return render(request, "activities/change_series.html", page, status=status)


@requires("activities.plan")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks from which day, POST does it."""
    found = get_object_or_404(series_planned_by(request.viewer), pk=pk)
    if request.method != "POST":
        page = {"series": found, "words": series_words(found), "day": asked_day(request) or today()}
        return render(request, "activities/end_series.html", page)
    ended = end_series(series=found, on=posted_day(request) or today(), today=today())
    day = ended.ended_on or today()
    words = f"从{day.year}年{day.month}月{day.day}日起，这个系列不再安排。"
    tell(request, words, undo=reverse("activities:resume_series", args=[pk]))
    return redirect("activities:series", pk)


@require_POST
@requires("activities.plan")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(series_planned_by(request.viewer), pk=pk)
    try:
        resume_series(series=found, today=today())
        tell(request, "系列照原来的安排继续。")
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    return redirect("activities:series", pk)


def _form_of(found: Series, kinds: Any, people: Any, since: date, data: Any = None) -> ChangeSeriesForm:
    return ChangeSeriesForm(kinds, people, data, **initial_of_series(found), on=since)


def _blank(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """From the year plan one may come with a kind and a theme that are held often."""
    kind = request.GET.get("kind", "")
    minutes = pack().activity_kinds[kind].minutes if kind in pack().activity_kinds else 60
    return blank_series(today(), kind, minutes, request.GET.get("title", "")[:120])


def _items(found: Series) -> list[tuple[str, object]]:
    return [
        ("类型", found.kind_label),
        ("单位", found.unit.name),
        ("安排", series_words(found)),
        ("时长", f"{found.minutes} 分钟"),
        ("逢节假日", OffDays(found.off_days).label),
        ("主持人", found.chair.name if found.chair and not found.chair.erased_at else ""),
        ("记录人", found.recorder.name if found.recorder and not found.recorder.erased_at else ""),
    ]


def _row(activity: Activity) -> dict[str, Any]:
    day, moved = day_of(activity.starts_at), was_on(activity)
    state, word = state_of(activity)
    said = [f"原为{moved.month}月{moved.day}日" if moved else "", activity.cancel_reason]
    return {
        "pk": activity.pk,
        "title": f"{day.year}年{day.month}月{day.day}日 周{WEEKDAY_WORDS[day.weekday()]}",
        "detail": "，".join(filter(None, [*said, "单独改过" if activity.is_apart else ""])),
        "state": state,
        "word": word,
    }
