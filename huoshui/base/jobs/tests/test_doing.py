import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from huoshui.base.errors import Refused
from huoshui.base.jobs import working
from huoshui.base.jobs.enums import JobState
from huoshui.base.jobs.models import Job
from huoshui.base.jobs.starting import start, start_again

pytestmark = pytest.mark.django_db


def test_a_job_is_done_with_what_it_was_given_and_says_what_came_of_it(job, work):
    seen = []
    job(lambda *, progress, unit_id, year: seen.append((unit_id, year)) or ("办好了两项", "/there/"))
    start("test", account_id=None, unit_id=3, year=2027)

    done = work()

    assert seen == [(3, 2027)]
    assert (done.state, done.sentence, done.link, done.failures) == (JobState.DONE, "办好了两项", "/there/", 0)
    assert working.step(threading.Event()) == 0


def test_the_same_asked_for_twice_is_one_job_until_it_is_finished(job, work):
    job(lambda *, progress, n: None)

    first, second = start("test", account_id=None, n=1), start("test", account_id=None, n=1)
    other = start("test", account_id=None, n=2)
    work()
    later = start("test", account_id=None, n=1)

    assert first == second
    assert len({first.pk, other.pk, later.pk}) == 3


def test_a_job_nobody_declared_cannot_be_started_and_waits_for_a_worker_that_knows_it(job, work):
    moment = timezone.now()
    Job.objects.create(name="of a later version", asked_at=moment, due_at=moment)

    with pytest.raises(ValueError, match="no job is called test"):
        start("test", account_id=None)

    assert work().state == JobState.WAITING


def test_a_refusal_is_shown_as_it_is_and_not_tried_again(job, work):
    def refuses(*, progress):
        raise Refused("这个支部已经撤销，不用再办。")

    job(refuses)
    start("test", account_id=None)

    refused = work()

    assert (refused.state, refused.sentence) == (JobState.REFUSED, "这个支部已经撤销，不用再办。")
    assert working.step(threading.Event()) == 0


def test_what_goes_wrong_is_tried_again_after_pauses_that_double_and_then_given_up(job, work):
    pauses = []
    job(lambda *, progress: 1 / 0)
    start("test", account_id=None)

    while (failed := work()).state == JobState.WAITING:
        pauses.append(round((failed.due_at - timezone.now()).total_seconds()))
        assert working.step(threading.Event()) == 0
        Job.objects.update(due_at=timezone.now())

    assert pauses == [15, 30, 60, 120, 240, 480, 960, 1800, 1800]
    assert (failed.state, failed.failures, failed.last_error.splitlines()[-1]) == (
        JobState.FAILED,
        working.MOST_FAILURES,
        "ZeroDivisionError: division by zero",
    )


def test_what_was_given_up_gets_all_its_tries_again(job, work):
    job(lambda *, progress: None)
    begun = start("test", account_id=None)
    Job.objects.update(state=JobState.FAILED, failures=10)

    start_again(begun)

    assert (work().state, work().failures) == (JobState.DONE, 0)


def test_an_effect_is_there_once_however_often_the_job_is_cut_short(job, work):
    effects, cuts = [], iter(["a", "b", "b", None, None, None])

    def function(*, progress):
        progress.each("abc", act, key=str)

    def act(letter):
        if next(cuts) == letter:
            raise RuntimeError("before the effect's commit")
        effects.append(letter)

    job(function)
    start("test", account_id=None)
    for _ in range(4):
        done = work()
        Job.objects.update(due_at=timezone.now())

    assert effects == ["a", "b", "c"]
    assert (done.state, done.done, done.total) == (JobState.DONE, 3, 3)


def test_getting_further_forgets_the_failures_before(job, work):
    def function(*, progress):
        progress.each([1, 2], lambda n: 1 / (2 - n), key=str)

    job(function)
    start("test", account_id=None)
    Job.objects.update(failures=working.MOST_FAILURES - 1)

    failed = work()

    assert (failed.state, failed.failures, failed.done) == (JobState.WAITING, 1, 1)


def test_a_worker_that_lost_its_job_has_no_effect_any_more(job, work):
    effects = []

    def function(*, progress):
        Job.objects.update(turn=7, worker="another")  # as a worker does that believed us dead
        progress.once("step", lambda: effects.append("ours"))

    job(function)
    start("test", account_id=None)

    lost = work()

    assert effects == []
    assert (lost.state, lost.worker, lost.steps.count()) == (JobState.RUNNING, "another", 0)


def test_the_job_of_a_dead_worker_is_taken_again_and_that_of_a_living_one_is_not(job, settings):
    job(lambda *, progress: None)
    begun = start("test", account_id=None)
    first = working.take()
    assert working.take() is None
    silent = timedelta(seconds=settings.JOBS_DEAD_AFTER_SECONDS + 1)

    Job.objects.update(beat_at=timezone.now() - silent)
    second = working.take()

    assert first == second == begun
    assert (first.turn, second.turn, second.failures) == (1, 2, 1)


def test_a_job_that_kills_its_workers_is_given_up(job, settings):
    job(lambda *, progress: None)
    start("test", account_id=None)
    takes = 0

    while working.take():
        takes += 1
        Job.objects.update(beat_at=timezone.now() - timedelta(seconds=settings.JOBS_DEAD_AFTER_SECONDS + 1))

    assert takes == working.MOST_FAILURES
    assert Job.objects.get().state == JobState.FAILED


def test_a_worker_told_to_stop_gives_its_job_back_at_the_next_word_of_progress(job, work):
    stop, effects = threading.Event(), []

    def act(number):
        effects.append(number)
        stop.set()

    job(lambda *, progress: progress.each([1, 2, 3], act, key=str))
    start("test", account_id=None)

    given_back = work(stop)
    done = work()

    assert (given_back.state, given_back.failures) == (JobState.WAITING, 0)
    assert done.state == JobState.DONE
    assert effects == [1, 2, 3]


def test_what_somebody_waits_for_comes_before_what_the_clock_started(job, django_user_model):
    job(lambda *, progress: None)
    account = django_user_model.objects.create(username="waits")
    by_clock, by_hand = start("test", account_id=None), start("test", account_id=account.pk)

    assert [working.take(), working.take()] == [by_hand, by_clock]


def test_a_step_already_done_is_passed_over(job, work):
    effects = []

    def function(*, progress):
        progress.once("first", lambda: effects.append("first"))
        if len(effects) == 1:
            effects.append("cut short")
            raise RuntimeError

    job(function)
    start("test", account_id=None)
    work()
    Job.objects.update(due_at=timezone.now())

    assert (work().state, effects) == (JobState.DONE, ["first", "cut short"])
