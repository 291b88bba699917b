"""Where people work, belong and serve: begun, changed and ended, and an end taken back."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huoshui.base.errors import Refused
from huoshui.base.permissions import requires
from huoshui.base.telling import tell
from huoshui.packs.loaded import pack

from .. import actions
from ..forms import (
    AddPersonForm,
    AppointForm,
    ChangeMembershipForm,
    EmployForm,
    EndForm,
    ExemptForm,
    JoinForm,
)
from ..models import Employment, Exemption, Membership, Person, Post
from ..queries.people import people_managed_by
from .doing import Trail, deed, here, inside, take_back, unit_trail
from .units import MANAGE, unit_managed


@requires(MANAGE)
def add_person(request: HttpRequest, code: str) -> HttpResponse:
    unit = unit_managed(request, code)
    form = AddPersonForm(unit, request.viewer, request.POST or None)
    words = {"title": "添加人员", "label": "添加", "said": lambda made: f"已添加{made.name}。"}
    return deed(request, form, actions.welcome, to=person_url, trail=unit_trail(unit), **words)


@requires(MANAGE)
def employ(request: HttpRequest, person_id: int) -> HttpResponse:
    person = person_managed(request, person_id)
    words = {"title": f"{person.name}的工作单位", "label": "保存", "said": "工作单位已变更。"}
    form = EmployForm(person, request.viewer, request.POST or None)
    note = "原来在别处工作的，那边到前一天为止。"
    return deed(
        request, form, actions.change_workplace, to=person_url(person), trail=trail_of(person), note=note, **words
    )


@requires(MANAGE)
def join(request: HttpRequest, person_id: int) -> HttpResponse:
    person = person_managed(request, person_id)
    words = {"title": f"把{person.name}编入支部", "label": "编入", "said": "已编入支部。"}
    form = JoinForm(person, request.viewer, request.POST or None)
    return deed(request, form, actions.join_branch, to=person_url(person), trail=trail_of(person), **words)


@requires(MANAGE)
def change_membership(request: HttpRequest, pk: int) -> HttpResponse:
    row = _open_row(request, Membership, pk)
    words = {"title": f"变更{row.person.name}的身份或党小组", "label": "变更", "said": "已变更。"}
    form = ChangeMembershipForm(row, request.POST or None)
    to, trail = person_url(row.person), trail_of(row.person)
    return deed(request, form, actions.change_membership, to=to, trail=trail, **words)


@requires(MANAGE)
def appoint(request: HttpRequest, person_id: int) -> HttpResponse:
    """With the role and the account that go with the post; a new account's password is shown once."""
    person = person_managed(request, person_id)
    form = AppointForm(person, request.viewer, request.POST or None)
    if form.is_valid():
        try:
            _, opened = actions.appoint_with_role(**form.told(), **here(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            if opened:
                return shown_once(request, opened, person_url(person))
            tell(request, f"{person.name}已任职。")
            return redirect(person_url(person))
    context = {"form": form, "title": f"任命{person.name}", "label": "任命", "trail": trail_of(person)}
    context["note"] = "支部书记会同时得到记录活动的账号角色；还没有账号的，当场开通。"
    return render(request, "organisation/deed.html", context, status=422 if form.errors else 200)


@requires(MANAGE)
def exempt(request: HttpRequest, person_id: int) -> HttpResponse:
    person = person_managed(request, person_id)
    words = {"title": f"免除对{person.name}的一项要求", "label": "免除", "said": "已记下。"}
    form = ExemptForm(person, request.viewer, request.POST or None)
    return deed(request, form, actions.exempt, to=person_url(person), trail=trail_of(person), **words)


@requires(MANAGE)
def end_exemption(request: HttpRequest, pk: int) -> HttpResponse:
    mine = inside(request.viewer, MANAGE, "decided_by__path")
    people = people_managed_by(request.viewer)
    row = get_object_or_404(Exemption.objects.filter(mine, person__in=people).select_related("person"), pk=pk)
    words = {"title": f"恢复对{row.person.name}的要求", "label": "恢复", "said": "已恢复要求。"}
    form = EndForm(row, request.POST or None)
    return deed(request, form, actions.end_exemption, to=person_url(row.person), trail=trail_of(row.person), **words)


@requires(MANAGE)
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    row = _open_row(request, Post, pk)
    label = pack().post_kinds[row.kind].label
    words = {"title": f"{row.person.name}不再任{row.unit.name}{label}", "label": "结束任职", "said": "任职已结束。"}
    note = "要有人接任的，请用“交接”：职务、账号角色和手上的事一次交清。"
    return _ending(request, row, actions.end_post, "organisation:reopen_post", note=note, **words)


@requires(MANAGE)
def leave_branch(request: HttpRequest, pk: int) -> HttpResponse:
    row = _open_row(request, Membership, pk)
    words = {"title": f"{row.person.name}转出{row.unit.name}", "label": "转出", "said": "已转出支部。"}
    return _ending(request, row, actions.leave_branch, "organisation:reopen_membership", **words)


@requires(MANAGE)
def leave_work(request: HttpRequest, pk: int) -> HttpResponse:
    row = _open_row(request, Employment, pk)
    words = {"title": f"{row.person.name}离开{row.unit.name}", "label": "离岗", "said": "已办理离岗。"}
    return _ending(request, row, actions.leave_employment, "organisation:reopen_employment", **words)


@requires(MANAGE)
@require_POST
def reopen_post(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, Post, pk)
    return take_back(request, actions.reopen_post, said="任职照旧。", to=person_url(row.person), post=row)


@requires(MANAGE)
@require_POST
def reopen_membership(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, Membership, pk)
    to = person_url(row.person)
    return take_back(request, actions.reopen_membership, said="仍在支部。", to=to, membership=row)


@requires(MANAGE)
@require_POST
def reopen_employment(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, Employment, pk)
    to = person_url(row.person)
    return take_back(request, actions.reopen_employment, said="仍在岗。", to=to, employment=row)


def person_managed(request: HttpRequest, person_id: int) -> Person:
    return get_object_or_404(people_managed_by(request.viewer), pk=person_id)


def person_url(person: Person) -> str:
    return reverse("organisation:person", args=[person.pk])


def trail_of(person: Person) -> Trail:
    return [("人员", reverse("organisation:people")), (person.name, person_url(person))]


def shown_once(request: HttpRequest, opened: actions.NewlyOpened, to: str) -> HttpResponse:
    """Answered at once and kept nowhere: a page asked for again does not show the password."""
    return render(request, "organisation/opened.html", {"opened": [opened], "to": to})


def _ending(
    request: HttpRequest, row: Any, act: Callable[..., Any], undo: str, *, note: str = "", **words: str
) -> HttpResponse:
    form = EndForm(row, request.POST or None)
    to, trail = person_url(row.person), trail_of(row.person)

    def back(done: Any) -> str:
        return reverse(undo, args=[done.pk])

    return deed(request, form, act, to=to, trail=trail, note=note, undo=back, **words)


def _row(request: HttpRequest, model: type[Model], pk: int) -> Any:
    rows = model._default_manager.filter(inside(request.viewer, MANAGE)).select_related("person", "unit")
    return get_object_or_404(rows, pk=pk)


def _open_row(request: HttpRequest, model: type[Model], pk: int) -> Any:
    """What has ended is changed no more on a page."""
    rows = model._default_manager.filter(inside(request.viewer, MANAGE), until_on=None)
    return get_object_or_404(rows.select_related("person", "unit"), pk=pk)
