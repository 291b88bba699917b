"""What a person holds that somebody else has to take when they leave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from huoshui.base.parts import parts
from huoshui.packs.loaded import pack

from ..models import Account, Employment, Membership, Person, Post, RoleGrant, Unit, under_paths
from ..viewing import Viewer
from .accounts import role_of_post
from .people import people_within, spelling

MANAGE = "organisation.manage"
SHOWN_AT_MOST = 100


@dataclass(frozen=True)
class Holding:
    """One thing held. `code` is `post:12`, `role:7` or that of a part: `activities.series:3`.

    `can_end`: it may end without a successor. `can_pass`: somebody may take it over. `note` says what goes with it.
    """

    code: str
    title: str
    unit: Unit | None = None
    unit_name: str = ""
    url: str = ""
    note: str = ""
    can_end: bool = False
    can_pass: bool = True


def holdings(viewer: Viewer, person: Person) -> list[Holding]:
    """Posts, then roles, then what each part tells; as far as the viewer looks after them."""
    posts = list(posts_managed(viewer, person))
    account = Account.objects.filter(person=person).first()
    grants = list(grants_held(viewer, account)) if account else []
    told = [_of_post(post, grants) for post in posts]
    with_posts = {(role_of_post(post.kind, post.unit), post.unit_id) for post in posts}
    told += [_of_role(grant) for grant in grants if (grant.role, grant.unit_id) not in with_posts]
    return [*told, *_of_parts(viewer, person)]


def posts_managed(viewer: Viewer, person: Person) -> Iterator[Post]:
    rows = Post.objects.on(viewer.on).filter(_inside(viewer), person=person)
    yield from rows.select_related("unit").order_by("unit__place", "from_on", "pk")


def grants_held(viewer: Viewer, account: Account) -> Iterator[RoleGrant]:
    rows = account.grants.after(viewer.on).filter(_inside(viewer))
    yield from rows.select_related("unit").order_by("unit__place", "from_on", "pk")


def _of_post(post: Post, grants: list[RoleGrant]) -> Holding:
    role = role_of_post(post.kind, post.unit)
    has_role = any((grant.role, grant.unit_id) == (role, post.unit_id) for grant in grants)
    note = f"账号角色“{pack().roles[role].label}”随职务交接" if role and has_role else ""
    title = pack().post_kinds[post.kind].label
    return Holding(f"post:{post.pk}", title, post.unit, post.unit.name, note=note, can_end=True)


def _of_role(grant: RoleGrant) -> Holding:
    known = pack().roles.get(grant.role)
    title = f"账号角色：{known.label if known else grant.role}"
    note = "由系统管理员另行授予接任的人"
    return Holding(f"role:{grant.pk}", title, grant.unit, grant.unit.name, note=note, can_end=True, can_pass=False)


def _of_parts(viewer: Viewer, person: Person) -> Iterator[Holding]:
    for part in parts():
        for held in part.held(viewer, person.pk) if part.held and part.pass_on else ():
            yield Holding(f"{part.name}.{held.code}", held.title, unit_name=held.unit_name, url=held.url)


def membership_managed(viewer: Viewer, person: Person) -> Membership | None:
    rows = Membership.objects.filter(_inside(viewer), person=person, until_on=None)
    return rows.select_related("unit").first()


def employment_managed(viewer: Viewer, person: Person) -> Employment | None:
    rows = Employment.objects.filter(_inside(viewer), person=person, until_on=None)
    return rows.select_related("unit").first()


def successors(viewer: Viewer, person: Person, held: Sequence[Holding], asked: str) -> list[Person]:
    """Who may take over: those of the units concerned; with something asked, anybody of that name in sight."""
    managed = people_within(viewer, MANAGE).exclude(pk=person.pk)
    if asked:
        return list(spelling(managed, asked)[:SHOWN_AT_MOST])
    units = {holding.unit.pk for holding in held if holding.unit}
    for row in (membership_managed(viewer, person), employment_managed(viewer, person)):
        units |= {row.unit_id} if row else set()
    works = Employment.objects.on(viewer.on).filter(unit__in=units, person=OuterRef("pk"))
    belongs = Membership.objects.on(viewer.on).filter(unit__in=units, person=OuterRef("pk"))
    return list(managed.filter(Exists(works) | Exists(belongs))[:SHOWN_AT_MOST])


def _inside(viewer: Viewer) -> Q:
    return under_paths(*viewer.prefixes(MANAGE), field="unit__path")
