import threading
from collections.abc import Callable

import pytest

from huoshui.base.jobs import declaring, timetable, working
from huoshui.base.jobs.declaring import declare
from huoshui.base.jobs.models import Job


@pytest.fixture(autouse=True)
def nothing_else(monkeypatch) -> None:
    """Only the jobs and the timetable of the test."""
    monkeypatch.setattr(declaring, "_declared", {})
    monkeypatch.setattr(timetable, "_entries", {})


@pytest.fixture
def job() -> Callable[..., None]:
    """Declares what is to be done under the name `test`."""
    return lambda function, name="test": declare(name, function, label="试一试")


@pytest.fixture
def work() -> Callable[..., Job | None]:
    """One step of a worker; the last job that was asked for, as it stands then."""

    def step(stop: threading.Event | None = None) -> Job | None:
        working.step(stop or threading.Event())
        return Job.objects.order_by("pk").last()

    return step
