from .following import follow_move
from .planning import plan_activity
from .recording import correct_activity, record_activity, record_many, record_unplanned, withdraw_activity
from .told import Entry, FurtherSitting, Line, Told

__all__ = [
    "Entry",
    "FurtherSitting",
    "Line",
    "Told",
    "correct_activity",
    "follow_move",
    "plan_activity",
    "record_activity",
    "record_many",
    "record_unplanned",
    "withdraw_activity",
]
