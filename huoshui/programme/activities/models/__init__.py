from .activities import Activity, ActivityQuerySet, AgendaItem, Attendance, Sitting
from .planning import MonthlyFocus, Series

__all__ = ["Activity", "ActivityQuerySet", "AgendaItem", "Attendance", "MonthlyFocus", "Series", "Sitting"]
