"""The page of a job, what the doctor says of jobs, and what the house does every night."""

import threading
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from huoshui.base.clock import at_time
from huoshui.base.jobs import declaring, working
from huoshui.base.jobs.models import Job
from huoshui.base.jobs.public import declare, start
from huoshui.config import keeping
from huoshui.ledger.models import Source
from huoshui.organisation.actions import grant_role, open_account
from huoshui.organisation.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone(units, monkeypatch):
    """Accounts that may come in, by name; and a job called `test` of three steps."""
    monkeypatch.setattr(declaring, "_declared", dict(declaring.declared()))
    declare("test", lambda *, progress, n: progress.each(range(3), lambda i: None, key=str) or "办好了", label="试一试")

    def come(name: str) -> tuple[Client, Account]:
        here = {"by": None, "at": at_time(date(2021, 1, 1), 9), "source": Source.SCREEN}
        account = open_account(username=name, password=None, **here)
        grant_role(account=account, role="staff", unit=units["city"], from_on=date(2021, 1, 1), **here)
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client, account

    return come


def test_a_job_is_shown_to_who_started_it_from_waiting_to_done(someone):
    client, account = someone("one")
    job = start("test", account_id=account.pk, n=1)

    waiting = client.get(job.url).content.decode()
    working.step(threading.Event())
    done = client.get(f"{job.url}progress/").content.decode()

    assert "等待开始" in waiting
    assert f'data-job="{job.url}progress/"' in waiting
    assert f'<a href="{job.url}">刷新</a>' in waiting
    assert "已完成" in done
    assert "办好了" in done
    assert '<progress class="job-bar" max="3" value="3"' in done
    assert "data-job-open" not in done


def test_for_everybody_else_it_does_not_exist(someone):
    _, account = someone("one")
    other, _ = someone("two")
    job = start("test", account_id=account.pk, n=1)

    answers = [other.get(job.url), other.get(f"{job.url}progress/"), other.post(f"{job.url}tries/")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "试一试" not in other.get("/jobs/").content.decode()
    assert Client().get(job.url).status_code == 302


def test_a_job_that_was_given_up_can_be_tried_again(someone):
    client, account = someone("one")
    job = start("test", account_id=account.pk, n=1)
    Job.objects.update(state="failed", failures=10)

    shown = client.get(job.url).content.decode()
    client.post(f"{job.url}tries/")

    assert "请联系系统管理员" in shown
    assert "再试一次" in shown
    assert Job.objects.get().state == "waiting"


def test_the_list_asks_the_database_as_often_for_three_as_for_one(someone, django_assert_num_queries):
    client, account = someone("one")
    client.get("/jobs/")
    asked = []

    for number in range(3):
        start("test", account_id=account.pk, n=number)
        with django_assert_num_queries(4) as counted:
            page = client.get("/jobs/").content.decode()
        asked.append((len(counted), page.count("试一试")))

    assert asked == [(4, 1), (4, 2), (4, 3)]


def test_the_doctor_names_what_was_given_up_until_the_same_was_done_since(huoshui, someone):
    start("test", account_id=None, n=1)
    Job.objects.update(state="failed", failures=10, last_error="disk full\n")

    code, printed, _ = huoshui("doctor")
    start("test", account_id=None, n=1)
    working.step(threading.Event())

    assert code == 1
    assert "× 交办的事" in printed
    assert "，test）失败 10 次后停下：disk full" in printed
    assert "✓ 交办的事" in huoshui("doctor")[1]


def test_the_doctor_misses_a_worker_when_a_job_is_long_due(huoshui, someone):
    start("test", account_id=None, n=1)
    assert "✓ 交办的事" in huoshui("doctor")[1]

    Job.objects.update(due_at=timezone.now() - timedelta(minutes=11))

    code, printed, _ = huoshui("doctor")
    assert code == 1
    assert "请确认 huoshui worker 在运行" in printed


def test_every_night_expired_sessions_and_old_jobs_go(someone):
    now = timezone.now()
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))
    kept = start("test", account_id=None, n=1)
    start("test", account_id=None, n=2)
    Job.objects.filter(pk=kept.pk).update(state="done", finished_at=now - timedelta(days=29))
    Job.objects.exclude(pk=kept.pk).update(state="failed", finished_at=now - timedelta(days=31))

    for entry in keeping.TIMETABLE:
        nightly = start(entry.job, account_id=None)
        working.step(threading.Event())
        nightly.refresh_from_db()
        assert nightly.state == "done"

    assert [session.session_key for session in Session.objects.all()] == ["new"]
    assert list(Job.objects.filter(name="test")) == [kept]
