"""Choosing what one has to say, writing it, and getting the code."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from huoshui.base.clock import now, today
from huoshui.base.errors import Refused
from huoshui.base.permissions import public
from huoshui.ledger.models import Source
from huoshui.packs.loaded import pack
from huoshui.packs.schema import SuggestionKind

from ..actions import note_attempt, refuse_too_many, send_suggestion
from ..forms import WriteForm
from ..models import Suggestion
from ..queries import addressees, home_addressee
from ..rules import TooMany, code_of, grouped, sounds_like_misconduct
from .addresses import bucket


@public("whoever has something to say may say it, with or without an account")
def choose(request: HttpRequest) -> HttpResponse:
    return render(request, "suggestions/choose.html", {"kinds": pack().suggestions.kinds.values()})


@public("whoever has something to say may say it, with or without an account")
@never_cache
@sensitive_post_parameters()
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """What is not kept here is told where to go, whatever was sent along."""
    declared = pack().suggestions.kinds.get(kind)
    if declared is None:
        raise Http404
    if declared.asks == "nothing":
        return render(request, "suggestions/elsewhere.html", _elsewhere(declared))
    form = _form(request, declared)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    if not form.cleaned_data["heard"] and sounds_like_misconduct(form.every_word, pack().suggestions.misconduct_words):
        return _page(request, _heard(form), hint=True)
    return _sent(request, form)


@public("whoever has something to say may say it, with or without an account")
def burden(request: HttpRequest) -> HttpResponse:
    """From the foot of a page: the form for burdens, whatever the pack calls it."""
    return write(request, pack().suggestions.burden.code)


def _elsewhere(kind: SuggestionKind) -> dict[str, Any]:
    return {"kind": kind, "channels": pack().suggestions.channels}


def _form(request: HttpRequest, kind: SuggestionKind) -> WriteForm:
    data = request.POST if request.method == "POST" else None
    home = home_addressee(request.viewer, today())
    initial = {"about": home.code if home else "", "form_name": _page_named(request)}
    units = addressees(today())
    return WriteForm(kind, units, data, initial=initial, is_signed_in=request.viewer.is_signed_in)


def _page_named(request: HttpRequest) -> str:
    """From a page's footer: the address of that page."""
    page = request.GET.get("page", "")
    return f"本系统的页面 {page}"[:200] if page.startswith("/") else ""


def _heard(form: WriteForm) -> WriteForm:
    """Sent once more, it is kept."""
    form.data = form.data.copy()
    form.data["heard"] = "on"
    return form


def _sent(request: HttpRequest, form: WriteForm) -> HttpResponse:
    at, where = now(), bucket(request)
    writer = None if form.gives_no_name else request.viewer.account
    try:
        refuse_too_many(purpose="sent", bucket=where, most=pack().suggestions.sent_per_hour, at=at)
        suggestion = send_suggestion(said=form.said(), writer=writer, at=at, source=Source.SCREEN)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _page(request, form, status=429 if isinstance(refused, TooMany) else 422)
    note_attempt(purpose="sent", bucket=where, at=at)
    return _told_the_code(request, form, suggestion)


def _told_the_code(request: HttpRequest, form: WriteForm, suggestion: Suggestion) -> HttpResponse:
    """In the answer itself: no session, no address and no message ever holds the code."""
    code = grouped(code_of(form.cleaned_data["submission"]))
    is_mine = suggestion.writer_id is not None
    return render(request, "suggestions/sent.html", {"code": code, "suggestion": suggestion, "is_mine": is_mine})


def _page(request: HttpRequest, form: WriteForm, *, hint: bool = False, status: int = 0) -> HttpResponse:
    said: dict[str, Any] = {"form": form, "kind": form.kind, "hint": hint, "channels": pack().suggestions.channels}
    return render(request, "suggestions/write.html", said, status=status or (422 if form.errors else 200))
