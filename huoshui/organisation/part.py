"""What the whole needs from the organisation."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Model
from django.urls import reverse

from huoshui.base.parts import Found, Part

from .facts import wanted
from .models import Employment, Membership, Person, Post, under_paths
from .queries.people import people_visible_to, search_people, workplaces
from .viewing import Viewer


def found_people(viewer: Viewer, text: str) -> Iterator[Found]:
    people = search_people(viewer, text)
    places = workplaces([person.pk for person in people], viewer.on)
    for person in people:
        place = places.get(person.pk)
        yield Found(person.name, place.name if place else "", _url(person))


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
    label="人员",
    search=found_people,
    pages={f"organisation.{model._meta.model_name}": pages_of(model) for model in (Employment, Membership, Post)},
    wanted=wanted,
)
