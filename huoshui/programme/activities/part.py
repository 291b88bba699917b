"""What the whole needs from this part."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from huoshui.base.clock import day_of
from huoshui.base.parts import AgendaItem, Found, Part
from huoshui.organisation.public import Unit, Viewer
from huoshui.packs.loaded import pack

from .demo import ensure_planned_today
from .enums import ActivityState
from .jobs import UNIT_MOVED, follow_moved_unit
from .models import Activity
from .queries import kinds_for, matching, may_record, on_agenda, rows_call_for, visible_to

FOUND_AT_MOST = 20


def agenda(viewer: Viewer, day: date) -> Iterable[AgendaItem]:
    for activity in on_agenda(viewer, day):
        yield _item(activity, day)


def search(viewer: Viewer, text: str) -> Iterable[Found]:
    kinds = [kind.code for kind in pack().activity_kinds.values() if text in kind.label]
    for activity in matching(viewer, text, kinds)[:FOUND_AT_MOST]:
        day = day_of(activity.starts_at)
        yield Found(_title(activity), f"{activity.unit.name}，{day.year}年{day.month}月{day.day}日", _url(activity))


def pages(viewer: Viewer, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    return {a.pk: (_url(a), _title(a)) for a in visible_to(viewer).filter(pk__in=list(ids))}


def record_url(viewer: Viewer, unit: Unit, tag: str) -> str | None:
    """The form for an activity of the unit that carries the tag, if the viewer may record there."""
    if not may_record(viewer, unit):
        return None
    kinds = [kind.code for kind in kinds_for(unit).values() if tag in kind.tags]
    return reverse("activities:record_new", args=[unit.code, kinds[0]]) if kinds else None


def _item(activity: Activity, day: date) -> AgendaItem:
    planned = activity.state == ActivityState.PLANNED
    state = ("late" if day_of(activity.starts_at) < day else "due") if planned else "done"
    url = reverse("activities:record", args=[activity.pk]) if planned else _url(activity)
    return AgendaItem(_title(activity), activity.unit.name, activity.starts_at, url, state, activity.place)


def _title(activity: Activity) -> str:
    return f"{activity.kind_label}：{activity.title}" if activity.title else activity.kind_label


def _url(activity: Activity) -> str:
    return reverse("activities:show", args=[activity.pk])


PART = Part(
    name="activities",
    label="活动",
    agenda=agenda,
    search=search,
    pages={"activities.activity": pages},
    wanted=rows_call_for,
    reactions={"follow_moves": (UNIT_MOVED, follow_moved_unit)},
    record_url=record_url,
    open_today=ensure_planned_today,
)
