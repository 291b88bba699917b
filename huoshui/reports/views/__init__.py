from .city import month, norm_year
from .figures import facts, figures, figures_home
from .matrix import cell, matrix, matrix_home
from .obstacles import answer, answer_withdrawal, lifting, note, obstacle, restoring, withdrawal
from .search import search
from .timelines import my_timeline, person_timeline, timeline_home, timeline_records, unit_timeline
from .today import today
from .year import year

__all__ = [
    "answer",
    "answer_withdrawal",
    "cell",
    "facts",
    "figures",
    "figures_home",
    "lifting",
    "matrix",
    "matrix_home",
    "month",
    "my_timeline",
    "norm_year",
    "note",
    "obstacle",
    "person_timeline",
    "restoring",
    "search",
    "timeline_home",
    "timeline_records",
    "today",
    "unit_timeline",
    "withdrawal",
    "year",
]
