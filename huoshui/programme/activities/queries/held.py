"""What a person holds here: the chair or the minutes of something still to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from huoshui.organisation.public import Viewer

from ..models import Activity, ActivityQuerySet, Series
from .series import planned_by, series_planned_by

ROLES = {"chair": "主持", "recorder": "记录"}


@dataclass(frozen=True)
class HeldThing:
    """`code` is activity:12:chair or series:3:recorder."""

    thing: Activity | Series
    role: str

    @property
    def code(self) -> str:
        kind = "activity" if isinstance(self.thing, Activity) else "series"
        return f"{kind}:{self.thing.pk}:{self.role}"

    @property
    def words(self) -> str:
        return f"{ROLES[self.role]}：{self.thing.title or self.thing.kind_label}"


def held_by(viewer: Viewer, person_id: int) -> list[HeldThing]:
    """Series that go on, then single plans; what follows its series is passed on with it."""
    found: list[HeldThing] = []
    running = series_planned_by(viewer).filter(_is(person_id), ended_on=None).order_by("unit__place", "pk")
    still = [one for one in running if one.until_on is None or one.until_on >= viewer.on]
    single = alone(planned_by(viewer)).filter(_is(person_id)).order_by("starts_at", "pk")
    things: list[Activity | Series] = [*still, *single]
    for thing in things:
        found += [HeldThing(thing, role) for role in ROLES if getattr(thing, f"{role}_id") == person_id]
    return found


def alone(activities: ActivityQuerySet) -> ActivityQuerySet:
    """Plans that follow no series."""
    return activities.planned().filter(Q(series=None) | Q(is_apart=True))


def read_codes(codes: Iterable[str]) -> list[tuple[str, int, str]]:
    """(activity or series, id, role) of each; what is none of ours is left out."""
    return [read for code in codes if (read := _read(code.split(":")))]


def _read(parts: Sequence[str]) -> tuple[str, int, str] | None:
    if len(parts) != 3 or parts[0] not in ("activity", "series") or parts[2] not in ROLES:
        return None
    return (parts[0], int(parts[1]), parts[2]) if parts[1].isascii() and parts[1].isdigit() else None


def _is(person_id: int) -> Q:
    return Q(chair=person_id) | Q(recorder=person_id)
