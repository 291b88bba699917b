"""One activity onto the calendar."""

from datetime import timedelta

import pytest

from ..actions import cancel_plan
from ..models import Activity
from .conftest import TODAY, to
from .page import fields_of, text_of

pytestmark = pytest.mark.django_db
FORM = {"kind": "theme_day", "time": "15:00", "title": "学党史", "place": ""}


def test_a_plan_sent_twice_is_one(house, secretary):
    answers = [secretary.post(to("plan", "branch"), FORM | {"day": str(TODAY)}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [(a.kind, a.title, a.state) for a in Activity.objects.all()] == [("theme_day", "学党史", "planned")]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY - timedelta(days=1), "这一天已经过去。已经开展的活动，请直接用“记一笔”补录。"),
        (TODAY + timedelta(days=367), "最多提前一年放进计划，请核对年份。"),
    ],
)
def test_a_day_that_is_over_or_far_off_is_refused(day, words, house, secretary):
    page = secretary.post(to("plan", "branch"), FORM | {"day": str(day)})

    assert page.status_code == 422
    assert words in text_of(page)
    assert not Activity.objects.exists()


def test_an_unseen_sign_in_the_reason_is_left_out(secretary, planned):
    secretary.post(to("cancel", planned.pk), {"reason": "旺\0季"})

    planned.refresh_from_db()
    assert planned.cancel_reason == "旺季"


def test_whoever_records_what_was_just_cancelled_is_told_so(secretary, planned):
    form = fields_of(secretary.get(to("record", planned.pk)))
    cancel_plan(activity=planned)

    page = secretary.post(to("record", planned.pk), form, follow=True)

    assert "这次活动刚被取消，您填的没有保存。确实开展了，请先恢复这次活动，再来记录。" in text_of(page)
