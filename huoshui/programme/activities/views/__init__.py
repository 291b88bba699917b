from .copying import copy, copy_below
from .focusing import change_issued, focus, focus_file, focuses, issue, restore_issued, withdraw_issued
from .joined import joined, joined_again, not_joined
from .makeups import make_up, make_up_restored, make_up_withdrawn, make_ups, make_ups_undone, missed
from .planning import cancel, change, plan, rejoin, restore
from .recording import choose_kind, correct, record, record_new, withdraw
from .repeating import change_all, end, resume, series, start
from .showing import show
from .year import year

__all__ = [
    "cancel",
    "change",
    "change_all",
    "change_issued",
    "choose_kind",
    "copy",
    "copy_below",
    "correct",
    "end",
    "focus",
    "focus_file",
    "focuses",
    "issue",
    "joined",
    "joined_again",
    "make_up",
    "make_up_restored",
    "make_up_withdrawn",
    "make_ups",
    "make_ups_undone",
    "missed",
    "not_joined",
    "plan",
    "record",
    "record_new",
    "rejoin",
    "restore",
    "restore_issued",
    "resume",
    "series",
    "show",
    "start",
    "withdraw",
    "withdraw_issued",
    "year",
]
