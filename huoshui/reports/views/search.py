from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huoshui.base.parts import Found, parts
from huoshui.base.permissions import requires

MANY = 20  # as many as a part gives of one sort, or more: there may be others


@dataclass(frozen=True)
class Group:
    label: str
    results: list[Found]

    @property
    def may_be_cut(self) -> bool:
        return len(self.results) >= MANY


@requires("today.view")
def search(request: HttpRequest) -> HttpResponse:
    """Each part finds what its own permission lets this viewer see."""
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:60]
    asked = [part for part in parts() if part.search] if wanted else []
    groups = [Group(part.label, list(part.search(request.viewer, wanted))) for part in asked]
    found = [group for group in groups if group.results]
    return render(request, "reports/search.html", {"wanted": wanted, "groups": found})
