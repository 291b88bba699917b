"""Who may be named as sitting in (列席): people in sight, and leaders of the units above, who are not."""

from datetime import date

from django.db.models import Q

from huoshui.ledger.scope import SEGMENT
from huoshui.organisation.public import Person, Unit, Viewer, people_visible_to
from huoshui.packs.loaded import pack


def may_observe(name: str, *, viewer: Viewer, unit: Unit, on: date) -> set[int]:
    """The ids of the people of that name; erased people have none."""
    named = Q(name=name, erased_at=None)
    in_sight = people_visible_to(viewer).filter(named).values_list("pk", flat=True)
    above = Person.objects.filter(named & _holds_a_post_above(unit, on)).values_list("pk", flat=True)
    return {*in_sight, *above}


def _holds_a_post_above(unit: Unit, on: date) -> Q:
    """A post, on the day, in a unit above or in a Party organisation directly under one of those; no branch's:
    who leads the branch beside, and so is a member, is not to be found out by writing names."""
    above = [unit.path[:end] for end in range(SEGMENT, len(unit.path), SEGMENT)]
    party = [kind.code for kind in pack().unit_kinds.values() if kind.is_party and not kind.keeps_rosters]
    there = Q(posts__unit__path__in=above) | Q(posts__unit__parent__path__in=above, posts__unit__kind__in=party)
    then = Q(posts__from_on__lte=on) & (Q(posts__until_on=None) | Q(posts__until_on__gt=on))
    return there & then
