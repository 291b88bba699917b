from .activities import Activity, ActivityQuerySet, AgendaItem, Attendance, Sitting

__all__ = ["Activity", "ActivityQuerySet", "AgendaItem", "Attendance", "Sitting"]
