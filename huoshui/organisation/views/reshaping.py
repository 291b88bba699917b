"""Changes of the tree: units opened, renamed, moved, closed; outlets served; units exempted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from huoshui.base.clock import today
from huoshui.base.permissions import requires

from .. import actions
from ..forms import (
    CloseForm,
    EndUnitExemptionForm,
    ExemptUnitForm,
    MoveForm,
    OpenUnitForm,
    RenameForm,
    ServeForm,
)
from ..models import OutletService, UnitExemption
from .doing import deed, inside, take_back, unit_trail, unit_url
from .units import MANAGE, unit_managed


@requires(MANAGE)
def open_unit(request: HttpRequest, code: str) -> HttpResponse:
    parent = unit_managed(request, code)
    form = OpenUnitForm(parent, request.viewer, request.POST or None)
    words = {"title": f"在“{parent.name}”下设立单位", "label": "设立", "said": lambda made: f"“{made.name}”已设立。"}
    return deed(request, form, actions.open_unit, to=unit_url, trail=unit_trail(parent), **words)


@requires(MANAGE)
def rename_unit(request: HttpRequest, code: str) -> HttpResponse:
    unit = unit_managed(request, code)
    words = {"title": f"给“{unit.name}”更名", "label": "更名", "said": "已更名。这天以前的页面和数字仍用原来的名称。"}
    form = RenameForm(unit, request.POST or None)
    return deed(request, form, actions.rename_unit, to=unit_url(unit), trail=unit_trail(unit), **words)


@requires(MANAGE)
def move_unit(request: HttpRequest, code: str) -> HttpResponse:
    unit = unit_managed(request, code)
    words = {"title": f"调整“{unit.name}”的隶属关系", "label": "调整", "said": "隶属关系已调整，下级单位跟着一起走。"}
    form = MoveForm(unit, request.viewer, request.POST or None)
    return deed(request, form, actions.move_unit, to=unit_url(unit), trail=unit_trail(unit), **words)


@requires(MANAGE)
def close_unit(request: HttpRequest, code: str) -> HttpResponse:
    unit = unit_managed(request, code)
    words = {"title": f"撤销“{unit.name}”？", "label": "撤销单位", "said": "单位已撤销；以前的记录和数字都还在。"}
    note = "里面还有人、有下级单位时不能撤销。撤销后不能恢复，只能另设新单位。"
    form = CloseForm(unit, request.POST or None)
    return deed(request, form, actions.close_unit, to=unit_url(unit), trail=unit_trail(unit), note=note, **words)


@requires(MANAGE)
def exempt_unit(request: HttpRequest, code: str) -> HttpResponse:
    unit = unit_managed(request, code)
    words = {"title": f"免除对“{unit.name}”的一项要求", "label": "免除", "said": "已记下，矩阵里这段时间显示“免做”。"}
    note = "只对这一个单位有效，不包括下级。由上级单位决定，不写原因。"
    form = ExemptUnitForm(unit, request.viewer, request.POST or None)
    return deed(request, form, actions.exempt_unit, to=unit_url(unit), trail=unit_trail(unit), note=note, **words)


@requires(MANAGE)
def end_unit_exemption(request: HttpRequest, pk: int) -> HttpResponse:
    """Only for those over the unit that decided it."""
    mine = inside(request.viewer, MANAGE, "decided_by__path") & inside(request.viewer, MANAGE)
    row = get_object_or_404(UnitExemption.objects.filter(mine).select_related("unit"), pk=pk)
    words = {"title": f"恢复对“{row.unit.name}”的要求", "label": "恢复", "said": "已恢复要求。"}
    form = EndUnitExemptionForm(row, request.POST or None)
    to, trail = unit_url(row.unit), unit_trail(row.unit)
    return deed(request, form, actions.end_unit_exemption, to=to, trail=trail, **words)


@requires(MANAGE)
def serve(request: HttpRequest, code: str) -> HttpResponse:
    unit = unit_managed(request, code)
    words = {"title": f"“{unit.name}”联系的网点", "label": "加上", "said": "已加上。"}
    form = ServeForm(unit, request.viewer, request.POST or None)
    return deed(request, form, actions.serve_outlet, to=unit_url(unit), trail=unit_trail(unit), **words)


@requires(MANAGE)
@require_POST
def stop_serving(request: HttpRequest, pk: int) -> HttpResponse:
    mine = inside(request.viewer, MANAGE, "party_unit__path")
    service = get_object_or_404(OutletService.objects.filter(mine, until_on=None).select_related("party_unit"), pk=pk)
    to = unit_url(service.party_unit)
    return take_back(
        request, actions.stop_serving, said="从今天起不再联系这个网点。", to=to, service=service, on=today()
    )
