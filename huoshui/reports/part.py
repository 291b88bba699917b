"""What the whole needs from reports: that obstacle notes are found, asked about, and agree with their facts."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from huoshui.base.parts import AgendaItem, Found, Part
from huoshui.organisation.public import Viewer
from huoshui.packs.loaded import pack

from .enums import ObstacleState
from .jobs import UNIT_MOVED, follow_moved_unit
from .models import Obstacle
from .queries.obstacles import asking_for_help, obstacles_visible_to, rows_call_for

FOUND_AT_MOST = 20


def agenda(viewer: Viewer, day: date) -> Iterable[AgendaItem]:
    """Units under the viewer's that ask for help, for those who can promise it."""
    for standing in asking_for_help(viewer, day):
        if note := standing.obstacle:
            what = f"{note.norm_label}，{note.over.label}"
            asks = f"{standing.unit.name}请求支持"
            yield AgendaItem(asks, standing.unit.name, note.noted_at, _url(note), "due", what, "待答复")


def search(viewer: Viewer, text: str) -> Iterable[Found]:
    norms = [norm.code for norm in pack().norms.values() if text in norm.label]
    noted = obstacles_visible_to(viewer).exclude(state=ObstacleState.WITHDRAWN)
    for note in (noted.filter(reason__contains=text) | noted.filter(norm__in=norms))[:FOUND_AT_MOST]:
        yield Found(_title(note), f"{note.unit.name}，{note.get_state_display()}", _url(note))


def pages(viewer: Viewer, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    return {note.pk: (_url(note), _title(note)) for note in obstacles_visible_to(viewer).filter(pk__in=list(ids))}


def _title(note: Obstacle) -> str:
    return f"困难说明：{note.norm_label}，{note.over.label}"


def _url(note: Obstacle) -> str:
    return reverse("reports:obstacle", args=[note.pk])


PART = Part(
    name="reports",
    label="困难说明",
    agenda=agenda,
    search=search,
    pages={"reports.obstacle": pages},
    wanted=rows_call_for,
    reactions={"follow_moves": (UNIT_MOVED, follow_moved_unit)},
)
