"""What the organisation records. Each `wanted_for_...` says which facts the rows call for, by subject.

Actions settle with these lists and reconciliation compares with them: one source for both. A fact lies at the path
its unit had that day; where the unit moves, it is ended at the old path and begun at the new, for the cause `moved`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from huoshui.base.clock import at_time
from huoshui.ledger.kinds import Code, Day, FactKind, declare
from huoshui.ledger.kinds import Person as About
from huoshui.ledger.recording import NewFact

from .enums import PARTY_STATUSES, Cause, MemberStatus
from .models import Employment, Exemption, Membership, PersonKey, Post, Unit, UnitExemption, UnitSpell
from .rules.times import Piece, Stint, home_stints, pieces_of, within

Wanted = dict[str, list[NewFact]]

_BEGAN = Code((Cause.NEW, Cause.CHANGED, Cause.MOVED))
_ENDED = Code((Cause.ENDED, Cause.CHANGED, Cause.MOVED))
_STATUS = Code(tuple(MemberStatus.values))

UNIT_OPENED = FactKind(
    "organisation.unit.opened", "单位设立", payload={"kind": Code(), "cause": Code((Cause.NEW, Cause.MOVED))}
)
UNIT_CLOSED = FactKind(
    "organisation.unit.closed", "单位撤销", payload={"kind": Code(), "cause": Code((Cause.CLOSED, Cause.MOVED))}
)
UNIT_RENAMED = FactKind("organisation.unit.renamed", "单位更名", payload={"kind": Code()})
EMPLOYMENT_BEGAN = FactKind("organisation.employment.began", "到岗", About.REQUIRED, {"cause": _BEGAN})
EMPLOYMENT_ENDED = FactKind("organisation.employment.ended", "离岗", About.REQUIRED, {"cause": _ENDED})
MEMBERSHIP_BEGAN = FactKind(
    "organisation.membership.began", "编入支部", About.REQUIRED, {"status": _STATUS, "cause": _BEGAN}
)
MEMBERSHIP_ENDED = FactKind(
    "organisation.membership.ended", "离开支部", About.REQUIRED, {"status": _STATUS, "cause": _ENDED}
)
POST_BEGAN = FactKind("organisation.post.began", "任职", About.REQUIRED, {"kind": Code(), "cause": _BEGAN})
POST_ENDED = FactKind("organisation.post.ended", "离任", About.REQUIRED, {"kind": Code(), "cause": _ENDED})
EXEMPTION_BEGAN = FactKind(
    "organisation.exemption.began", "免除要求", About.REQUIRED, {"norm": Code(), "until": Day(), "cause": _BEGAN}
)
EXEMPTION_ENDED = FactKind(
    "organisation.exemption.ended", "免除结束", About.REQUIRED, {"norm": Code(), "until": Day(), "cause": _ENDED}
)
UNIT_EXEMPTION_BEGAN = FactKind(
    "organisation.unit_exemption.began", "单位免除要求", payload={"norm": Code(), "until": Day(), "cause": _BEGAN}
)
UNIT_EXEMPTION_ENDED = FactKind(
    "organisation.unit_exemption.ended", "单位免除结束", payload={"norm": Code(), "until": Day(), "cause": _ENDED}
)
declare(UNIT_OPENED, UNIT_CLOSED, UNIT_RENAMED, EMPLOYMENT_BEGAN, EMPLOYMENT_ENDED, MEMBERSHIP_BEGAN)
declare(MEMBERSHIP_ENDED, POST_BEGAN, POST_ENDED, EXEMPTION_BEGAN, EXEMPTION_ENDED)
declare(UNIT_EXEMPTION_BEGAN, UNIT_EXEMPTION_ENDED)


def wanted_for_units(units: Sequence[Unit]) -> Wanted:
    spells: dict[int, list[UnitSpell]] = defaultdict(list)
    for spell in UnitSpell.objects.filter(unit__in=units).order_by("unit", "from_on"):
        spells[spell.unit_id].append(spell)
    return {_subject(unit): _unit_facts(unit, spells[unit.pk]) for unit in units}


def wanted_for_employments(rows: Sequence[Employment]) -> Wanted:
    return _wanted(rows, EMPLOYMENT_BEGAN, EMPLOYMENT_ENDED, lambda row: {})


def wanted_for_memberships(rows: Sequence[Membership]) -> Wanted:
    return _wanted(rows, MEMBERSHIP_BEGAN, MEMBERSHIP_ENDED, lambda row: {"status": row.status})


def wanted_for_posts(rows: Sequence[Post]) -> Wanted:
    return _wanted(rows, POST_BEGAN, POST_ENDED, lambda row: {"kind": row.kind})


def wanted_for_exemptions(rows: Sequence[Exemption]) -> Wanted:
    """An exemption is counted where the person is counted, and goes along when the person changes."""
    rows, keys = _known(rows)
    homes = homes_of({row.person_id for row in rows})
    parts = {
        row.pk: [part for home in homes[row.person_id] if (part := within(home, row.from_on, row.until_on))]
        for row in rows
    }
    spells = _spells({part.unit_id for stints in parts.values() for part in stints})
    wanted: Wanted = {}
    for row in rows:
        pieces = [piece for part in parts[row.pk] for piece in pieces_of(part, spells[part.unit_id])]
        said = {"norm": row.norm, "until": row.until_on}
        wanted[_subject(row)] = _paired(row, keys[row.person_id], pieces, (EXEMPTION_BEGAN, EXEMPTION_ENDED), said)
    return wanted


def wanted_for_unit_exemptions(rows: Sequence[UnitExemption]) -> Wanted:
    """At the unit's own path: it goes along when the unit moves, and ends with it."""
    spells = _spells({row.unit_id for row in rows})
    wanted: Wanted = {}
    for row in rows:
        pieces = pieces_of(Stint(row.from_on, row.until_on, row.unit_id), spells[row.unit_id])
        said = {"norm": row.norm, "until": row.until_on}
        wanted[_subject(row)] = _paired(row, None, pieces, (UNIT_EXEMPTION_BEGAN, UNIT_EXEMPTION_ENDED), said)
    return wanted


def wanted_under(unit_ids: Iterable[int], on: date) -> Wanted:
    """What the units and everything open in them on the day or later call for."""
    units = set(unit_ids)
    works = list(Employment.objects.after(on).filter(unit__in=units))
    members = list(Membership.objects.after(on).filter(unit__in=units))
    return {
        **wanted_for_units(list(Unit.objects.filter(pk__in=units))),
        **wanted_for_employments(works),
        **wanted_for_memberships(members),
        **wanted_for_posts(list(Post.objects.after(on).filter(unit__in=units))),
        **wanted_for_exemptions_of_units(units),
        **wanted_for_exemptions_of(row.person_id for row in [*works, *members]),
    }


def wanted_for_exemptions_of(person_ids: Iterable[int]) -> Wanted:
    return wanted_for_exemptions(list(Exemption.objects.filter(person__in=set(person_ids))))


def wanted_for_exemptions_of_units(unit_ids: Iterable[int]) -> Wanted:
    return wanted_for_unit_exemptions(list(UnitExemption.objects.filter(unit__in=set(unit_ids))))


def wanted() -> Iterator[tuple[str, list[NewFact]]]:
    """Everything the rows call for, for reconciliation."""
    yield from wanted_for_units(list(Unit.objects.order_by("pk"))).items()
    yield from wanted_for_employments(list(Employment.objects.order_by("pk"))).items()
    yield from wanted_for_memberships(list(Membership.objects.order_by("pk"))).items()
    yield from wanted_for_posts(list(Post.objects.order_by("pk"))).items()
    yield from wanted_for_exemptions(list(Exemption.objects.order_by("pk"))).items()
    yield from wanted_for_unit_exemptions(list(UnitExemption.objects.order_by("pk"))).items()


def homes_of(person_ids: Iterable[int]) -> dict[int, list[Stint]]:
    """Where each person was counted, over all time."""
    people = set(person_ids)
    memberships: dict[int, list[Stint]] = defaultdict(list)
    employments: dict[int, list[Stint]] = defaultdict(list)
    for row in Membership.objects.filter(person__in=people, status__in=PARTY_STATUSES):
        memberships[row.person_id].append(Stint(row.from_on, row.until_on, row.unit_id))
    for work in Employment.objects.filter(person__in=people):
        employments[work.person_id].append(Stint(work.from_on, work.until_on, work.unit_id))
    return {person: home_stints(memberships[person], employments[person]) for person in people}


def _wanted(rows: Sequence[Any], began: FactKind, ended: FactKind, says: Any) -> Wanted:
    rows, keys = _known(rows)
    spells = _spells({row.unit_id for row in rows})
    wanted: Wanted = {}
    for row in rows:
        pieces = pieces_of(Stint(row.from_on, row.until_on, row.unit_id), spells[row.unit_id])
        wanted[_subject(row)] = _paired(row, keys[row.person_id], pieces, (began, ended), says(row))
    return wanted


def _paired(
    row: Any, key: UUID | None, pieces: Sequence[Piece], kinds: tuple[FactKind, FactKind], said: dict[str, Any]
) -> list[NewFact]:
    """One fact where each piece begins and one where it ends. `said` comes back with the cause added."""
    began_by, ended_by = getattr(row, "began_by", Cause.NEW), getattr(row, "ended_by", Cause.ENDED)
    last = len(pieces) - 1
    facts = []
    for n, piece in enumerate(pieces):
        cause = Cause.MOVED if n else began_by
        facts.append(_fact(kinds[0], piece, piece.from_on, row, {**said, "cause": str(cause)}, key))
        if piece.until_on:
            cause = Cause.MOVED if n < last else ended_by
            facts.append(_fact(kinds[1], piece, piece.until_on, row, {**said, "cause": str(cause)}, key))
    return facts


def _unit_facts(unit: Unit, spells: Sequence[UnitSpell]) -> list[NewFact]:
    stint = Stint(unit.opened_on, unit.closed_on, unit.pk)
    pieces = pieces_of(stint, [Piece(s.from_on, s.until_on, s.unit_id, s.path) for s in spells])
    facts = []
    for n, piece in enumerate(pieces):
        cause = Cause.MOVED if n else Cause.NEW
        facts.append(_fact(UNIT_OPENED, piece, piece.from_on, unit, {"kind": unit.kind, "cause": str(cause)}))
        if piece.until_on:
            cause = Cause.CLOSED if piece.until_on == unit.closed_on else Cause.MOVED
            facts.append(_fact(UNIT_CLOSED, piece, piece.until_on, unit, {"kind": unit.kind, "cause": str(cause)}))
    for before, spell in pairwise(spells):
        if spell.name != before.name:
            piece = Piece(spell.from_on, spell.until_on, unit.pk, spell.path)
            facts.append(_fact(UNIT_RENAMED, piece, spell.from_on, unit, {"kind": unit.kind}))
    return facts


def _fact(
    kind: FactKind, piece: Piece, day: date, row: Any, says: Mapping[str, Any], person: UUID | None = None
) -> NewFact:
    return NewFact(kind, piece.unit_id, piece.path, _subject(row), at_time(day, 0), person, payload=says)


def _subject(row: Any) -> str:
    return f"organisation.{row._meta.model_name}:{row.pk}"


def _spells(unit_ids: Iterable[int]) -> dict[int, list[Piece]]:
    spells: dict[int, list[Piece]] = defaultdict(list)
    for spell in UnitSpell.objects.filter(unit__in=set(unit_ids)).order_by("unit", "from_on"):
        spells[spell.unit_id].append(Piece(spell.from_on, spell.until_on, spell.unit_id, spell.path))
    return spells


def _known(rows: Sequence[Any]) -> tuple[list[Any], dict[int, UUID]]:
    """The rows of people who have a key, and the keys. No row can call for the facts of an erased person."""
    keys = dict(PersonKey.objects.filter(person__in={row.person_id for row in rows}).values_list("person_id", "key"))
    return [row for row in rows if row.person_id in keys], keys
