"""What the whole needs from the organisation."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Model
from django.urls import reverse

from huoshui.base.parts import Found, Part
from huoshui.packs.loaded import pack

from .facts import wanted
from .models import Employment, Membership, Person, Post, under_paths
from .queries.people import people_visible_to, search_people, workplaces
from .queries.trees import search_units
from .viewing import Viewer


def found_people(viewer: Viewer, text: str) -> Iterator[Found]:
    people = search_people(viewer, text)
    places = workplaces([person.pk for person in people], viewer.on)
    for person in people:
        place = places.get(person.pk)
        yield Found(person.name, place.name if place else "", _url(person))


def found_units(viewer: Viewer, text: str) -> Iterator[Found]:
    """By the name they have or once had."""
    for unit, once in search_units(viewer, text):
        kind = pack().unit_kinds[unit.kind].label
        yield Found(unit.name, f"{kind}，曾名{once}" if once else kind, reverse("organisation:unit", args=[unit.code]))


def found(viewer: Viewer, text: str) -> Iterator[Found]:
    yield from found_units(viewer, text)
    yield from found_people(viewer, text)


def pages_of(model: type[Model]) -> Callable[[Viewer, Iterable[int]], dict[int, tuple[str, str]]]:
    """The page of each row is that of its person, for those who may see the row's unit and the person."""

    def pages(viewer: Viewer, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
        inside = under_paths(*viewer.prefixes("people.view"), field="unit__path")
        rows = model._default_manager.filter(inside, pk__in=set(ids), person__in=people_visible_to(viewer))
        return {row.pk: (_url(row.person), row.person.name) for row in rows.select_related("person")}

    return pages


def _url(person: Person) -> str:
    return reverse("organisation:person", args=[person.pk])


PART = Part(
    name="organisation",
    label="组织和人员",
    search=found,
    pages={f"organisation.{model._meta.model_name}": pages_of(model) for model in (Employment, Membership, Post)},
    wanted=wanted,
)
