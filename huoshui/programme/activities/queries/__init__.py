from .activities import (
    LastTime,
    Turnout,
    kinds_for,
    last_time,
    matching,
    on_agenda,
    recorded_under,
    roster_of,
    rows_call_for,
    turnout,
    visible_to,
    waiting_for,
    wanted_facts,
    written_by,
)
from .brief import brief
from .counting import CountedIn, counted_in
from .observers import may_observe
from .reach import may_record, recorded_by, units_recorded_by
from .sheets import Sheet, SheetLine, sheet_for_correction, sheet_for_new, sheet_for_planned

__all__ = [
    "CountedIn",
    "LastTime",
    "Sheet",
    "SheetLine",
    "Turnout",
    "brief",
    "counted_in",
    "kinds_for",
    "last_time",
    "matching",
    "may_observe",
    "may_record",
    "on_agenda",
    "recorded_by",
    "recorded_under",
    "roster_of",
    "rows_call_for",
    "sheet_for_correction",
    "sheet_for_new",
    "sheet_for_planned",
    "turnout",
    "units_recorded_by",
    "visible_to",
    "waiting_for",
    "wanted_facts",
    "written_by",
]
