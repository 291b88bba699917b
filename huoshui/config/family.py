"""Processes that live and die together: a killed parent leaves no orphan behind."""

import os
import threading
from collections.abc import Callable

SECONDS = 1.0


def end_with_parent(parent: int, end: Callable[[], None]) -> None:
    """Call `end` soon after process `parent` is no longer ours; an orphan has another one."""
    threading.Thread(target=_watch, args=(parent, end, threading.Event()), daemon=True).start()


def _watch(parent: int, end: Callable[[], None], never: threading.Event) -> None:
    while os.getppid() == parent:
        never.wait(SECONDS)
    end()
