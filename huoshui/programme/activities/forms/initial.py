"""What the record form shows before anybody has typed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.http import QueryDict

from huoshui.base.clock import SHANGHAI

from ..queries import Sheet

SITTINGS_AT_MOST = 6


def filled_up(data: QueryDict, sheet: Sheet) -> QueryDict:
    """With a likely day, time and place for the sittings the page did not have yet."""
    filled = data.copy()
    for name, value in _initial_sittings(sheet).items():
        filled.setdefault(name, f"{value:%H:%M}" if name.startswith("time") else str(value))
    return filled


def initial_of(sheet: Sheet) -> dict[str, Any]:
    local = sheet.starts_at.astimezone(SHANGHAI)
    return {
        "day": local.date(),
        "time": local.time(),
        "minutes": sheet.minutes,
        "place": sheet.place,
        "title": sheet.title,
        "chair": sheet.chair_id,
        "recorder": sheet.recorder_id,
        "agenda": "\n".join(sheet.agenda),
        "observers": "、".join(sheet.observers.values()),
        "guests": sheet.guests,
        "reached": sheet.reached or None,
        "joint": "、".join(sheet.joint),
        "partner": sheet.partner,
        "proceedings": sheet.proceedings,
        "extra_tags": sorted(sheet.extra_tags),
        "submission": uuid4(),
        "revision": sheet.activity.revision if sheet.activity else 0,
        **_initial_sittings(sheet),
    }


def _initial_sittings(sheet: Sheet) -> dict[str, Any]:
    known = {sitting.number: sitting for sitting in sheet.sittings}
    initial: dict[str, Any] = {}
    for n in range(2, SITTINGS_AT_MOST + 1):
        begins, place = _likely(sheet), sheet.place
        if n in known:
            begins, place = known[n].starts_at.astimezone(SHANGHAI), known[n].place
        initial |= {f"day_{n}": begins.date(), f"time_{n}": begins.time(), f"place_{n}": place}
    return initial


def _likely(sheet: Sheet) -> datetime:
    """A further sitting is often the day after."""
    return sheet.starts_at.astimezone(SHANGHAI) + timedelta(days=1)
