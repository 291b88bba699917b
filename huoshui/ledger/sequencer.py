"""The one who gives facts their positions. However many ask, one works at a time; a killed one leaves no trace."""

from django.db import connection, transaction
from django.db.models import Max

from huoshui.base.locks import try_lock

from .models import MeasureRow, Pending, Position
from .tallying import advance, ensure_rows, registered

LIMIT = 5000


def sequence(limit: int = LIMIT) -> int:
    """One step: give up to `limit` pending facts their positions, and build lagging tallies by as many positions.

    Both in every step, or a measure would never be built while writing does not pause. Positions, tallies and the
    removal from `pending` are one transaction. Returns how many positions were worked on; 0 when there is nothing
    to do or another sequencer is at it.
    """
    ensure_rows()
    if not _has_work():
        return 0
    with transaction.atomic():
        if not try_lock("ledger.sequencer"):
            return 0
        before = head()
        count = _give_positions(before, limit)
        _build(MeasureRow.objects.filter(built_to=before), before + count)
        return count + _catch_up(before + count, limit)


def sequence_all() -> None:
    """Until nothing is left to do (or another sequencer is doing it)."""
    while sequence():
        pass


def head() -> int:
    """The last position given; 0 before the first."""
    return Position.objects.aggregate(last=Max("position"))["last"] or 0


def _has_work() -> bool:
    return Pending.objects.exists() or _lagging(head()).exists()


def _lagging(to: int):
    return MeasureRow.objects.filter(built_to__lt=to, digest__in=registered()).order_by("built_to")


def _give_positions(after: int, limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO ledger_position (position, fact_id)
               SELECT %s + row_number() OVER (ORDER BY fact_id), fact_id
               FROM (SELECT fact_id FROM ledger_pending ORDER BY fact_id LIMIT %s) AS next""",
            [after, limit],
        )
        given = cursor.rowcount
        cursor.execute(
            "DELETE FROM ledger_pending WHERE fact_id IN (SELECT fact_id FROM ledger_position WHERE position > %s)",
            [after],
        )
    return given


def _build(rows, to: int) -> None:
    measures = registered()
    done = []
    for row in rows:
        if row.digest in measures and row.built_to < to:
            advance(measures[row.digest], row, to=to)
            done.append(row.pk)
    MeasureRow.objects.filter(pk__in=done).update(built_to=to)


def _catch_up(to: int, limit: int) -> int:
    """Build the tallies furthest behind, one chunk; those equally far behind together."""
    if not (first := _lagging(to).first()):
        return 0
    upto = min(first.built_to + limit, to)
    _build(_lagging(to).filter(built_to=first.built_to), upto)
    return upto - first.built_to
