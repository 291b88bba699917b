"""What a unit that holds an activity with others tells of itself."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huoshui.base.clock import now
from huoshui.base.errors import Refused
from huoshui.base.permissions import requires
from huoshui.base.telling import tell
from huoshui.ledger.models import Source
from huoshui.packs.loaded import pack

from ..actions import decline_joining, take_back_declining, tell_roster
from ..forms import JoinedForm
from ..models import Joining
from ..queries import joinings_told_by, sheet_for_joining
from .days import written


@requires("activities.record")
def joined(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Tick the unit's own people, once."""
    joining = _told_by(request, pk, code)
    if not joining.is_joined:
        return redirect("activities:show", pk)
    sheet = sheet_for_joining(joining)
    form = JoinedForm(sheet, joining, request.viewer, request.POST or None, submission=uuid4())
    if form.is_valid():
        said = {"submission": form.cleaned_data["submission"], "revision": form.cleaned_data["revision"]}
        try:
            tell_roster(joining=joining, roster=form.roster(), **said, **_stamp(request))
            return redirect(f"{reverse('activities:show', args=[pk])}?saved=1")
        except Refused as refused:
            form.add_error(None, refused.message)
    page = {"form": form, "sheet": sheet, "joining": joining, "head_line": _head(joining)}
    page |= {"rows": form.ticks.rows(), "reasons": list(pack().leave_reasons.items())}
    return render(request, "activities/joined_roster.html", page, status=422 if form.errors else 200)


@requires("activities.record")
@require_POST
def not_joined(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    joining = _told_by(request, pk, code)
    try:
        decline_joining(joining=joining, **_stamp(request))
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    else:
        undo = reverse("activities:joined_again", args=[pk, code])
        tell(request, "已记下本单位没有参加，各处数字已经减去。", undo=undo)
    return redirect("activities:show", pk)


@requires("activities.record")
@require_POST
def joined_again(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    try:
        take_back_declining(joining=_told_by(request, pk, code), **_stamp(request))
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    else:
        tell(request, "已改为参加，这次活动照样计入本单位。")
    return redirect("activities:show", pk)


def _told_by(request: HttpRequest, pk: int, code: str) -> Joining:
    return get_object_or_404(joinings_told_by(request.viewer), activity__pk=pk, unit__code=code)


def _stamp(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.viewer.key, "at": now(), "source": Source.SCREEN}


def _head(joining: Joining) -> str:
    activity = joining.activity
    said = [joining.unit.name, f"与{activity.unit.name}联合开展", written(activity.starts_at), activity.place]
    return "　".join(filter(None, said))
