"""The units that hold an activity together with the one that records it, as the organiser tells of them."""

from collections.abc import Sequence
from dataclasses import replace

from huoshui.base.clock import day_of
from huoshui.organisation.public import homes_on, paths_on

from ..enums import JoiningState
from ..facts import Rows
from ..models import Activity, Attendance, Joining
from .told import Entry


def write_joinings(entries: Sequence[Entry], written: Sequence[Rows]) -> list[Rows]:
    """The rows just written of records that are new, with the units that joined them."""
    paths = paths_on({(unit, entry.day) for entry in entries for unit in entry.told.joint})
    joinings = [
        [Joining(activity=entry.activity, unit_id=unit, path=paths[unit, entry.day]) for unit in entry.told.joint]
        for entry in entries
    ]
    Joining.objects.bulk_create([row for rows in joinings for row in rows])
    return [replace(rows, joinings=theirs) for rows, theirs in zip(written, joinings, strict=True)]


def settle_joinings(entry: Entry) -> None:
    """After a correction: who is new joins, who is no longer named leaves and takes the roster along, and whoever
    stays keeps what they told, on the day and in the sittings the activity has now."""
    activity, named = entry.activity, set(entry.told.joint)
    known = {joining.unit_id: joining for joining in activity.joinings.all()}
    paths = paths_on({(unit, entry.day) for unit in named})
    for unit in named - known.keys():
        Joining.objects.create(activity=activity, unit_id=unit, path=paths[unit, entry.day])
    for unit, joining in known.items():
        if unit not in named:
            _leave(joining)
        else:
            _stay(joining, paths[unit, entry.day])
    _follow_the_day(activity)


def _leave(joining: Joining) -> None:
    joining.lines.all().delete()
    joining.state, joining.told_at = JoiningState.REMOVED, None
    joining.revision += 1
    joining.save()


def _stay(joining: Joining, path: str) -> None:
    joining.path = path
    if joining.state == JoiningState.REMOVED:
        joining.state = JoiningState.JOINED
    joining.save()


def _follow_the_day(activity: Activity) -> None:
    """Somebody who is in no unit of ours on the new day counts where they did."""
    lines = list(Attendance.objects.filter(activity=activity).exclude(joining=None))
    day, sittings = day_of(activity.starts_at), activity.sittings.count() + 1
    homes = homes_on((line.person_id, day) for line in lines)
    for line in lines:
        line.home_id, line.home_path = homes.get((line.person_id, day), (line.home_id, line.home_path))
        line.sitting_number = line.sitting_number if line.sitting_number <= sittings else 1
    Attendance.objects.bulk_update(lines, ["home", "home_path", "sitting_number"])
