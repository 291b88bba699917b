import threading

import pytest

from huoshui.base.jobs import working
from huoshui.base.jobs.public import declare, start


@pytest.mark.django_db
def test_it():
    declare("t.x", lambda *, progress, n: progress.each(range(n), lambda i: None, key=str) or ("好了", "/"), label="试")
    job = start("t.x", account_id=None, n=3)
    assert working.step(threading.Event()) == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.text, job.steps.count()) == ("done", 3, 3, "好了", 3), job.last_error
