"""Many days at once: who was expected, from dated rows read once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from huoshui.packs.loaded import pack

from ..enums import PARTY_STATUSES
from ..models import Employment, Membership, OutletService, Person, Post, Unit, UnitSpell


class Rolls:
    """Who is expected at what, on any day, by the rules of `roster` and in its order; for work over whole months."""

    def __init__(self) -> None:
        self._order = dict(Person.objects.filter(erased_at=None).values_list("pk", "sort_key"))
        self._members = _by(Membership.objects.filter(status__in=PARTY_STATUSES), "unit_id")
        self._cells = _by(Membership.objects.filter(status__in=PARTY_STATUSES).exclude(cell=None), "cell_id")
        self._posts = _by(Post.objects.order_by("pk"), "unit_id")
        self._works = _by(Employment.objects.all(), "unit_id")
        self._services = _by(OutletService.objects.all(), "party_unit_id")
        self._spells = list(UnitSpell.objects.all())
        self._own_spells = defaultdict(list)
        for spell in self._spells:
            self._own_spells[spell.unit_id].append(spell)
        self._party = {u.pk for u in Unit.objects.all() if pack().unit_kinds[u.kind].is_party}
        self._seats = {kind.code: n for n, kind in enumerate(pack().post_kinds.values()) if kind.committee}

    def path(self, unit_id: int, day: date) -> str | None:
        """None when there was no such unit on the day."""
        return next((spell.path for spell in self._own_spells[unit_id] if spell.holds(day)), None)

    def expected(self, unit_id: int, day: date, rule: str) -> list[int]:
        """Person ids; nobody under the rule `open`."""
        if rule == "committee":
            return self._committee(unit_id, day)
        rules = {"members": self._of_members, "cell": self._of_members, "staff": self._of_staff}
        found = rules[rule](unit_id, day) if rule in rules else set()
        return sorted(found & self._order.keys(), key=lambda person: (self._order[person], person))

    def _committee(self, unit_id: int, day: date) -> list[int]:
        first: dict[int, int] = {}
        for post in self._posts[unit_id]:
            if post.kind in self._seats and post.holds(day) and post.person_id in self._order:
                seat = self._seats[post.kind]
                first[post.person_id] = min(seat, first.get(post.person_id, seat))
        return sorted(first, key=lambda person: (first[person], self._order[person], person))

    def _of_members(self, unit_id: int, day: date) -> set[int]:
        rows = [row for unit in self._under(unit_id, day) for row in self._members[unit]]
        return {row.person_id for row in (*rows, *self._cells[unit_id]) if row.holds(day)}

    def _of_staff(self, unit_id: int, day: date) -> set[int]:
        members: set[int] = set()
        places: Collection[int] = self._under(unit_id, day)
        if unit_id in self._party:
            members = self._of_members(unit_id, day)
            places = [row.outlet_id for row in self._services[unit_id] if row.holds(day)]
        return members | {row.person_id for place in places for row in self._works[place] if row.holds(day)}

    def _under(self, unit_id: int, day: date) -> list[int]:
        root = self.path(unit_id, day)
        return [s.unit_id for s in self._spells if s.path.startswith(root) and s.holds(day)] if root else []


def _by(rows: Iterable, key: str) -> defaultdict:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
