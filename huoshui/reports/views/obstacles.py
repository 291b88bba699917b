"""Saying what is in the way, answering it, and taking either back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huoshui.base.clock import now, today
from huoshui.base.errors import Refused
from huoshui.base.permissions import requires
from huoshui.base.telling import tell
from huoshui.ledger.models import Source
from huoshui.organisation.public import Unit, names_of, unit_visible
from huoshui.packs.loaded import pack

from .. import actions
from ..forms import AnswerForm, ObstacleForm
from ..models import Obstacle
from ..queries.obstacles import (
    ANSWERS,
    READS,
    WRITES,
    obstacles_answered_by,
    obstacles_taken_back_by,
    obstacles_visible_to,
    obstacles_written_by,
)
from ..rules import Duty, duty_in, note_on
from .asked import entry_asked, near, period_asked, trail


@requires(WRITES)
def note(request: HttpRequest, code: str, written: str, norm: str) -> HttpResponse:
    unit, duty = _asked(request, code, written, norm)
    form = ObstacleForm(request.POST or None)

    def save() -> Obstacle:
        said = form.cleaned_data
        return actions.note_obstacle(
            unit=unit, duty=duty, reason=said["reason"], until_on=said["until_on"], **_stamp(request)
        )

    if form.is_valid() and (saved := _done(form, save)):
        undo = reverse("reports:obstacle_withdrawal", args=[saved.pk])
        tell(request, "困难已写明，上级能在“今天”看到。", undo=undo)
        return redirect("reports:obstacle", saved.pk)
    page = {"form": form, "unit": unit, "duty": duty, "back": reverse("reports:cell", args=[code, written, norm])}
    return render(request, "reports/note_obstacle.html", page, status=422 if form.errors else 200)


@requires(READS)
def obstacle(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(obstacles_visible_to(request.viewer), pk=pk)
    where = [held.unit.code, held.period, held.norm]
    units = near(request, READS, held.unit)
    page = {
        "obstacle": held,
        "stands": note_on(held.until_on, today()).value,
        "names": names_of(key for key in (held.noted_by, held.answered_by) if key),
        "trail": trail(units, held.unit, "reports:matrix", held.over.first // 100, own=True),
        "cell_url": reverse("reports:cell", args=where),
        "may_write": obstacles_written_by(request.viewer).filter(pk=pk).exists(),
        "may_answer": obstacles_answered_by(request.viewer).filter(pk=pk).exists(),
    }
    return render(request, "reports/obstacle.html", page)


@requires(ANSWERS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(obstacles_answered_by(request.viewer), pk=pk)
    given = {"helper": held.helper, "answer": held.answer, "revision": held.revision}
    form = AnswerForm(request.POST or None, initial=given)

    def save() -> Obstacle:
        return actions.answer_obstacle(obstacle=held, by=request.viewer.key, at=now(), **form.cleaned_data)

    if form.is_valid() and (saved := _done(form, save)):
        tell(request, "已答复，写困难的单位能看到。", undo=_undo_of_answer(saved))
        return redirect("reports:obstacle", pk)
    return render(
        request, "reports/answer_obstacle.html", {"form": form, "obstacle": held}, status=422 if form.errors else 200
    )


@requires(WRITES)
@require_POST
def lifting(request: HttpRequest, pk: int) -> HttpResponse:
    undo = reverse("reports:obstacle_restoring", args=[pk])
    return _at_once(request, pk, actions.lift_obstacle, "困难已解除。", undo)


@requires(WRITES)
@require_POST
def restoring(request: HttpRequest, pk: int) -> HttpResponse:
    return _at_once(request, pk, actions.restore_obstacle, "已恢复，仍按有困难显示。")


@requires(WRITES)
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(obstacles_taken_back_by(request.viewer), pk=pk)
    return _at_once(request, pk, actions.withdraw_obstacle, "困难说明已撤回。")


@requires(ANSWERS)
@require_POST
def answer_withdrawal(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    held = get_object_or_404(obstacles_answered_by(request.viewer), pk=pk)
    try:
        actions.take_back_answer(obstacle=held, revision=revision)
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    else:
        tell(request, "答复已收回。")
    return redirect("reports:obstacle", pk)


def _at_once(
    request: HttpRequest, pk: int, act: Callable[..., Obstacle], said: str, undo: str | None = None
) -> HttpResponse:
    held = get_object_or_404(obstacles_written_by(request.viewer), pk=pk)
    try:
        act(obstacle=held, **_stamp(request))
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    else:
        tell(request, said, undo=undo)
    return redirect("reports:obstacle", pk)


def _done(form: forms.Form, save: Callable[[], Obstacle]) -> Obstacle | None:
    """What was saved; None when it was refused, which the form then says."""
    try:
        return save()
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None


def _asked(request: HttpRequest, code: str, written: str, norm: str) -> tuple[Unit, Duty]:
    try:
        unit = unit_visible(request.viewer, WRITES, code)
    except Unit.DoesNotExist:
        raise Http404(code) from None
    duty = duty_in(entry_asked(pack().norms, norm), period_asked(written))
    if duty is None:
        raise Http404(written)
    return unit, duty


def _stamp(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.viewer.key, "at": now(), "source": Source.SCREEN}


def _undo_of_answer(saved: Obstacle) -> str:
    return reverse("reports:answer_withdrawal", args=[saved.pk, saved.revision])
