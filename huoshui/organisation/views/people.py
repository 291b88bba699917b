"""People: the list with its search, and each one's page."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from huoshui.base.listing import Cell, Column, Filter, Listing, Order
from huoshui.base.permissions import requires

from ..enums import MemberStatus
from ..models import Employment, Membership, Person, Unit
from ..queries.histories import life_of
from ..queries.keeping import may_read_year_of
from ..queries.people import (
    memberships_seen,
    people_managed_by,
    people_seen_by,
    people_visible_to,
    spelling,
    workplaces,
)
from ..viewing import Viewer
from .doing import inside

COLUMNS = [Column("姓名"), Column("工作单位"), Column("党支部"), Column("身份")]
LEFT = "left"


@requires("people.view")
def people(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    unit = _asked_unit(request)
    rows = people_seen_by(viewer)
    listing = Listing(
        request.GET,
        rows,
        search=spelling,
        filters=_filters(viewer, unit),
        orders=[Order("name", "姓名（拼音）", ("sort_key",))],
    )
    context = {"listing": listing, "columns": COLUMNS, "rows": _rows(viewer, listing.rows), "unit": unit}
    return render(request, "organisation/people.html", context)


@requires("people.view")
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    viewer = request.viewer
    found = get_object_or_404(people_seen_by(viewer), pk=person_id)
    life = life_of(viewer, found)
    may_manage = people_managed_by(viewer).filter(pk=found.pk).exists()
    context = {
        "person": found,
        "life": life,
        "about": _about(viewer, found, life),
        "may_manage": may_manage,
        "account": getattr(found, "account", None) if may_manage or viewer.may("accounts.manage") else None,
        "handovers": found.handovers.filter(inside(viewer, "organisation.manage")).order_by("-made_at"),
        "year": viewer.on.year if may_read_year_of(viewer, found.pk) else None,
        "today": viewer.on,
    }
    return render(request, "organisation/person.html", context)


def _about(viewer: Viewer, person: Person, life: dict[str, list[Any]]) -> list[tuple[str, str]]:
    """What the person is today."""
    now = {name: [line for line in lines if line.holds(viewer.on)] for name, lines in life.items()}
    place = workplaces([person.pk], viewer.on).get(person.pk)
    return [
        ("工作单位", place.name if place else ""),
        ("所在党支部", "、".join(line.unit.name for line in now["memberships"])),
        ("身份", "、".join(line.title for line in now["memberships"])),
        ("职务", "、".join(f"{line.unit.name} {line.title}" for line in now["posts"])),
    ]


def _asked_unit(request: HttpRequest) -> Unit | None:
    """The unit whose people are asked for, with all under it; one that is not seen narrows nothing."""
    code = request.GET.get("unit", "").replace("\0", "")
    return request.viewer.units("people.view").filter(code=code).first() if code else None


def _filters(viewer: Viewer, unit: Unit | None) -> list[Filter]:
    offered = {one.code: one for one in _offered(viewer, unit)}
    named = [(code, one.name) for code, one in offered.items()]
    here = [("now", "在岗或在册"), (LEFT, "已离开")]
    return [
        Filter("unit", "单位", named, lambda rows, code: _in_unit(viewer, rows, offered[code])),
        Filter("status", "身份", MemberStatus.choices, lambda rows, value: _of_status(viewer, rows, value)),
        Filter("here", "去向", here, lambda rows, value: _here(viewer, rows, value), default="now"),
    ]


def _offered(viewer: Viewer, unit: Unit | None) -> list[Unit]:
    """Companies, departments and Party units; an outlet or a cell when it is the one asked for."""
    offered = list(viewer.units("people.view").open_on(viewer.on).exclude(kind__in=["outlet", "cell"]))
    return [*offered, unit] if unit and unit not in offered else offered


def _in_unit(viewer: Viewer, rows: QuerySet[Person], unit: Unit) -> QuerySet[Person]:
    under = Unit.objects.under(unit.path)
    works = Employment.objects.on(viewer.on).filter(unit__in=under, person=OuterRef("pk"))
    belongs = Membership.objects.on(viewer.on).filter(unit__in=under, person=OuterRef("pk"))
    grouped = Membership.objects.on(viewer.on).filter(cell=unit, person=OuterRef("pk"))
    return rows.filter(Exists(works) | Exists(belongs) | Exists(grouped))


def _of_status(viewer: Viewer, rows: QuerySet[Person], status: str) -> QuerySet[Person]:
    """By memberships the viewer may see; the others say nothing."""
    belongs = Membership.objects.on(viewer.on).filter(inside(viewer, "people.view"), person=OuterRef("pk"))
    return rows.filter(Exists(belongs.filter(status=status)))


def _here(viewer: Viewer, rows: QuerySet[Person], value: str) -> QuerySet[Person]:
    present = people_visible_to(viewer).values("pk")
    return rows.exclude(pk__in=present) if value == LEFT else rows.filter(pk__in=present)


def _rows(viewer: Viewer, people: list[Person]) -> list[list[Cell]]:
    ids = [person.pk for person in people]
    places, belongs = workplaces(ids, viewer.on), memberships_seen(viewer, ids)
    return [_row(person, places.get(person.pk), belongs.get(person.pk)) for person in people]


def _row(person: Person, place: Unit | None, membership: Membership | None) -> list[Cell]:
    return [
        Cell(person.name, url=reverse("organisation:person", args=[person.pk])),
        Cell(place.name if place else ""),
        Cell(membership.unit.name if membership else ""),
        Cell(membership.get_status_display() if membership else ""),
    ]
