"""Make-ups: what is open in a branch, recording one for several people, correcting it and taking it back."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huoshui.base.clock import now, today
from huoshui.base.errors import Refused
from huoshui.base.permissions import requires
from huoshui.base.telling import tell
from huoshui.ledger.models import Source
from huoshui.packs.loaded import pack

from ..actions import correct_make_up, record_make_ups, restore_make_up, withdraw_make_ups
from ..enums import Presence
from ..forms import MakeUpForm
from ..models import Activity, Attendance, MakeUp
from ..queries import make_ups_told_by, missed_of, missing_in_sight, units_recorded_by, visible_to
from .days import written


@requires("activities.record")
def missed(request: HttpRequest, code: str) -> HttpResponse:
    """What people of the unit missed this year and may make up for."""
    unit = get_object_or_404(units_recorded_by(request.viewer), code=code)
    year = today().year
    return render(request, "activities/missed.html", {"unit": unit, "year": year, "missed": missed_of(unit, year)})


@requires("activities.record")
def make_ups(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of those that missed the activity has made up for it."""
    activity = get_object_or_404(visible_to(request.viewer).recorded(), pk=pk)
    people = [(line.person_id, _name(line)) for line in missing_in_sight(request.viewer, activity)]
    if not people or not pack().activity_kinds[activity.kind].make_up:
        return _nobody_left(request, activity)
    form = MakeUpForm(people, request.POST or None, day=today(), minutes=activity.minutes, submission=uuid4())
    if form.is_valid():
        try:
            rows = record_make_ups(
                activity=activity, people=form.cleaned_data["people"], told=form.told(), **_stamp(request)
            )
        except Refused as refused:
            form.refuse(refused.message, refused.field)
        else:
            undo = reverse("activities:make_ups_undone", args=[form.cleaned_data["submission"]])
            tell(request, f"已记下 {len(rows)} 人补课。", undo=undo)
            return redirect("activities:show", pk)
    return _page(request, form, activity, "记补课")


@requires("activities.record")
def make_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one."""
    known = get_object_or_404(make_ups_told_by(request.viewer), pk=pk)
    if known.is_withdrawn:
        return redirect("activities:show", known.activity_id)
    begun = {"day": known.held_on, "minutes": known.minutes, "how": known.how, "revision": known.revision}
    form = MakeUpForm([], request.POST or None, submission=known.submission, **begun)
    if form.is_valid():
        try:
            revision = form.cleaned_data["revision"] or 0
            correct_make_up(make_up=known, told=form.told(), revision=revision, **_stamp(request))
        except Refused as refused:
            form.refuse(refused.message, refused.field)
        else:
            tell(request, "补课已更正。")
            return redirect("activities:show", known.activity_id)
    return _page(request, form, known.activity, f"更正补课：{known.person.name}", known)


@requires("activities.record")
@require_POST
def make_up_withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(make_ups_told_by(request.viewer), pk=pk)
    withdraw_make_ups(make_ups=[known], **_stamp(request))
    tell(request, "补课已撤回。", undo=reverse("activities:make_up_restored", args=[pk]))
    return redirect("activities:show", known.activity_id)


@requires("activities.record")
@require_POST
def make_up_restored(request: HttpRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(make_ups_told_by(request.viewer), pk=pk)
    try:
        restore_make_up(make_up=known, **_stamp(request))
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    else:
        tell(request, "补课已恢复。")
    return redirect("activities:show", known.activity_id)


@requires("activities.record")
@require_POST
def make_ups_undone(request: HttpRequest, submission: UUID) -> HttpResponse:
    """What one form recorded, for one person or several."""
    rows = list(make_ups_told_by(request.viewer).filter(submission=submission).order_by("pk"))
    if not rows:
        raise Http404
    withdraw_make_ups(make_ups=rows, **_stamp(request))
    tell(request, "刚才记的补课已撤回。")
    return redirect("activities:show", rows[0].activity_id)


def _page(
    request: HttpRequest, form: MakeUpForm, activity: Activity, title: str, known: MakeUp | None = None
) -> HttpResponse:
    named = f"{activity.kind_label}：{activity.title}" if activity.title else activity.kind_label
    page = {"form": form, "activity": activity, "title": title, "known": known}
    page |= {"head_line": f"{named}　{written(activity.starts_at)}"}
    return render(request, "activities/make_up.html", page, status=422 if form.errors else 200)


def _nobody_left(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A form sent again finds its people made up for; a viewer with no roster of it finds nothing."""
    told = make_ups_told_by(request.viewer).filter(activity=activity)
    if not told.exists():
        raise Http404
    tell(request, "缺席、请假的人都已经记过补课，每人只记一次。", kind="info")
    return redirect("activities:show", activity.pk)


def _name(line: Attendance) -> str:
    return f"{line.person.name}（{Presence(line.presence).label}）"


def _stamp(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.viewer.key, "at": now(), "source": Source.SCREEN}
