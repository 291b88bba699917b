from .following import (
    close_by_code,
    close_mine,
    find,
    home,
    mine,
    mine_show,
    reopen_by_code,
    reopen_mine,
    say_by_code,
    say_mine,
)
from .office import answer, assign, inbox, show, take_back, transfer
from .writing import burden, choose, write

__all__ = [
    "answer",
    "assign",
    "burden",
    "choose",
    "close_by_code",
    "close_mine",
    "find",
    "home",
    "inbox",
    "mine",
    "mine_show",
    "reopen_by_code",
    "reopen_mine",
    "say_by_code",
    "say_mine",
    "show",
    "take_back",
    "transfer",
    "write",
]
