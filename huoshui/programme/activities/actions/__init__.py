from .copying import COPY_BELOW, Copied, copy_year
from .filling import confirm_days, fill_series
from .focusing import Focus, change_focus, follow_focuses, issue_focus, restore_focus, withdraw_focus
from .following import follow_move
from .handing import pass_on
from .joining import decline_joining, take_back_declining, tell_roster
from .makeups import MadeUp, correct_make_up, record_make_ups, restore_make_up, withdraw_make_ups
from .planning import Planned, cancel_plan, change_plan, plan_activity, rejoin_series, restore_plan
from .recording import correct_activity, record_activity, record_many, record_unplanned, withdraw_activity
from .repeating import Repeating, change_series, end_series, resume_series, start_series
from .told import Entry, FurtherSitting, Line, Resolution, Told, Votes

__all__ = [
    "COPY_BELOW",
    "Copied",
    "Entry",
    "Focus",
    "FurtherSitting",
    "Line",
    "MadeUp",
    "Planned",
    "Repeating",
    "Resolution",
    "Told",
    "Votes",
    "cancel_plan",
    "change_focus",
    "change_plan",
    "change_series",
    "confirm_days",
    "copy_year",
    "correct_activity",
    "correct_make_up",
    "decline_joining",
    "end_series",
    "fill_series",
    "follow_focuses",
    "follow_move",
    "issue_focus",
    "pass_on",
    "plan_activity",
    "record_activity",
    "record_make_ups",
    "record_many",
    "record_unplanned",
    "rejoin_series",
    "restore_focus",
    "restore_make_up",
    "restore_plan",
    "resume_series",
    "start_series",
    "take_back_declining",
    "tell_roster",
    "withdraw_activity",
    "withdraw_focus",
    "withdraw_make_ups",
]
