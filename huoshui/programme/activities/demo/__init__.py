"""A city's activities by seed."""

from .days import last_working_days
from .history import History
from .plans import ensure_planned_today, plan_theme_day

__all__ = ["History", "ensure_planned_today", "last_working_days", "plan_theme_day"]
