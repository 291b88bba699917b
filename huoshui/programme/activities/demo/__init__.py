"""A city's activities by seed."""

from .ahead import plan_ahead
from .days import last_working_days
from .focus import focuses, issue_focuses
from .history import History
from .plans import ensure_planned_today, plan_theme_day
from .together import leave_a_roster_to_tell

__all__ = [
    "History",
    "ensure_planned_today",
    "focuses",
    "issue_focuses",
    "last_working_days",
    "leave_a_roster_to_tell",
    "plan_ahead",
    "plan_theme_day",
]
