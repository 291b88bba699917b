"""However often one form arrives, there is one record."""

from datetime import timedelta
from uuid import uuid4

import pytest

from huoshui.ledger.models import Fact
from tests.racing import at_once, on_disk  # noqa: F401  (fixtures)

from ..actions import correct_activity, record_activity, record_unplanned, withdraw_activity
from ..models import Activity
from ..rules import AlreadyRecorded, RecordedBefore
from .conftest import HELD, figure, to, untold
from .page import fields_of, text_of


def counts(house):
    branch = house.units["branch"]
    return Activity.objects.count(), figure(branch, "theme_days"), figure(branch, "attendances")


def test_a_planned_form_sent_twice_is_one_record(house, planned, secretary):
    url = to("record", planned.pk)
    fields = fields_of(secretary.get(url))

    answers = [secretary.post(url, fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert counts(house) == (1, 1, 6)


def test_an_unplanned_form_sent_twice_is_one_record(house, secretary):
    url = to("record_new", "branch", "theme_day")
    fields = fields_of(secretary.get(url))

    answers = [secretary.post(url, fields) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert counts(house) == (1, 1, 6)


def test_told_twice_is_recorded_once(house, planned, do):
    told, other = house.told(), house.told(("高远", ""), starts_at=HELD - timedelta(days=1))

    for _ in range(2):
        do(record_activity, activity=planned, told=told)
        do(record_unplanned, unit=house.units["branch"], kind="theme_day", told=other)

    assert counts(house) == (2, 2, 11)


def test_a_form_that_recorded_something_else_is_refused(house, planned, do, send):
    elsewhere = do(record_unplanned, unit=house.units["hill"], kind="theme_day", told=house.told())
    lecture = do(record_unplanned, unit=house.units["branch"], kind="lecture", told=house.told())
    before = counts(house)

    for url in (to("record", planned.pk), to("record_new", "branch", "theme_day")):
        for known in (elsewhere, lecture):
            page = send(url, submission=known.submission)
            assert page.status_code == 422
            assert "这张页面已经用来记过另一次活动，请返回后重新打开再填。" in text_of(page)
    assert counts(house) == before
    assert untold() == []


def test_a_form_sent_again_is_told_so(house, planned, secretary):
    for url in (to("record", planned.pk), to("record_new", "branch", "lecture")):
        fields = fields_of(secretary.get(url))
        pages = [secretary.post(url, fields, follow=True) for _ in range(2)]

        assert ["这张表已经保存过，只记一次。" in text_of(page) for page in pages] == [False, True]


def test_two_people_telling_of_one_meeting_make_one_record(house, secretary, do):
    told = house.told()
    do(record_unplanned, unit=house.units["branch"], kind="theme_day", told=told)

    with pytest.raises(RecordedBefore):
        do(record_unplanned, unit=house.units["branch"], kind="theme_day", told=house.told())
    url = to("record_new", "branch", "theme_day")
    page = secretary.post(url, {**fields_of(secretary.get(url)), "day": "2021-04-09", "time": "15:00"})

    assert page.status_code == 422
    assert "这个时间的这类活动已经有人记录过了" in text_of(page)
    assert counts(house) == (1, 1, 6)


def test_a_form_sent_again_after_the_correction_makes_no_second_record(house, do):
    told = house.told()
    first = do(record_unplanned, unit=house.units["branch"], kind="theme_day", told=told)
    do(correct_activity, activity=first, told=house.told(("高远", "")), revision=1)

    again = do(record_unplanned, unit=house.units["branch"], kind="theme_day", told=told)

    assert again.pk == first.pk
    assert counts(house) == (1, 1, 5)


def test_a_planned_form_sent_again_after_the_correction_is_no_error(house, planned, do):
    told = house.told()
    do(record_activity, activity=planned, told=told)
    do(correct_activity, activity=planned, told=house.told(("高远", "")), revision=1)

    assert do(record_activity, activity=planned, told=told).pk == planned.pk
    assert counts(house) == (1, 1, 5)


def test_a_form_sent_again_after_the_withdrawal_makes_no_second_record(house, do, secretary):
    url = to("record_new", "branch", "theme_day")
    fields = fields_of(secretary.get(url))
    secretary.post(url, fields)
    do(withdraw_activity, activity=Activity.objects.get(), revision=1)

    answer = secretary.post(url, fields, follow=True)

    assert "这条记录已撤回" in text_of(answer)
    assert counts(house) == (1, 0, 0)


def test_two_people_recording_one_plan_are_told(house, planned, do, secretary, enter):
    url = to("record", planned.pk)
    late = fields_of(secretary.get(url))
    do(record_activity, activity=planned, told=house.told())

    with pytest.raises(AlreadyRecorded, match="已经有人记录过了"):
        do(record_activity, activity=planned, told=house.told())
    answer = secretary.post(url, late, follow=True)

    assert answer.redirect_chain == [(to("show", planned.pk), 302)]
    assert "这次活动已经有人记录过了。您刚才填的没有保存" in text_of(answer)
    assert counts(house) == (1, 1, 6)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_one_unplanned_form_at_the_same_moment_is_one_record(on_disk, house, do, at_once):  # noqa: F811
    told, branch = house.told(), house.units["branch"]

    answers = at_once(lambda: do(record_unplanned, unit=branch, kind="theme_day", told=told).pk)

    assert answers == [Activity.objects.get().pk] * 2
    assert counts(house) == (1, 1, 6)
    assert untold() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_one_planned_form_at_the_same_moment_is_one_record(on_disk, house, planned, do, at_once):  # noqa: F811
    told = house.told()

    assert at_once(lambda: do(record_activity, activity=planned, told=told).pk) == [planned.pk] * 2
    assert counts(house) == (1, 1, 6)
    assert untold() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_forms_of_one_plan_at_the_same_moment_are_one_record(on_disk, house, planned, do, at_once):  # noqa: F811
    answers = at_once(lambda: do(record_activity, activity=planned, told=house.told()).pk)

    assert sorted(type(answer) for answer in answers if answer != planned.pk) == [AlreadyRecorded]
    assert counts(house) == (1, 1, 6)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_correction_at_the_same_moment_is_written_once(on_disk, house, recorded, do, at_once):  # noqa: F811
    told = house.told(guests=4, submission=uuid4())

    answers = at_once(lambda: do(correct_activity, activity=recorded, told=told, revision=1).revision)

    assert answers == [2, 2]
    assert figure(house.units["branch"], "guests") == 4
    assert Fact.objects.net().filter(subject=recorded.subject, person=None).count() == 1
