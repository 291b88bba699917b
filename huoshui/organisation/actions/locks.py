"""What an action locks before it looks: the tree, the people, the units. Always people before units."""

from collections.abc import Iterable

from ..models import Person, Unit


def lock_tree() -> None:
    """One change of the tree at a time: numbers, paths and spells depend on one another."""
    list(Unit.objects.select_for_update().filter(parent=None).values_list("pk", flat=True))


def lock_people(person_ids: Iterable[int]) -> None:
    ids = set(person_ids)
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))


def lock_units(unit_ids: Iterable[int]) -> dict[int, Unit]:
    """The units as they are now; a move of theirs waits for us or we for it."""
    found = Unit.objects.select_for_update().filter(pk__in=set(unit_ids)).order_by("pk")
    return {unit.pk: unit for unit in found}
