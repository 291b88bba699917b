"""Handing over what somebody holds, and the list of it to print."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from huoshui.base.errors import Refused
from huoshui.base.listing import Cell, Column
from huoshui.base.permissions import requires
from huoshui.base.telling import tell

from ..actions import Handed, hand_over
from ..forms import HandOverForm
from ..models import HandedItem, HandOver, Person, Unit
from ..queries.accounts import grants_of
from ..queries.holding import Holding, employment_managed, holdings, membership_managed, successors
from ..rules.refusals import HandedMeanwhile
from ..viewing import Viewer
from .doing import here, inside
from .placing import person_managed, person_url, trail_of
from .units import MANAGE

COLUMNS = [Column("事项"), Column("单位"), Column("接手的人")]
CHANGED = "手上的事项刚才有了变化，可能已有人办理了交接。下面是现在的名单，请核对后再保存。"


@requires(MANAGE)
def handover(request: HttpRequest, person_id: int) -> HttpResponse:
    """`q` looks for successors wider than the units of what is held."""
    viewer, person = request.viewer, person_managed(request, person_id)
    held = holdings(viewer, person)
    if made := _made_before(request):
        return redirect("organisation:handed", made.pk)
    if request.method == "POST" and set(request.POST.get("seen", "").split()) != {h.code for h in held}:
        return _told_again(request, person, f"{person.name}{CHANGED}")
    asked = request.GET.get("q", "").replace("\0", "").strip()[:60]
    form = _form(request, person, held, asked)
    if form.is_valid():
        try:
            return _handed(request, person, held, form)
        except HandedMeanwhile as refused:
            return _told_again(request, person, refused.message)
        except Refused as refused:
            form.refuse(refused)
    context = {"person": person, "form": form, "asked": asked, "trail": trail_of(person)}
    return render(request, "organisation/handover.html", context, status=422 if form.errors else 200)


@requires(MANAGE)
def handed(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, as it was told that day, to be printed and signed."""
    rows = HandOver.objects.filter(inside(request.viewer, MANAGE)).select_related("person", "unit")
    return _list_page(request, Handed(get_object_or_404(rows, pk=pk)))


def _form(request: HttpRequest, person: Person, held: list[Holding], asked: str) -> HandOverForm:
    viewer = request.viewer
    return HandOverForm(
        held,
        successors(viewer, person, held, asked),
        request.POST or None,
        membership=membership_managed(viewer, person),
        employment=employment_managed(viewer, person),
        has_account=_may_close(viewer, person),
    )


def _handed(request: HttpRequest, person: Person, held: list[Holding], form: HandOverForm) -> HttpResponse:
    """A password to be told is shown in this answer and nowhere else; without one the list has its own address."""
    unit = _unit_of(held, form)
    done = hand_over(viewer=request.viewer, person=person, unit=unit, **form.told(), **here(request))
    if done.opened:
        return _list_page(request, done)
    tell(request, f"{person.name}手上的事已经交接。")
    return redirect("organisation:handed", done.handover.pk)


def _list_page(request: HttpRequest, done: Handed) -> HttpResponse:
    made = done.handover
    context = {
        "handover": made,
        "columns": COLUMNS,
        "rows": [_row(item) for item in made.items.select_related("successor").order_by("position")],
        "opened": done.opened,
        "person_url": person_url(made.person),
    }
    return render(request, "organisation/handed.html", context)


def _row(item: HandedItem) -> list[Cell]:
    return [Cell(item.title), Cell(item.unit_name), Cell(item.successor.name if item.successor else "到期结束")]


def _unit_of(held: list[Holding], form: HandOverForm) -> Unit:
    """Where the hand-over belongs: the first post's unit, else where the person belongs or works."""
    units = [holding.unit for holding in held if holding.unit]
    units += [row.unit for row in (form.membership, form.employment) if row]
    return units[0]


def _may_close(viewer: Viewer, person: Person) -> bool:
    """Closing is offered where no role is left that this viewer has nothing to do with, and never for oneself."""
    account = getattr(person, "account", None)
    if account is None or not account.is_active or account == viewer.account:
        return False
    return not grants_of(account, viewer.on).exclude(inside(viewer, MANAGE)).exists()


def _made_before(request: HttpRequest) -> HandOver | None:
    if request.method != "POST":
        return None
    with suppress(ValueError):
        return HandOver.objects.filter(submission=UUID(request.POST.get("submission", ""))).first()
    return None


def _told_again(request: HttpRequest, person: Person, text: str) -> HttpResponse:
    if made := _made_before(request):
        return redirect("organisation:handed", made.pk)
    tell(request, text, kind="refused")
    return redirect(reverse("organisation:handover", args=[person.pk]))
