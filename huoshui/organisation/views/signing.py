"""Signing in and out, one's own password, the demo's doors."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huoshui.base.clock import today
from huoshui.base.errors import Refused
from huoshui.base.parts import parts
from huoshui.base.permissions import public
from huoshui.base.telling import tell

from ..actions import change_password
from ..forms import PasswordForm, SignInForm
from ..models import Account
from ..viewing import Viewer, viewer_of
from .doing import here


@dataclass(frozen=True)
class Door:
    username: str
    leads_to: str


DOORS = {
    "record": Door("demo-secretary", "reports:today"),
    "city": Door("demo-officer", "reports:matrix"),
    "read": Door("demo-reader", "reports:year"),
}


class SignIn(LoginView):
    form_class = SignInForm
    template_name = "organisation/sign_in.html"

    def get_context_data(self, **kwargs):
        """Without allauth's own links: there is no sign-up and no reset by mail."""
        return {
            "form": self.get_form(),
            "next": self.request.GET.get("next") or self.request.POST.get("next"),
            **kwargs,
        }


sign_in = public("the way in")(SignIn.as_view())


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """axes shows this instead of the sign-in page while an account is locked."""
    said = {"failures": settings.AXES_FAILURE_LIMIT, "minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)}
    return render(request, "organisation/locked_out.html", said, status=429)


@public("the way out asks nothing")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    get_adapter(request).logout(request)
    response = redirect("/")
    response["Clear-Site-Data"] = '"cache", "storage"'  # pages and drafts kept in the browser go with the person
    return response


@public("the demo's doors; there are none in production")
@require_POST
def enter_demo(request: HttpRequest, door: str) -> HttpResponse:
    if not settings.DEMO or door not in DOORS:
        raise Http404
    account = get_object_or_404(Account, username=DOORS[door].username, is_demo=True, is_active=True)
    login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
    _open_today(viewer_of(account, today()))
    return redirect(DOORS[door].leads_to)


def _open_today(viewer: Viewer) -> None:
    for part in parts():
        if part.open_today:
            part.open_today(viewer, viewer.on)


@public("one's own password needs no permission, only the account")
def password(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    if not viewer.is_signed_in:
        return redirect_to_login(request.get_full_path(), "/sign-in/")
    form = PasswordForm(viewer.account, request.POST or None)
    if form.is_valid():
        try:
            account = change_password(account=viewer.account, **form.told(), **here(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            update_session_auth_hash(request, account)
            tell(request, "密码已经改好，下次用新密码登录。")
            return redirect("reports:today")
    said = {"form": form, "is_first": viewer.account.has_once_password}
    return render(request, "organisation/password.html", said, status=422 if form.errors else 200)
