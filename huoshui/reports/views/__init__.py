from .figures import facts, figures, figures_home
from .matrix import cell, matrix, matrix_home
from .search import search
from .timelines import my_timeline, person_timeline, timeline_home, timeline_records, unit_timeline
from .today import today
from .year import year

__all__ = [
    "cell",
    "facts",
    "figures",
    "figures_home",
    "matrix",
    "matrix_home",
    "my_timeline",
    "person_timeline",
    "search",
    "timeline_home",
    "timeline_records",
    "today",
    "unit_timeline",
    "year",
]
