"""The deployment's pack, read once."""

from functools import cache

from django.conf import settings

from .reading import load
from .schema import Pack


@cache
def pack() -> Pack:
    """Raises PackError."""
    return load(settings.HUOSHUI_PACK)
