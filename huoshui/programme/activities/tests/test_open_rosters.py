"""Kinds without a roster of their own (读书会, 培训班): people are named once, and stand on the list next time."""

from datetime import timedelta

import pytest

from huoshui.base.clock import at_time
from huoshui.ledger.models import Fact

from ..models import Activity
from .conftest import TODAY, to, untold
from .page import fields_of, text_of

pytestmark = pytest.mark.django_db
URL = to("record_new", "city", "reading_club")
LAST_WEEK = str(TODAY - timedelta(days=7))


@pytest.fixture
def officer(enter):
    return enter("city_officer", "city")


def post(client, **changes):
    return client.post(URL, {**fields_of(client.get(URL)), **changes})


def test_people_are_named_and_count_once(officer, house):
    assert post(officer, also="陈建国、黄经理", day=LAST_WEEK).status_code == 302

    club = Activity.objects.get(kind="reading_club")
    assert [(line.person.name, line.presence) for line in club.roster.order_by("pk")] == [
        ("陈建国", "present"),
        ("黄经理", "present"),
    ]
    assert Fact.objects.filter(subject=club.subject, kind="activities.attendance.confirmed").count() == 2
    assert untold() == []


def test_next_time_they_are_on_the_list(officer, house):
    post(officer, also="陈建国、黄经理", day=LAST_WEEK)

    page = officer.get(URL)

    assert fields_of(page)["present"] == [str(house.people[name].pk) for name in ("陈建国", "黄经理")]
    post(officer, also="何书记")
    club = Activity.objects.get(kind="reading_club", starts_at__gte=at_time(TODAY, 0))
    assert sorted(club.roster.values_list("person__name", flat=True)) == ["何书记", "陈建国", "黄经理"]


def test_nobody_at_all_is_refused(officer, house):
    page = post(officer)

    assert page.status_code == 422
    assert "没有一个人到会。请核对名册，或填写到会的人、群众参加人数；没有开展的活动不用记录。" in text_of(page)
    assert not Activity.objects.exists()


def test_a_name_nobody_has_is_refused_where_it_stands(officer, house):
    page = post(officer, also="陈建国、无此人")

    assert page.status_code == 422
    assert "没有找到“无此人”。请核对姓名；外单位的人请计入群众参加人数。" in text_of(page)
