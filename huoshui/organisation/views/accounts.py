"""Accounts and roles: for those who look after accounts, and nobody's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huoshui.base.clock import today
from huoshui.base.errors import Refused
from huoshui.base.listing import Cell, Column, Listing, Order
from huoshui.base.permissions import requires
from huoshui.base.telling import tell
from huoshui.packs.loaded import pack

from .. import actions
from ..forms import GrantForm, OpenAccountForm
from ..models import Account, Person
from ..queries.accounts import MANAGE, accounts_managed_by, grants_managed_by
from ..queries.people import people_within, spelling, workplaces
from ..rules.passwords import once_password
from .doing import Trail, deed, here, take_back
from .placing import shown_once

COLUMNS = [Column("用户名"), Column("姓名"), Column("现有角色"), Column("状态")]
FOUND_AT_MOST = 20


@requires(MANAGE)
def accounts(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    rows = accounts_managed_by(viewer).select_related("person").prefetch_related("grants__unit")
    listing = Listing(request.GET, rows, search=_search, orders=[Order("username", "用户名", ("username",))])
    cells = [_row(account) for account in listing.rows]
    return render(request, "organisation/accounts.html", {"listing": listing, "columns": COLUMNS, "rows": cells})


@requires(MANAGE)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    found = _managed(request, pk)
    mine = set(grants_managed_by(request.viewer).filter(account=found).values_list("pk", flat=True))
    grants = found.grants.select_related("unit").order_by("-from_on", "-pk")
    roles = pack().roles
    context = {
        "account": found,
        "grants": [(g, roles[g.role].label if g.role in roles else g.role, g.pk in mine) for g in grants],
        "is_own": found.pk == request.viewer.account.pk,
        "today": request.viewer.on,
    }
    return render(request, "organisation/account.html", context)


@requires(MANAGE)
def choose_person(request: HttpRequest) -> HttpResponse:
    """Whose account: somebody without one, found by name."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:60]
    people = list(spelling(people_within(request.viewer, MANAGE).filter(account=None), asked)[:FOUND_AT_MOST])
    places = workplaces([person.pk for person in people], request.viewer.on)
    found = [(person, places.get(person.pk)) for person in people]
    return render(request, "organisation/choose_person.html", {"asked": asked, "found": found})


@requires(MANAGE)
def open_account(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_object_or_404(people_within(request.viewer, MANAGE), pk=person_id)
    form = OpenAccountForm(person, request.viewer, request.POST or None)
    if form.is_valid():
        try:
            opened = actions.open_with_role(**form.told(), password=once_password(), **here(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            return shown_once(request, opened, account_url(opened.account))
    context = {"form": form, "title": f"给{person.name}开账号", "label": "开通", "trail": _trail()}
    return render(request, "organisation/deed.html", context, status=422 if form.errors else 200)


@requires(MANAGE)
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    found = _anothers(request, pk)
    form = GrantForm(found, request.viewer, request.POST or None)
    words = {"title": f"授予“{found.username}”一个角色", "label": "授予", "said": "已授予。"}
    trail = [*_trail(), (found.username, account_url(found))]
    return deed(request, form, actions.grant_role, to=account_url(found), trail=trail, **words)


@requires(MANAGE)
@require_POST
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(grants_managed_by(request.viewer).select_related("account"), pk=pk)
    to = account_url(_anothers(request, grant.account_id))
    return take_back(request, actions.end_role, said="角色从今天起不再有效。", to=to, grant=grant, on=today())


@requires(MANAGE)
@require_POST
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    found = _anothers(request, pk)
    actions.close_account(account=found, **here(request))
    tell(request, "账号已停用，正在使用的也已退出。", undo=reverse("organisation:reopen_account", args=[pk]))
    return redirect(account_url(found))


@requires(MANAGE)
@require_POST
def reopen_account(request: HttpRequest, pk: int) -> HttpResponse:
    found = _anothers(request, pk)
    return take_back(request, actions.reopen_account, said="账号已恢复。", to=account_url(found), account=found)


@requires(MANAGE)
@require_POST
def give_password(request: HttpRequest, pk: int) -> HttpResponse:
    found, password = _anothers(request, pk), once_password()
    changed = actions.give_once_password(account=found, password=password, **here(request))
    return shown_once(request, actions.NewlyOpened(changed, password), account_url(found))


def account_url(account: Account) -> str:
    return reverse("organisation:account", args=[account.pk])


def _trail() -> Trail:
    return [("账号", reverse("organisation:accounts"))]


def _managed(request: HttpRequest, pk: int) -> Account:
    return get_object_or_404(accounts_managed_by(request.viewer).select_related("person"), pk=pk)


def _anothers(request: HttpRequest, pk: int) -> Account:
    """Nobody decides over their own account: for them it is not there to change."""
    return get_object_or_404(accounts_managed_by(request.viewer).exclude(pk=request.viewer.account.pk), pk=pk)


def _search(rows: Any, words: str) -> Any:
    people = spelling(Person.objects.all(), words)
    return rows.filter(username__icontains=words) | rows.filter(person__in=people)


def _row(account: Account) -> list[Cell]:
    roles = pack().roles
    held = [g for g in account.grants.all() if g.holds(today())]
    named = "、".join(f"{g.unit.name} {roles[g.role].label if g.role in roles else g.role}" for g in held)
    return [
        Cell(account.username, url=account_url(account)),
        Cell(account.person.name if account.person else "（不属于个人）"),
        Cell(named or "没有"),
        Cell("使用中" if account.is_active else "已停用"),
    ]
