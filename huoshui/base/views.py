"""The one page of the house itself: how large its type is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from .context import TYPE_COOKIE
from .permissions import public

A_YEAR = 365 * 24 * 60 * 60


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
