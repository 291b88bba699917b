"""What became of units and people, with dates, as far as the viewer sees."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.periods import Period
from huoshui.packs.loaded import pack

from ..enums import BRANCH
from ..models import Employment, Exemption, Membership, OutletService, Person, Post, Unit, UnitSpell, under_paths
from ..rules.times import in_words, overlap
from ..viewing import Viewer
from .units import scope_of

MEMBERS = "members"  # the figure of the pack that counts them


@dataclass(frozen=True)
class Past:
    """A time of a unit: its name and place, and for a branch how many members it had at the end of it."""

    name: str
    parent: str
    from_on: date
    until_on: date | None
    members: int | None = None
    month: str = ""

    @property
    def when(self) -> str:
        return in_words(self.from_on, self.until_on)


@dataclass(frozen=True)
class Line:
    """Something a person was or had, or a unit had, from a day until another."""

    title: str
    unit: Unit | None
    from_on: date
    until_on: date | None
    person: Person | None = None
    row: int = 0
    kind: str = ""

    @property
    def when(self) -> str:
        return in_words(self.from_on, self.until_on)

    def holds(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def spells_of(viewer: Viewer, unit: Unit) -> list[Past]:
    """The latest first."""
    rows = list(UnitSpell.objects.filter(unit=unit).select_related("parent").order_by("-from_on"))
    counted = unit.kind == BRANCH and _holds(viewer, "figures.view", unit)
    return [_past(viewer, unit, row, counted) for row in rows]


def people_of(viewer: Viewer, unit: Unit) -> list[Line] | None:
    """The members of a branch with cell and status, or those who work here; None where the viewer may not see them."""
    if not _holds(viewer, "people.view", unit):
        return None
    model = Membership if pack().unit_kinds[unit.kind].is_party else Employment
    rows = model._default_manager.on(viewer.on).select_related("person", "unit").order_by("person__sort_key", "pk")
    rows = rows.filter(cell=unit) if unit.kind == "cell" else rows.filter(unit=unit)
    return [_line(row, _status(row)) for row in rows]


def posts_of(viewer: Viewer, unit: Unit) -> list[Line]:
    """In official order, those held now before those of the past; nobody's where people may not be seen."""
    if not _holds(viewer, "people.view", unit):
        return []
    kinds = list(pack().post_kinds)
    rows = Post.objects.filter(unit=unit).select_related("person", "unit")
    ordered = sorted(rows, key=lambda row: (not row.holds(viewer.on), kinds.index(row.kind), -row.from_on.toordinal()))
    return [_line(row, pack().post_kinds[row.kind].label) for row in ordered]


def services_of(unit: Unit) -> list[Line]:
    """The outlets a Party unit serves, or the Party units that serve an outlet; those of now first."""
    rows = OutletService.objects.filter(party_unit=unit) | OutletService.objects.filter(outlet=unit)
    rows = rows.select_related("party_unit", "outlet").order_by("until_on", "outlet__place", "from_on")
    others = [(row, row.outlet if row.party_unit_id == unit.pk else row.party_unit) for row in rows]
    lines = [Line(other.name, other, row.from_on, row.until_on, row=row.pk) for row, other in others]
    return sorted(lines, key=lambda line: line.until_on is not None)


def life_of(viewer: Viewer, person: Person) -> dict[str, list[Line]]:
    """Memberships, employments, posts and exemptions the viewer may see, the latest first."""
    kinds = pack().post_kinds
    memberships = _seen(viewer, Membership, person)
    return {
        "memberships": [_line(row, _status(row)) for row in memberships],
        "employments": [_line(row, "") for row in _seen(viewer, Employment, person)],
        "posts": [_line(row, kinds[row.kind].label) for row in _seen(viewer, Post, person)],
        "exemptions": _exemptions(person, memberships),
    }


def _exemptions(person: Person, seen: list[Membership]) -> list[Line]:
    """Only for those who look after a branch of the person's, and of the time there, as membership itself."""
    if not seen:
        return []
    rows = Exemption.objects.filter(person=person).select_related("decided_by").order_by("-from_on")
    norms = pack().norms
    then = [row for row in rows if any(overlap(row.from_on, row.until_on, m.from_on, m.until_on) for m in seen)]
    named = [(row, norms[row.norm].label if row.norm in norms else row.norm) for row in then]
    return [Line(name, row.decided_by, row.from_on, row.until_on, person, row.pk) for row, name in named]


def _seen(viewer: Viewer, model: type, person: Person) -> list:
    rows: QuerySet = model._default_manager.filter(  # type: ignore[attr-defined]
        under_paths(*viewer.prefixes("people.view"), field="unit__path"), person=person
    )
    return list(rows.select_related("unit").order_by("-from_on", "-pk"))


def _line(row: Membership | Employment | Post, title: str) -> Line:
    return Line(title, row.unit, row.from_on, row.until_on, row.person, row.pk, getattr(row, "kind", ""))


def _status(row: Membership | Employment) -> str:
    return row.get_status_display() if isinstance(row, Membership) else ""


def _past(viewer: Viewer, unit: Unit, spell: UnitSpell, counted: bool) -> Past:
    last = (spell.until_on - timedelta(days=1)) if spell.until_on else viewer.on
    month = Period.month(last.year, last.month)
    members = _members(unit, month) if counted and last >= spell.from_on else None
    parent = spell.parent.name if spell.parent else ""
    return Past(spell.name, parent, spell.from_on, spell.until_on, members, month.written)


def _members(unit: Unit, month: Period) -> int | None:
    figure = pack().figures.get(MEMBERS)
    if figure is None:
        return None
    value = evaluate([figure], scope=scope_of(unit), period=month)[MEMBERS]
    return value if isinstance(value, int) else None


def _holds(viewer: Viewer, permission: str, unit: Unit) -> bool:
    return any(unit.path.startswith(path) for path in viewer.prefixes(permission))
