"""Those who look after suggestions: the list, one of them, and what can be done with it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huoshui.base.clock import day_of, now, today
from huoshui.base.errors import Refused
from huoshui.base.listing import Cell, Column, Filter, Listing, Order
from huoshui.base.permissions import requires
from huoshui.base.telling import tell
from huoshui.ledger.models import Source
from huoshui.organisation.public import people_who_may
from huoshui.packs.loaded import pack

from ..actions import answer_suggestion, assign_suggestion, pass_on_suggestion, take_back_step
from ..enums import State
from ..forms import AnswerForm, AssignForm, OfficeForm, TransferForm
from ..models import Suggestion
from ..queries import (
    addressees,
    matching,
    may_answer,
    steps_of,
    taken_back_by,
    told,
    units_to_pass_on_to,
    visible_to,
    writer_name,
)
from .signs import day_word, sections, sign_of, word_of

VIEW, ANSWER = "suggestions.view", "suggestions.answer"
COLUMNS = [
    Column("意见"),
    Column("类别"),
    Column("办理单位", order="official"),
    Column("收到", order="received"),
    Column("答复期限", order="due"),
    Column("状态"),
]
ORDERS = [
    Order("received", "收到时间", ("-received_at",)),
    Order("due", "答复期限", ("due_on",)),
    Order("official", "单位顺序", ("unit__place", "-received_at")),
]


@requires(VIEW)
def inbox(request: HttpRequest) -> HttpResponse:
    kinds = [(kind.code, kind.label) for kind in pack().suggestions.kinds.values() if kind.asks != "nothing"]
    filters = [
        Filter("state", "状态", [("owed", "等着答复的"), *State.choices], _in_state, default="owed"),
        Filter("kind", "类别", kinds, lambda rows, code: rows.filter(kind=code)),
    ]
    listing = Listing(request.GET, visible_to(request.viewer), search=matching, filters=filters, orders=ORDERS)
    table = {"listing": listing, "columns": COLUMNS, "rows": [_row(one) for one in listing.rows]}
    return render(request, "suggestions/inbox.html", table | {"tabs": sections(request)})


@requires(VIEW)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(visible_to(request.viewer), pk=pk))


@requires(ANSWER)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = _mine(request, pk)
    form = AssignForm(_people(suggestion), request.POST, auto_id="assign-%s")

    def act(**stamp: Any) -> Suggestion:
        person = next(one for one, _ in _may(suggestion) if str(one.pk) == form.cleaned_data["person"])
        return assign_suggestion(to=person, **stamp)

    return _acted(request, suggestion, "assign", form, act, "已交办。")


@requires(ANSWER)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = _mine(request, pk)
    form = AnswerForm(request.POST, auto_id="answer-%s")

    def act(**stamp: Any) -> Suggestion:
        said = form.cleaned_data
        return answer_suggestion(text=said["text"], submission=said["submission"], **stamp)

    return _acted(request, suggestion, "answer", form, act, "已答复，写意见的人看得到了。")


@requires(ANSWER)
@require_POST
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = _mine(request, pk)
    form = TransferForm(units_to_pass_on_to(suggestion, today()), request.POST, auto_id="transfer-%s")

    def act(**stamp: Any) -> Suggestion:
        unit = addressees(today()).get(code=form.cleaned_data["unit"])
        return pass_on_suggestion(to=unit, text=form.cleaned_data["text"], **stamp)

    return _acted(request, suggestion, "transfer", form, act, "已转办。")


@requires(ANSWER)
@require_POST
def take_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    suggestion = get_object_or_404(taken_back_by(request.viewer, pk, number))
    try:
        take_back_step(suggestion=suggestion, number=number, by=request.viewer.key, at=now(), source=Source.SCREEN)
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    else:
        tell(request, "已撤销，回到上一步。")
    return _back(request, pk)


def _acted(
    request: HttpRequest,
    suggestion: Suggestion,
    name: str,
    form: OfficeForm,
    act: Callable[..., Suggestion],
    said: str,
) -> HttpResponse:
    """What cannot be done is said beside the form, with everything written still in it."""
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            held = act(suggestion=suggestion, revision=revision, by=request.viewer.key, at=now(), source=Source.SCREEN)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            tell(request, said, undo=reverse("suggestions:take_back", args=[held.pk, held.revision]))
            return _back(request, held.pk)
    return _page(request, _mine(request, suggestion.pk), **{name: form})


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """To its page, where the viewer may still see it."""
    if visible_to(request.viewer).filter(pk=pk).exists():
        return redirect("suggestions:show", pk)
    return redirect("suggestions:inbox")


def _page(request: HttpRequest, suggestion: Suggestion, **sent: OfficeForm) -> HttpResponse:
    is_mine = may_answer(request.viewer, suggestion.unit)
    forms = _forms(suggestion, sent) if is_mine and suggestion.is_open else {}
    page = {
        "suggestion": suggestion,
        "state": (sign_of(suggestion, today()), word_of(suggestion, today())),
        "items": _items(suggestion, with_name=is_mine),
        "told": told(steps_of(suggestion), to_writer=False),
        "people": {person.pk for person, _ in _may(suggestion)} if forms else set(),
        "unsent": None if forms else next(iter(sent.values()), None),
    }
    return render(request, "suggestions/show.html", page | forms, status=422 if sent else 200)


def _forms(suggestion: Suggestion, sent: dict[str, OfficeForm]) -> dict[str, OfficeForm]:
    """One that was refused comes back as it was sent, but for the revision: its page shows the present one."""
    for form in sent.values():
        form.data = form.data.copy()
        form.data["revision"] = str(suggestion.revision)
    now_at = {"initial": {"revision": suggestion.revision}}
    fresh = {
        "answer": AnswerForm(auto_id="answer-%s", **now_at),
        "assign": AssignForm(_people(suggestion), auto_id="assign-%s", **now_at),
        "transfer": TransferForm(units_to_pass_on_to(suggestion, today()), auto_id="transfer-%s", **now_at),
    }
    return fresh | sent


def _items(suggestion: Suggestion, *, with_name: bool) -> list[tuple[str, object]]:
    by_name = writer_name(suggestion) or "没有留名"
    return [
        ("说的是", suggestion.about.name),
        ("办理单位", suggestion.unit.name),
        ("要求", "不让本单位看到，直接交上级" if suggestion.goes_past else ""),
        ("署名", by_name if with_name else ""),
        ("收到", f"{day_of(suggestion.received_at):%Y年%m月%d日}"),
        ("答复期限", f"{suggestion.due_on:%Y年%m月%d日}" if suggestion.is_open else ""),
        ("办理人", suggestion.assignee.name if suggestion.assignee else ""),
    ]


def _row(one: Suggestion) -> list[Cell]:
    day = today()
    return [
        Cell(one.gist, url=reverse("suggestions:show", args=[one.pk])),
        Cell(one.kind_label),
        Cell(one.unit.name),
        Cell(day_word(day_of(one.received_at), day)),
        Cell(day_word(one.due_on, day) if one.is_open else ""),
        Cell(word_of(one, day), state=sign_of(one, day)),
    ]


def _in_state(rows: Any, code: str) -> Any:
    return rows.owed() if code == "owed" else rows.filter(state=code)


def _may(suggestion: Suggestion):
    return people_who_may(ANSWER, suggestion.unit, today())


def _people(suggestion: Suggestion) -> list[tuple[int, str]]:
    return [(person.pk, f"{person.name}（{unit.name}）") for person, unit in _may(suggestion)]


def _mine(request: HttpRequest, pk: int) -> Suggestion:
    return get_object_or_404(visible_to(request.viewer, ANSWER), pk=pk)
