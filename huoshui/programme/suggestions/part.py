"""What the whole needs from this part."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from huoshui.base.clock import day_of
from huoshui.base.parts import AgendaItem, Found, Held, Part
from huoshui.ledger.models import Source
from huoshui.organisation.public import Person, Viewer
from huoshui.packs.loaded import pack

from .actions import assign_suggestion
from .jobs import TIMETABLE, UNIT_MOVED, follow_moved_unit
from .models import Suggestion
from .queries import held_by, matching, on_agenda, rows_call_for, visible_to

FOUND_AT_MOST = 20


def agenda(viewer: Viewer, day: date) -> Iterable[AgendaItem]:
    for one in on_agenda(viewer, day):
        state, word = ("late", "已过期限") if one.due_on < day else ("due", "待答复")
        detail = f"{one.due_on.month}月{one.due_on.day}日以前答复"
        yield AgendaItem(_title(one), one.unit.name, one.received_at, _url(one), state, detail, word)


def search(viewer: Viewer, text: str) -> Iterable[Found]:
    for one in matching(visible_to(viewer), text)[:FOUND_AT_MOST]:
        day = day_of(one.received_at)
        yield Found(_title(one), f"{one.unit.name}，{day.year}年{day.month}月{day.day}日", _url(one))


def pages(viewer: Viewer, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    return {one.pk: (_url(one), _title(one)) for one in visible_to(viewer).filter(pk__in=list(ids))}


def held(viewer: Viewer, person_id: int) -> Iterable[Held]:
    for one in held_by(person_id, viewer):
        yield Held(str(one.pk), _title(one), one.unit.name, _url(one))


def pass_on(codes: Sequence[str], to: int, by: UUID | None, at: datetime, source: Source) -> None:
    person = Person.objects.get(pk=to)
    for one in Suggestion.objects.filter(pk__in=[int(code) for code in codes]).order_by("pk"):
        assign_suggestion(suggestion=one, to=person, revision=one.revision, by=by, at=at, source=source)


def words(field: str, value: Any) -> str:
    """Of a fact: what kind of suggestion, and whether its answer came in time."""
    if field == "in_time":
        return "按期" if value else "过了期限"
    kinds = pack().suggestions.kinds
    return kinds[value].label if field == "kind" and value in kinds else ""


def _title(one: Suggestion) -> str:
    return f"{one.kind_label}：{one.gist}"


def _url(one: Suggestion) -> str:
    return reverse("suggestions:show", args=[one.pk])


PART = Part(
    name="suggestions",
    label="意见",
    agenda=agenda,
    search=search,
    pages={"suggestions.suggestion": pages},
    wanted=rows_call_for,
    reactions={"follow_moves": (UNIT_MOVED, follow_moved_unit)},
    words=words,
    timetable=TIMETABLE,
    held=held,
    pass_on=pass_on,
)
