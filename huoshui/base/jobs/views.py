"""How far a job is, shown to who started it; for everybody else it does not exist."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from huoshui.base.permissions import requires

from .models import Job, Jobs
from .starting import start_again

SHOWN_AT_MOST = 50


@require_safe
@requires("today.view")
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "jobs/mine.html", {"jobs": _own(request).order_by("-asked_at", "-pk")[:SHOWN_AT_MOST]})


@require_safe
@requires("today.view")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "jobs/show.html", {"job": get_object_or_404(_own(request), pk=pk)})


@require_safe
@requires("today.view")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes, for a script to look at."""
    answer = render(request, "jobs/progress.html", {"job": get_object_or_404(_own(request), pk=pk)})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@requires("today.view")
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    job = start_again(get_object_or_404(_own(request), pk=pk))
    return redirect(job.url)


def _own(request: HttpRequest) -> Jobs:
    return Job.objects.of(request.user.pk)
