"""The pages of the house itself: its components, and how large its type is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from .context import TYPE_COOKIE
from .permissions import public
from .showing import shown
from .telling import tell

A_YEAR = 365 * 24 * 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@public("made-up words only: what this house is furnished with, for whoever builds or judges it")
def components(request: HttpRequest) -> HttpResponse:
    """POST does nothing but say so, with a way back that does nothing either."""
    if request.method != "POST":
        return render(request, "showing/page.html", shown(request.GET))
    here = reverse("base:components")
    if "undo" in request.POST:
        tell(request, "已记下（只是样张，什么也没有改动）。", undo=here)
    else:
        tell(request, "好了（只是样张，什么也没有改动）。", kind="info")
    return redirect(here)


@require_safe
@public("how large the type is, is a reader's own choice; nothing is shown or stored on the server")
def display(request: HttpRequest) -> HttpResponse:
    response = redirect(_way_back(request))
    if request.GET.get("type") == "large":
        response.set_cookie(TYPE_COOKIE, "large", max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(TYPE_COOKIE, samesite="Lax")
    return response


def _way_back(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own and wanted.startswith("/") else "/"
