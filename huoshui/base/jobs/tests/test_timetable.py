from datetime import UTC, date, datetime, time, timedelta

import pytest

from huoshui.base.clock import at_time
from huoshui.base.jobs import timetable
from huoshui.base.jobs.entries import Entry
from huoshui.base.jobs.models import Job, Slot

NIGHT = Entry("night", job="test", at=time(2, 30))
OFTEN = Entry("often", job="test", every=20)
NOON = at_time(date(2026, 11, 20), 12)
THAT_NIGHT = at_time(date(2026, 11, 21), 2, 30)


def test_a_time_of_day_is_that_of_shanghai():
    assert NIGHT.next_after(NOON) == THAT_NIGHT == datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    assert NIGHT.next_after(THAT_NIGHT) == THAT_NIGHT + timedelta(days=1)
    assert NIGHT.next_after(THAT_NIGHT - timedelta(seconds=1)) == THAT_NIGHT


def test_every_so_many_minutes_are_the_same_minutes_on_every_machine():
    assert OFTEN.next_after(NOON) == NOON + timedelta(minutes=20)
    assert OFTEN.next_after(NOON + timedelta(minutes=7)) == NOON + timedelta(minutes=20)


@pytest.mark.parametrize("times", [{}, {"at": time(1), "every": 5}, {"every": -1}])
def test_a_line_without_one_time_is_refused(times):
    with pytest.raises(ValueError, match="either at a time or every so many minutes"):
        Entry("odd", job="test", **times)


@pytest.mark.django_db
def test_a_due_time_starts_its_job_once_and_a_new_line_waits_for_its_time(job):
    job(lambda *, progress: None)
    timetable.put_up([NIGHT])

    started = [_started_at(moment) for moment in (NOON, THAT_NIGHT, THAT_NIGHT, THAT_NIGHT + timedelta(hours=1))]

    assert started == [0, 1, 1, 1]
    assert Job.objects.get().account is None


@pytest.mark.django_db
def test_after_a_downtime_what_was_missed_is_done_once(job):
    job(lambda *, progress: None)
    timetable.put_up([OFTEN])
    timetable.start_due(NOON)

    assert _started_at(NOON + timedelta(days=3, minutes=5)) == 1
    assert Slot.objects.get().next_at == NOON + timedelta(days=3, minutes=20)


@pytest.mark.django_db
def test_of_two_workers_that_see_the_same_due_time_one_starts_it(job):
    job(lambda *, progress: None)
    Slot.objects.create(name="night", next_at=THAT_NIGHT)

    for _ in range(2):
        timetable._start(NIGHT, THAT_NIGHT, THAT_NIGHT)
        Job.objects.update(state="done")

    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_the_fixed_day_of_a_demo_moves_no_timetable(job, work, settings):
    settings.HUOSHUI_TODAY = date(2021, 6, 1)
    job(lambda *, progress: None)
    timetable.put_up([OFTEN])

    work()

    assert abs(Slot.objects.get().next_at - datetime.now(UTC)) <= timedelta(minutes=20)


def _started_at(moment: datetime) -> int:
    timetable.start_due(moment)
    return Job.objects.count()
