"""What people of the demo city suggested, and what became of it."""

from .telling import Cast, tell_suggestions

__all__ = ["Cast", "tell_suggestions"]
