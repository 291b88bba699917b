from .activities import Activity, ActivityQuerySet, AgendaItem, Attendance, Sitting
from .joint import Joining, JoiningQuerySet
from .makeups import MakeUp
from .planning import MonthlyFocus, Series

__all__ = [
    "Activity",
    "ActivityQuerySet",
    "AgendaItem",
    "Attendance",
    "Joining",
    "JoiningQuerySet",
    "MakeUp",
    "MonthlyFocus",
    "Series",
    "Sitting",
]
