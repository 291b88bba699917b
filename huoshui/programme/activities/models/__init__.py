from .activities import Activity, ActivityQuerySet, AgendaItem, Attendance, Sitting
from .corrections import Correction
from .joint import Joining, JoiningQuerySet
from .makeups import MakeUp
from .planning import FocusQuerySet, MonthlyFocus, Series, SeriesQuerySet

__all__ = [
    "Activity",
    "ActivityQuerySet",
    "AgendaItem",
    "Attendance",
    "Correction",
    "FocusQuerySet",
    "Joining",
    "JoiningQuerySet",
    "MakeUp",
    "MonthlyFocus",
    "Series",
    "SeriesQuerySet",
    "Sitting",
]
