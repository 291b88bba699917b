"""What the whole needs from the organisation."""

from collections.abc import Iterator

from django.urls import reverse

from huoshui.base.parts import Found, Part

from .facts import wanted
from .queries.people import search_people, workplaces
from .viewing import Viewer


def found_people(viewer: Viewer, text: str) -> Iterator[Found]:
    people = search_people(viewer, text)
    places = workplaces([person.pk for person in people], viewer.on)
    for person in people:
        place = places.get(person.pk)
        yield Found(person.name, place.name if place else "", reverse("organisation:person", args=[person.pk]))


PART = Part(name="organisation", label="人员", search=found_people, wanted=wanted)
