"""What an action locks before it looks: the tree, the people, the units. Always people before units."""

from collections.abc import Iterable

from ..models import Person, Unit
from ..rules.refusals import PersonErased


def lock_tree() -> None:
    """One change of the tree at a time: numbers, paths and spells depend on one another."""
    list(Unit.objects.select_for_update().filter(parent=None).values_list("pk", flat=True))


def lock_people(person_ids: Iterable[int]) -> None:
    """Raises PersonErased: nothing more can be said of somebody whose name and key are gone."""
    people = Person.objects.select_for_update().filter(pk__in=set(person_ids)).order_by("pk")
    if any(people.values_list("erased_at", flat=True)):
        raise PersonErased("这个人的个人信息已经删除，不能再办理。")


def lock_units(unit_ids: Iterable[int]) -> dict[int, Unit]:
    """The units as they are now; a move of theirs waits for us or we for it."""
    found = Unit.objects.select_for_update().filter(pk__in=set(unit_ids)).order_by("pk")
    return {unit.pk: unit for unit in found}
