from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huoshui.base.parts import parts
from huoshui.base.permissions import requires


@requires("today.view")
def search(request: HttpRequest) -> HttpResponse:
    """Each part finds what its own permission lets this viewer see."""
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:60]
    asked = [part for part in parts() if part.search] if wanted else []
    groups = [(part.label, list(part.search(request.viewer, wanted))) for part in asked]
    found = [(label, results) for label, results in groups if results]
    return render(request, "reports/search.html", {"wanted": wanted, "groups": found})
