"""`huoshui worker`: positions for new facts, every consumer, the jobs; until told to stop."""

import argparse
import logging
import signal
import threading
from collections.abc import Callable

from django.db import connections

from huoshui.base.jobs import working
from huoshui.config.database import refuse_unmigrated
from huoshui.config.family import end_with_parent
from huoshui.config.startup import refuse_unsafe
from huoshui.ledger import consumers, sequencer

log = logging.getLogger("huoshui.worker")
IDLE_SECONDS = 0.5  # figures count what waits, so nobody waits for the worker
LONGEST_PAUSE = 30.0
SECONDS_TO_END = 8.0  # for a job to finish its step; after that it is cut short and taken again


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", type=int, metavar="PID", help="启动它的网站进程，与其一同结束")


def run(args: argparse.Namespace) -> int:
    refuse_unmigrated()
    refuse_unsafe()
    stop = threading.Event()
    if args.server:
        end_with_parent(args.server, stop.set)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work(stop)
    return 0


def work(stop: threading.Event) -> None:
    """Jobs have a thread of their own: facts get their positions while a long one runs."""
    jobs = threading.Thread(target=work_until, args=(stop, lambda: working.step(stop)), daemon=True)
    jobs.start()
    work_until(stop, step)
    jobs.join(SECONDS_TO_END)


def work_until(stop: threading.Event, step: Callable[[], int]) -> None:
    """Work step by step. A step that fails is logged and tried again, after a pause that doubles each time."""
    pause = IDLE_SECONDS
    while not stop.is_set():
        try:
            worked = step()
            pause = IDLE_SECONDS
        except Exception:
            pause = min(pause * 2, LONGEST_PAUSE)
            log.exception("a step failed; the next one in %.1f s", pause)
            connections.close_all()
            worked = 0
        if not worked:
            stop.wait(pause)
    connections.close_all()


def step() -> int:
    """One round of sequencing and of every consumer; how much was done."""
    return sequencer.sequence() + consumers.run_all()
