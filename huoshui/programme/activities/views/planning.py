from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huoshui.base.clock import today
from huoshui.base.errors import Refused
from huoshui.base.permissions import requires

from ..actions import plan_activity
from ..forms import PlanForm
from ..queries import kinds_for


@requires("activities.plan")
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """One activity onto the calendar of one unit."""
    unit = get_object_or_404(request.viewer.units("activities.plan"), code=code)
    kinds = [(kind.code, kind.label) for kind in kinds_for(unit).values()]
    form = PlanForm(kinds, request.POST or None, day=today(), time="15:00")
    if form.is_valid():
        said = form.cleaned_data
        try:
            plan_activity(
                unit=unit, kind=said["kind"], starts_at=form.starts_at, title=said["title"], place=said["place"]
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, "已放进计划，到了当天会出现在“今天”。")
            return redirect("reports:today")
    return render(request, "activities/plan.html", {"form": form, "unit": unit}, status=422 if form.errors else 200)
