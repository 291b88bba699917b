"""Who may be named beforehand to take the chair or the minutes."""

from datetime import date

from huoshui.organisation.public import Person, Unit, roster
from huoshui.packs.loaded import pack

NAMED = ("members", "committee", "cell")


def may_lead(unit: Unit, kind: str, on: date, known: tuple[int | None, ...] = ()) -> dict[int, str]:
    """By id, those of the unit's own roster (of its committee, where everybody may come), and those named already."""
    declared = pack().activity_kinds.get(kind)
    rule = declared.roster if declared and declared.roster in NAMED else "committee"
    people = {person.person_id: person.name for person in roster(unit, on, rule)}
    others = Person.objects.filter(pk__in=[one for one in known if one], erased_at=None).order_by("sort_key", "pk")
    return people | dict(others.values_list("pk", "name"))
