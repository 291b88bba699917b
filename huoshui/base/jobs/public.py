"""The door of the jobs: what others may use. How to write one: docs/architecture.md, "Jobs"."""

from .declaring import Gone, Outcome, declare
from .entries import Entry
from .models import Job
from .progress import Progress
from .starting import start

__all__ = ["Entry", "Gone", "Job", "Outcome", "Progress", "declare", "start"]
