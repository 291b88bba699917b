"""The forms of recording. They carry what is told to the actions; the rules live there."""

from .fields import day_field
from .plan import PlanForm
from .record import RecordForm
from .ticks import whole

__all__ = ["PlanForm", "RecordForm", "day_field", "whole"]
