from .places import addressees, home_addressee, may_answer, units_to_pass_on_to
from .suggestions import (
    by_code,
    held_by,
    matching,
    on_agenda,
    own,
    rows_call_for,
    sent_under,
    steps_of,
    taken_back_by,
    visible_to,
    wanted_facts,
)
from .telling import Told, told, writer_name

__all__ = [
    "Told",
    "addressees",
    "by_code",
    "held_by",
    "home_addressee",
    "matching",
    "may_answer",
    "on_agenda",
    "own",
    "rows_call_for",
    "sent_under",
    "steps_of",
    "taken_back_by",
    "told",
    "units_to_pass_on_to",
    "visible_to",
    "wanted_facts",
    "writer_name",
]
