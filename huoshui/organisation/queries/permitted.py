"""Who may do what where, for a part that gives somebody a thing to do."""

from datetime import date

from huoshui.ledger.scope import SEGMENT
from huoshui.packs.loaded import pack

from ..models import Person, RoleGrant, Unit


def people_who_may(permission: str, unit: Unit, on: date) -> list[tuple[Person, Unit]]:
    """Everybody with an account and a role that carries the permission over the unit, with the unit they hold it in:
    the nearest first, then by name."""
    above = [unit.path[:end] for end in range(SEGMENT, len(unit.path) + 1, SEGMENT)]
    held = _grants(permission, on).filter(unit__path__in=above, account__person__isnull=False)
    found: dict[Person, Unit] = {}
    for grant in held.select_related("account__person", "unit").order_by("account__person__sort_key", "pk"):
        known = found.get(grant.account.person)
        if known is None or len(known.path) < len(grant.unit.path):
            found[grant.account.person] = grant.unit
    return sorted(found.items(), key=lambda pair: -len(pair[1].path))


def paths_where_held(permission: str, on: date) -> set[str]:
    """The paths of the units in which anybody holds a role that carries the permission."""
    return set(_grants(permission, on).values_list("unit__path", flat=True))


def _grants(permission: str, on: date):
    carry = [code for code, role in pack().roles.items() if permission in role.permissions]
    return RoleGrant.objects.on(on).filter(role__in=carry, account__is_active=True)
