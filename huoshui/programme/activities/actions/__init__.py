from .copying import Copied, copy_year
from .focusing import Focus, change_focus, follow_focuses, issue_focus, restore_focus, withdraw_focus
from .following import follow_move
from .joining import decline_joining, take_back_declining, tell_roster
from .makeups import MadeUp, correct_make_up, record_make_ups, restore_make_up, withdraw_make_ups
from .planning import plan_activity
from .recording import correct_activity, record_activity, record_many, record_unplanned, withdraw_activity
from .told import Entry, FurtherSitting, Line, Resolution, Told, Votes

__all__ = [
    "Copied",
    "Entry",
    "Focus",
    "FurtherSitting",
    "Line",
    "MadeUp",
    "Resolution",
    "Told",
    "Votes",
    "change_focus",
    "copy_year",
    "correct_activity",
    "correct_make_up",
    "decline_joining",
    "follow_focuses",
    "follow_move",
    "issue_focus",
    "plan_activity",
    "record_activity",
    "record_make_ups",
    "record_many",
    "record_unplanned",
    "restore_focus",
    "restore_make_up",
    "take_back_declining",
    "tell_roster",
    "withdraw_activity",
    "withdraw_focus",
    "withdraw_make_ups",
]
