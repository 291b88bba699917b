"""Rules as people say them, and the days they name."""

from datetime import date

import pytest

from huoshui.base.recurrence import NotOurRule, dated, days_of, monthly, parts_of, quarterly, sentence, weekly

SAID = [
    (weekly([4]), "FREQ=WEEKLY;BYDAY=FR", "每周五"),
    (weekly([4, 0, 4]), "FREQ=WEEKLY;BYDAY=MO,FR", "每周一、周五"),
    (weekly([5], every_second=True), "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "每两周的周六"),
    (monthly(2, 2), "FREQ=MONTHLY;BYDAY=+2WE", "每月第二个周三"),
    (monthly(-1, 6), "FREQ=MONTHLY;BYDAY=-1SU", "每月最后一个周日"),
    (dated(15), "FREQ=MONTHLY;BYMONTHDAY=15", "每月15日"),
    (dated(-1), "FREQ=MONTHLY;BYMONTHDAY=-1", "每月最后一天"),
    (quarterly(3, 10), "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=10", "每季度第三个月10日"),
]


@pytest.mark.parametrize(("rule", "written", "said"), SAID)
def test_a_rule_is_written_in_one_way_and_said_in_words(rule, written, said):
    assert (rule, sentence(rule)) == (written, said)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=FR,MO",
        "FREQ=WEEKLY;BYDAY=FR;COUNT=3",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=1,2,3,10;BYMONTHDAY=1",
        "FREQ=WEEKLY;BYDAY=FR\nDTSTART:20200101",
    ],
)
def test_what_is_none_of_ours_is_refused(rule):
    with pytest.raises(NotOurRule):
        parts_of(rule)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (weekly([4]), ["01-01", "01-08", "01-15", "01-22", "01-29", "02-05", "02-12", "02-19", "02-26"]),
        (weekly([4], every_second=True), ["01-01", "01-15", "01-29", "02-12", "02-26"]),
        (monthly(-1, 4), ["01-29", "02-26"]),
        (dated(-1), ["01-31", "02-28"]),
        (quarterly(2, 10), ["02-10"]),
    ],
)
def test_the_days_of_a_rule(rule, days):
    found = days_of(rule, date(2021, 1, 1), date(2020, 12, 1), date(2021, 2, 28))

    assert [f"{day:%m-%d}" for day in found] == days


def test_every_second_week_is_counted_from_the_beginning():
    rule, anchor = weekly([4], every_second=True), date(2021, 1, 1)

    assert days_of(rule, anchor, date(2021, 1, 8), date(2021, 1, 16)) == [date(2021, 1, 15)]
    assert days_of(rule, anchor, date(2020, 1, 1), date(2020, 12, 31)) == []
