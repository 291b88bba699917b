"""Every page states its permission: `@requires("activities.record")` or `@public("why")`.

`request.viewer` is set by a middleware further up the house; this module only asks it. One test walks all URLs
and fails for a view that states nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

View = Callable[..., HttpResponse]


class Viewer(Protocol):
    """Who is looking. `may` asks for a named permission held anywhere in the viewer's scope."""

    is_signed_in: bool
    must_first: str | None  # the page this viewer has to see to before any other

    def may(self, permission: str) -> bool: ...


def requires(permission: str) -> Callable[[View], View]:
    """Only viewers holding `permission` somewhere come in; records are then fetched through the viewer.

    Not signed in: to the sign-in page and back. Signed in without the permission: 403.
    """

    def state(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            viewer: Viewer = request.viewer  # type: ignore[attr-defined]
            if not viewer.is_signed_in:
                return redirect_to_login(request.get_full_path(), "/sign-in/")
            if viewer.must_first:
                return redirect(viewer.must_first)
            if not viewer.may(permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return state


def public(reason: str) -> Callable[[View], View]:
    """Open to everybody, for a stated reason."""

    def state(view: View) -> View:
        view.public_because = reason  # type: ignore[attr-defined]
        return view

    return state
