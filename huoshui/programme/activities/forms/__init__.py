"""The forms of planning and recording. They carry what is told to the actions; the rules live there."""

from .fields import day_field
from .focus import FocusForm, carried, file_words
from .joined import JoinedForm
from .makeups import MakeUpForm
from .plan import ChangePlanForm, PlanForm
from .record import RecordForm
from .series import ChangeSeriesForm, SeriesForm, blank_series, initial_of_series
from .ticks import whole

__all__ = [
    "ChangePlanForm",
    "ChangeSeriesForm",
    "FocusForm",
    "JoinedForm",
    "MakeUpForm",
    "PlanForm",
    "RecordForm",
    "SeriesForm",
    "blank_series",
    "carried",
    "day_field",
    "file_words",
    "initial_of_series",
    "whole",
]
