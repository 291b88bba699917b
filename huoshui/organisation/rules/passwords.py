"""Passwords that are told to somebody once."""

from secrets import choice

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for one another
GROUPS, EACH = 4, 4


def once_password() -> str:
    """Four groups of four, easy to read aloud: k7mq-3ndx-w9pa-c2hv."""
    return "-".join("".join(choice(SIGNS) for _ in range(EACH)) for _ in range(GROUPS))
