"""What the whole needs from this part."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from huoshui.base.clock import day_of
from huoshui.base.parts import AgendaItem, Found, Held, Part, Theme
from huoshui.organisation.public import Unit, Viewer
from huoshui.packs.loaded import pack

from .actions import pass_on
from .demo import ensure_planned_today
from .enums import ActivityState
from .jobs import TIMETABLE, UNIT_MOVED, follow_moved_unit
from .models import Activity, Joining, MakeUp
from .queries import (
    focuses_call_for,
    focuses_visible_to,
    held_by,
    kinds_for,
    matching,
    may_record,
    on_agenda,
    rosters_to_tell,
    rows_call_for,
    themes_for,
    visible_to,
)

FOUND_AT_MOST = 20
TO_TELL = "联合活动：核对本支部名册"


def agenda(viewer: Viewer, day: date) -> Iterable[AgendaItem]:
    for activity in on_agenda(viewer, day):
        yield _item(activity, day)
    yield from _rosters_to_tell(viewer, day)


def _rosters_to_tell(viewer: Viewer, day: date) -> Iterable[AgendaItem]:
    for joining in rosters_to_tell(viewer, day):
        activity = joining.activity
        url = reverse("activities:joined", args=[activity.pk, joining.unit.code])
        state = "late" if day_of(activity.starts_at) < day else "due"
        yield AgendaItem(TO_TELL, joining.unit.name, activity.starts_at, url, state, _title(activity))


def search(viewer: Viewer, text: str) -> Iterable[Found]:
    kinds = [kind.code for kind in pack().activity_kinds.values() if text in kind.label]
    for activity in matching(viewer, text, kinds)[:FOUND_AT_MOST]:
        day = day_of(activity.starts_at)
        yield Found(_title(activity), f"{activity.unit.name}，{day.year}年{day.month}月{day.day}日", _url(activity))


def pages(viewer: Viewer, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    return {a.pk: (_url(a), _title(a)) for a in visible_to(viewer).filter(pk__in=list(ids))}


def joined_pages(viewer: Viewer, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The page of what a unit joined is the activity's own."""
    return _pages_of_activities(viewer, Joining.objects.filter(pk__in=list(ids)), "联合开展")


def make_up_pages(viewer: Viewer, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    return _pages_of_activities(viewer, MakeUp.objects.filter(pk__in=list(ids)), "补课")


def _pages_of_activities(viewer: Viewer, rows: QuerySet, word: str) -> dict[int, tuple[str, str]]:
    activity_of = dict(rows.values_list("pk", "activity"))
    known = pages(viewer, activity_of.values())
    return {
        pk: (known[activity][0], f"{known[activity][1]}（{word}）")
        for pk, activity in activity_of.items()
        if activity in known
    }


def record_url(viewer: Viewer, unit: Unit, tag: str) -> str | None:
    """The form for an activity of the unit that carries the tag, if the viewer may record there."""
    if not may_record(viewer, unit):
        return None
    kinds = [kind.code for kind in kinds_for(unit).values() if tag in kind.tags]
    return reverse("activities:record_new", args=[unit.code, kinds[0]]) if kinds else None


def themes(viewer: Viewer, first: date, last: date) -> Iterable[Theme]:
    for focus in themes_for(viewer, first, last):
        month = date(focus.month // 100, focus.month % 100, 1)
        url = reverse("activities:focus_one", args=[focus.pk])
        yield Theme(month, focus.title, focus.text, focus.document_number, url)


def focus_pages(viewer: Viewer, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    found = focuses_visible_to(viewer).filter(pk__in=list(ids))
    return {f.pk: (reverse("activities:focus_one", args=[f.pk]), f"月度重点：{f.title}") for f in found}


def held(viewer: Viewer, person_id: int) -> Iterable[Held]:
    for one in held_by(viewer, person_id):
        name = "activities:show" if one.code.startswith("activity") else "activities:series"
        yield Held(one.code, one.words, one.thing.unit.name, reverse(name, args=[one.thing.pk]))


def all_rows_call_for() -> Iterable[tuple[str, Sequence[Any]]]:
    yield from rows_call_for()
    yield from focuses_call_for()


def _item(activity: Activity, day: date) -> AgendaItem:
    planned = activity.state == ActivityState.PLANNED
    state = ("late" if day_of(activity.starts_at) < day else "due") if planned else "done"
    url = reverse("activities:record", args=[activity.pk]) if planned else _url(activity)
    detail = "，".join(filter(None, [activity.place, "暂定" if activity.is_provisional else ""]))
    return AgendaItem(_title(activity), activity.unit.name, activity.starts_at, url, state, detail)


def _title(activity: Activity) -> str:
    return f"{activity.kind_label}：{activity.title}" if activity.title else activity.kind_label


def _url(activity: Activity) -> str:
    return reverse("activities:show", args=[activity.pk])


PART = Part(
    name="activities",
    label="活动",
    agenda=agenda,
    search=search,
    pages={
        "activities.activity": pages,
        "activities.joining": joined_pages,
        "activities.makeup": make_up_pages,
        "activities.focus": focus_pages,
    },
    wanted=all_rows_call_for,
    reactions={"follow_moves": (UNIT_MOVED, follow_moved_unit)},
    record_url=record_url,
    themes=themes,
    held=held,
    pass_on=pass_on,
    timetable=TIMETABLE,
    open_today=ensure_planned_today,
)
