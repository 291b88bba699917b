"""The writer comes back: by name among their own, or with the code and nothing else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from huoshui.base.clock import day_of, now, today
from huoshui.base.errors import Refused
from huoshui.base.listing import Listing
from huoshui.base.permissions import public, requires
from huoshui.base.telling import tell
from huoshui.ledger.models import Source
from huoshui.packs.loaded import pack

from ..actions import add_words, close_suggestion, note_attempt, refuse_too_many, reopen_suggestion
from ..forms import AgainForm, CodeForm, WordsForm
from ..models import Suggestion
from ..queries import by_code, own, steps_of, told
from ..rules import grouped, normal_code
from .addresses import bucket
from .signs import day_word, sections, sign_of, word_of

WRITE = "suggestions.write"
BY_CODE = "the code opens one suggestion and nothing else"
NO_SUCH = "没有这个查询码。请对照当时抄下的字母和数字再看一遍。"


@requires(WRITE)
def home(request: HttpRequest) -> HttpResponse:
    return redirect("suggestions:inbox" if request.viewer.may("suggestions.view") else "suggestions:mine")


@requires(WRITE)
def mine(request: HttpRequest) -> HttpResponse:
    listing = Listing(request.GET, own(request.viewer.account))
    page = {"listing": listing, "rows": [_line(one) for one in listing.rows]}
    return render(request, "suggestions/mine.html", page | {"tabs": sections(request)})


@requires(WRITE)
def mine_show(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(own(request.viewer.account), pk=pk))


@public(BY_CODE)
@never_cache
@sensitive_post_parameters()
def find(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _page(request, _found(request, form.cleaned_data["code"]), code=form.cleaned_data["code"])
        except Refused as refused:
            return _not_found(request, refused)
    return render(request, "suggestions/find.html", {"form": form}, status=422 if form.errors else 200)


def _not_found(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Said beside the code, with whatever was written still on the page."""
    form = CodeForm(request.POST)
    form.add_error("code", refused.message)
    return render(request, "suggestions/find.html", {"form": form, "unsent": request.POST.get("text", "")}, status=422)


class NoSuchCode(Refused):
    field = "code"


def _found(request: HttpRequest, written: str) -> Suggestion:
    """Raises TooMany, whether the code be right or wrong, and NoSuchCode."""
    at, where = now(), bucket(request)
    refuse_too_many(purpose="code", bucket=where, most=pack().suggestions.wrong_codes_per_hour, at=at)
    if suggestion := by_code(written):
        return suggestion
    note_attempt(purpose="code", bucket=where, at=at)
    raise NoSuchCode(NO_SUCH)


def _say(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    return _step(request, pk, add_words, "已补充，办理的人看得到。", words=WordsForm(request.POST))


def _reopen(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    return _step(request, pk, reopen_suggestion, "已请办理的单位再办一次。", again=AgainForm(request.POST))


def _close(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    return _step(request, pk, close_suggestion, "已办结。谢谢您的意见。")


def _step(
    request: HttpRequest, pk: int | None, act: Callable[..., Suggestion], said: str, **forms: WordsForm | AgainForm
) -> HttpResponse:
    """One thing the writer does. With a name it ends in a redirect; with the code the page itself answers, because
    no address may hold the code."""
    try:
        suggestion = _own(request, pk)
    except Refused as refused:
        return _not_found(request, refused)
    form = next(iter(forms.values()), None)
    if form is not None and not form.is_valid():
        return _page(request, suggestion, code=request.POST.get("code", ""), **forms)
    try:
        act(suggestion=suggestion, at=now(), source=Source.SCREEN, **(form.cleaned_data if form else {}))
    except Refused as refused:
        tell(request, refused.message, kind="refused")
    else:
        tell(request, said)
    if pk is not None:
        return redirect("suggestions:mine_show", pk)
    return _page(request, _own(request, None), code=request.POST["code"])


def _own(request: HttpRequest, pk: int | None) -> Suggestion:
    if pk is None:
        return _found(request, request.POST.get("code", ""))
    return get_object_or_404(own(request.viewer.account), pk=pk)


def _page(request: HttpRequest, suggestion: Suggestion, *, code: str = "", **forms: Any) -> HttpResponse:
    steps = steps_of(suggestion)
    page = {
        "suggestion": suggestion,
        "state": (sign_of(suggestion, today()), word_of(suggestion, today())),
        "told": told(steps, to_writer=True),
        "may_reopen": suggestion.state == "answered" and all(step.deed != "reopened" for step in steps),
        "code": grouped(normal_code(code) or ""),
        "words": forms.get("words") or WordsForm(auto_id="words-%s"),
        "again": forms.get("again") or AgainForm(auto_id="again-%s"),
    }
    is_wrong = any(form.errors for form in forms.values())
    return render(request, "suggestions/own.html", page, status=422 if is_wrong else 200)


def _line(one: Suggestion) -> dict[str, Any]:
    detail = f"{one.kind_label}，{day_word(day_of(one.received_at), today())}"
    return {
        "pk": one.pk,
        "gist": one.gist,
        "detail": detail,
        "sign": sign_of(one, today()),
        "word": word_of(one, today()),
    }


def _by_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return public(BY_CODE)(never_cache(sensitive_post_parameters()(require_POST(view))))


def _by_name(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return requires(WRITE)(require_POST(view))


say_by_code, say_mine = _by_code(_say), _by_name(_say)
reopen_by_code, reopen_mine = _by_code(_reopen), _by_name(_reopen)
close_by_code, close_mine = _by_code(_close), _by_name(_close)
