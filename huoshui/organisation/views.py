"""Signing in and out, the demo's doors, a person's page."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huoshui.base.clock import today
from huoshui.base.parts import parts
from huoshui.base.permissions import public, requires
from huoshui.packs.loaded import pack

from .forms import SignInForm
from .models import Account, Person
from .queries.people import membership_visible_to, people_visible_to, posts_visible_to, workplaces
from .viewing import Viewer, viewer_of


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


@requires("people.view")
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    viewer = request.viewer
    found = get_object_or_404(people_visible_to(viewer), pk=person_id)
    return render(request, "organisation/person.html", {"person": found, "facts": _about(found, viewer)})


def _about(person: Person, viewer: Viewer) -> list[tuple[str, str]]:
    """What the page says of a person today, as names and values."""
    membership = membership_visible_to(viewer, person)
    kinds = pack().post_kinds
    posts = [f"{post.unit.name} {kinds[post.kind].label}" for post in posts_visible_to(viewer, person)]
    place = workplaces([person.pk], viewer.on).get(person.pk)
    return [
        ("工作单位", place.name if place else ""),
        ("所在党支部", membership.unit.name if membership else ""),
        ("党小组", membership.cell.name if membership and membership.cell else ""),
        ("身份", membership.get_status_display() if membership else ""),
        ("职务", "、".join(posts)),
    ]
