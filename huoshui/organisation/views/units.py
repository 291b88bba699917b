"""A unit: what it is, where it hangs, what it was, who is in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from huoshui.base.permissions import requires
from huoshui.packs.loaded import pack

from ..enums import BRANCH
from ..models import Unit, UnitExemption
from ..queries.histories import people_of, posts_of, services_of, spells_of
from ..viewing import Viewer
from .doing import inside

MANAGE = "organisation.manage"


@requires("organisation.view")
def unit(request: HttpRequest, code: str) -> HttpResponse:
    viewer = request.viewer
    found = get_object_or_404(viewer.units("organisation.view").select_related("parent", "party_superior"), code=code)
    exemptions = UnitExemption.objects.filter(unit=found).select_related("decided_by").order_by("-from_on")
    context = {
        "unit": found,
        "about": _about(found),
        "trail": _above(viewer, found),
        "spells": spells_of(viewer, found),
        "below": viewer.units("organisation.view").filter(parent=found),
        "posts": posts_of(viewer, found),
        "people": people_of(viewer, found),
        "services": services_of(found),
        "exemptions": [(row, _norm(row.norm)) for row in exemptions],
        "is_branch": found.kind == BRANCH,
        "is_party": pack().unit_kinds[found.kind].is_party,
        "year": viewer.on.year,
        "may_manage": found.closed_on is None and _is_under(viewer, MANAGE, found),
        "may_place": any(found.kind in kind.parents for kind in pack().unit_kinds.values()),
        "has_norms": any(found.kind in norm.owed_by for norm in pack().norms.values()),
    }
    return render(request, "organisation/unit.html", context)


def unit_managed(request: HttpRequest, code: str) -> Unit:
    """An open unit of the viewer's to change; any other does not exist."""
    return get_object_or_404(request.viewer.units(MANAGE).filter(closed_on=None), code=code)


def _is_under(viewer: Viewer, permission: str, unit: Unit) -> bool:
    return Unit.objects.filter(inside(viewer, permission, "path"), pk=unit.pk).exists()


def _above(viewer: Viewer, unit: Unit) -> list[tuple[str, str]]:
    paths = [unit.path[:end] for end in range(6, len(unit.path), 6)]
    over = viewer.units("organisation.view").filter(path__in=paths)
    return [
        ("组织", reverse("organisation:tree")),
        *((u.name, reverse("organisation:unit", args=[u.code])) for u in over),
    ]


def _about(unit: Unit) -> list[tuple[str, Any]]:
    return [
        ("类型", pack().unit_kinds[unit.kind].label),
        ("代码", unit.code),
        ("上级单位", unit.parent.name if unit.parent else ""),
        ("上级党组织", unit.party_superior.name if unit.party_superior else ""),
        ("设立", unit.opened_on),
        ("撤销", unit.closed_on or ""),
    ]


def _norm(code: str) -> str:
    known = pack().norms.get(code)
    return known.label if known else code
