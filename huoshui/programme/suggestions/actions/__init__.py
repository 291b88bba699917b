from .answering import answer_suggestion, assign_suggestion, pass_on_suggestion, take_back_step
from .following import follow_move
from .keeping import close_if_quiet, erase_if_old
from .limits import note_attempt, refuse_too_many
from .sending import Said, send_suggestion
from .writing import add_words, close_suggestion, reopen_suggestion

__all__ = [
    "Said",
    "add_words",
    "answer_suggestion",
    "assign_suggestion",
    "close_if_quiet",
    "close_suggestion",
    "erase_if_old",
    "follow_move",
    "note_attempt",
    "pass_on_suggestion",
    "refuse_too_many",
    "reopen_suggestion",
    "send_suggestion",
    "take_back_step",
]
