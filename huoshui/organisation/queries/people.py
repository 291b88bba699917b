"""People: who they are to the ledger, where they count, what they hold."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..enums import PARTY_STATUSES, MemberStatus
from ..models import Employment, Membership, Person, PersonKey, Post, Unit, UnitSpell, under_paths
from ..rules.names import pattern_of
from ..rules.times import Stint, ends
from ..viewing import Viewer
from .units import paths_on

Home = tuple[int, str]
FOUND_AT_MOST = 20
Rows = TypeVar("Rows", bound=QuerySet[Any])


def keys_of(person_ids: Iterable[int]) -> dict[int, UUID]:
    return dict(PersonKey.objects.filter(person__in=set(person_ids)).values_list("person_id", "key"))


def names_of(keys: Iterable[UUID]) -> dict[UUID, str]:
    """Keys of erased people are left out."""
    return dict(PersonKey.objects.filter(key__in=set(keys)).values_list("key", "person__name"))


def home_of(person_ids: Iterable[int], on: date) -> dict[int, Home]:
    """Where each person counts on a day, as (unit id, path): the Party branch of a member, else the workplace.

    People without either are left out.
    """
    return {person: home for (person, _), home in homes_on((person, on) for person in person_ids).items()}


def homes_on(pairs: Iterable[tuple[int, date]]) -> dict[tuple[int, date], Home]:
    """`home_of` for many people and days, in three queries; pairs without a home are left out."""
    wanted = set(pairs)
    people = {person for person, _ in wanted}
    members = Membership.objects.filter(person__in=people, status__in=PARTY_STATUSES)
    stints: dict[int, list[Stint]] = defaultdict(list)
    for rows in (members, Employment.objects.filter(person__in=people)):
        for person, from_on, until_on, unit_id in rows.values_list("person_id", "from_on", "until_on", "unit_id"):
            stints[person].append(Stint(from_on, until_on, unit_id))
    found: dict[tuple[int, date], int] = {}
    for person, day in wanted:
        for stint in stints[person]:
            if stint.from_on <= day < ends(stint.until_on):
                found[person, day] = stint.unit_id
                break
    paths = paths_on((unit_id, day) for (_, day), unit_id in found.items())
    return {(person, day): (unit_id, paths[unit_id, day]) for (person, day), unit_id in found.items()}


def paths_of_person(person_id: int) -> set[str]:
    """Every place where the ledger may tell of the person: the paths of the units they ever belonged to."""
    rows = (model.objects.filter(person=person_id) for model in (Membership, Employment, Post))
    units = {unit_id for of in rows for unit_id in of.values_list("unit_id", flat=True)}
    return set(UnitSpell.objects.filter(unit__in=units).values_list("path", flat=True))


def full_members_among(person_ids: Iterable[int], on: date) -> set[int]:
    """Those who have a vote in their branch on the day: members, but no probationary ones."""
    full = Membership.objects.on(on).filter(person__in=set(person_ids), status=MemberStatus.MEMBER)
    return set(full.values_list("person_id", flat=True))


def holders(unit: Unit, post_kind: str, on: date) -> list[Person]:
    held = Post.objects.on(on).filter(unit=unit, kind=post_kind)
    return list(Person.objects.filter(posts__in=held).distinct().order_by("sort_key", "pk"))


def people_visible_to(viewer: Viewer) -> QuerySet[Person]:
    """Those who work or belong within the viewer's scope today."""
    return people_within(viewer, "people.view")


def people_within(viewer: Viewer, permission: str) -> QuerySet[Person]:
    """Those who work or belong today where the permission is held."""
    inside = _inside(viewer, permission)
    works = Employment.objects.on(viewer.on).filter(inside, person=OuterRef("pk"))
    belongs = Membership.objects.on(viewer.on).filter(inside, person=OuterRef("pk"))
    return Person.objects.filter(Exists(works) | Exists(belongs)).order_by("sort_key", "pk")


def people_managed_by(viewer: Viewer) -> QuerySet[Person]:
    """Those who work or belong, or ever did, where the viewer looks after the organisation."""
    inside = _inside(viewer, "organisation.manage")
    worked = Employment.objects.filter(inside, person=OuterRef("pk"))
    belonged = Membership.objects.filter(inside, person=OuterRef("pk"))
    return Person.objects.filter(Exists(worked) | Exists(belonged), erased_at=None).order_by("sort_key", "pk")


def people_seen_by(viewer: Viewer) -> QuerySet[Person]:
    """Those who are here, and for who looks after the organisation also those who left."""
    if not viewer.may("organisation.manage"):
        return people_visible_to(viewer)
    return (people_visible_to(viewer) | people_managed_by(viewer)).order_by("sort_key", "pk")


def search_people(viewer: Viewer, text: str) -> list[Person]:
    """Among those the viewer may see."""
    return list(spelling(people_visible_to(viewer), text)[:FOUND_AT_MOST])


def spelling(rows: Rows, text: str) -> Rows:
    """Those whose name has this in it: characters, pinyin, initials or a mixture. Nothing asked finds nobody."""
    pattern = pattern_of(text)
    return rows.filter(spelled__regex=pattern) if pattern else rows.none()


def workplaces(person_ids: Iterable[int], on: date) -> dict[int, Unit]:
    rows = Employment.objects.on(on).filter(person__in=set(person_ids)).select_related("unit")
    return {row.person_id: row.unit for row in rows}


def posts_visible_to(viewer: Viewer, person: Person) -> list[Post]:
    rows = Post.objects.on(viewer.on).filter(_inside(viewer), person=person)
    return list(rows.select_related("unit").order_by("unit__place", "from_on"))


def membership_visible_to(viewer: Viewer, person: Person) -> Membership | None:
    """Membership is sensitive: shown to those who look after the branch, not to those over the workplace alone."""
    rows = Membership.objects.on(viewer.on).filter(_inside(viewer), person=person)
    return rows.select_related("unit", "cell").first()


def memberships_seen(viewer: Viewer, person_ids: Iterable[int]) -> dict[int, Membership]:
    """`membership_visible_to` for many."""
    rows = Membership.objects.on(viewer.on).filter(_inside(viewer), person__in=set(person_ids))
    return {row.person_id: row for row in rows.select_related("unit")}


def _inside(viewer: Viewer, permission: str = "people.view") -> Q:
    return under_paths(*viewer.prefixes(permission), field="unit__path")
