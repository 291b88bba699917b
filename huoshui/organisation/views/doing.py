"""The way of every page that changes something: a form, one action, what is said, where it leads."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huoshui.base.clock import now
from huoshui.base.errors import Refused
from huoshui.base.telling import tell
from huoshui.ledger.models import Source

from ..forms import Deed
from ..models import Unit, under_paths
from ..viewing import Viewer

Trail = Sequence[tuple[str, str]]


def here(request: HttpRequest) -> dict[str, Any]:
    """The actor, moment and source of every action."""
    return {"by": request.viewer.key, "at": now(), "source": Source.SCREEN}


def deed(
    request: HttpRequest,
    form: Deed,
    act: Callable[..., Any],
    *,
    title: str,
    label: str,
    said: str | Callable[[Any], str],
    to: str | Callable[[Any], str],
    trail: Trail = (),
    note: str = "",
    undo: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """GET shows the form, POST acts. `said`, `to` and `undo` may depend on what the action returned."""
    if form.is_valid():
        try:
            done = act(**form.told(), **here(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            tell(request, said(done) if callable(said) else said, undo=undo(done) if undo else None)
            return redirect(to(done) if callable(to) else to)
    context = {"form": form, "title": title, "label": label, "trail": trail, "note": note}
    return render(request, "organisation/deed.html", context, status=422 if form.errors else 200)


def take_back(request: HttpRequest, act: Callable[..., Any], *, said: str, to: str, **what: Any) -> HttpResponse:
    """An undo: a POST without fields."""
    try:
        act(**what, **here(request))
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    else:
        tell(request, said)
    return redirect(to)


def inside(viewer: Viewer, permission: str, field: str = "unit__path"):
    """The rows of units where the viewer holds the permission."""
    return under_paths(*viewer.prefixes(permission), field=field)


def unit_url(unit: Unit) -> str:
    return reverse("organisation:unit", args=[unit.code])


def unit_trail(unit: Unit) -> Trail:
    return [("组织", reverse("organisation:tree")), (unit.name, unit_url(unit))]
