"""Obstacle notes: those that stand beside the matrix, and those somebody may read, write or answer."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from huoshui.ledger.recording import NewFact
from huoshui.ledger.scope import after
from huoshui.organisation.public import Unit, Viewer

from ..enums import ObstacleState
from ..facts import wanted
from ..models import Obstacle
from ..rules import Duty, State
from .matrix import Standing, cells_of, duties_named

READS, WRITES, ANSWERS = "matrix.view", "obstacles.write", "obstacles.answer"


def obstacles_visible_to(viewer: Viewer) -> QuerySet[Obstacle]:
    """Within the unit and above it. A reason is nobody else's business: not that of the units beside."""
    return _newest_first(Obstacle.objects.filter(unit__in=viewer.units(READS)))


def obstacles_written_by(viewer: Viewer) -> QuerySet[Obstacle]:
    return _newest_first(Obstacle.objects.filter(unit__in=viewer.units(WRITES)))


def obstacles_taken_back_by(viewer: Viewer) -> QuerySet[Obstacle]:
    """Those of the units the role is held over themselves, and one's own: nobody above hushes who asks for help."""
    own = Q(unit__in=viewer.granted(WRITES))
    return obstacles_written_by(viewer).filter(own | Q(noted_by=viewer.key) if viewer.key else own)


def obstacles_answered_by(viewer: Viewer) -> QuerySet[Obstacle]:
    """Those of the units strictly under one the permission is held over: nobody answers their own."""
    under = Q(pk=None)
    for path in viewer.prefixes(ANSWERS):
        under |= Q(unit__path__gt=path, unit__path__lt=after(path))
    return _newest_first(Obstacle.objects.filter(under))


def obstacles_of(viewer: Viewer, unit: Unit, duty: Duty) -> list[Obstacle]:
    """What was noted of one cell, newest first; what was taken back is not shown."""
    noted = obstacles_visible_to(viewer).filter(unit=unit, norm=duty.norm.code, period=duty.period.written)
    return list(noted.exclude(state=ObstacleState.WITHDRAWN))


def may_write(viewer: Viewer, unit: Unit) -> bool:
    return viewer.units(WRITES).filter(pk=unit.pk).exists()


def asking_for_help(viewer: Viewer, today: date) -> list[Standing]:
    """What is in the way of the units under those the viewer answers for, and not answered yet; oldest first."""
    open_ = obstacles_answered_by(viewer).filter(state=ObstacleState.OPEN, until_on__gte=today, answered_at=None)
    notes = {note.pk: note for note in open_}
    found = [
        standing
        for unit in viewer.granted(ANSWERS)
        if notes
        for standing in _standings(unit, notes.values(), today)
        if standing.obstacle and standing.obstacle.pk in notes and standing.state is State.IN_THE_WAY
    ]
    seen = {standing.obstacle.pk: standing for standing in found if standing.obstacle}
    return [seen[pk] for pk in sorted(seen)]


def rows_call_for() -> Iterable[tuple[str, list[NewFact]]]:
    """For reconciliation."""
    for obstacle in Obstacle.objects.order_by("pk").iterator():
        yield obstacle.subject, wanted(obstacle)


def _standings(unit: Unit, notes: Iterable[Obstacle], today: date) -> Iterable[Standing]:
    """Of the noted duties, a year at a time, as the matrix reads them."""
    named = {(note.norm, note.period) for note in notes}
    for year in sorted({period[:4] for _, period in named}):
        duties = duties_named({pair for pair in named if pair[1].startswith(year)})
        for cell in cells_of(unit, duties, today):
            yield from cell.standings


def _newest_first(obstacles: QuerySet[Obstacle]) -> QuerySet[Obstacle]:
    return obstacles.select_related("unit").order_by("-noted_at", "-pk")
