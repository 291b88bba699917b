from .planning import plan
from .recording import choose_kind, correct, record, record_new, withdraw
from .showing import show

__all__ = ["choose_kind", "correct", "plan", "record", "record_new", "show", "withdraw"]
