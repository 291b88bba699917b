"""What an obstacle note calls for in facts: that it was noted, until when, that it was lifted; never why."""

from huoshui.ledger.kinds import Code, Day, FactKind, Int, declare
from huoshui.ledger.recording import NewFact

from .enums import ObstacleState
from .models import Obstacle

_OF = {"norm": Code(), "first": Int(), "last": Int()}
OBSTACLE_NOTED = FactKind("reports.obstacle.noted", "困难说明", payload={**_OF, "until": Day()})
OBSTACLE_LIFTED = FactKind("reports.obstacle.lifted", "困难解除", payload=_OF)
declare(OBSTACLE_NOTED, OBSTACLE_LIFTED)


def wanted(obstacle: Obstacle) -> list[NewFact]:
    """None of a note taken back. Both count where the unit was on the day of the note, so that they cancel out."""
    if obstacle.state == ObstacleState.WITHDRAWN:
        return []
    period = obstacle.over
    of = {"norm": obstacle.norm, "first": period.first, "last": period.last}
    noted = NewFact(
        OBSTACLE_NOTED,
        unit=obstacle.unit_id,
        path=obstacle.path,
        subject=obstacle.subject,
        occurred_at=obstacle.noted_at,
        payload={**of, "until": obstacle.until_on},
    )
    if obstacle.lifted_at is None:
        return [noted]
    return [noted, NewFact(OBSTACLE_LIFTED, noted.unit, noted.path, noted.subject, obstacle.lifted_at, payload=of)]
