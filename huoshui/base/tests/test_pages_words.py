from datetime import date
from types import SimpleNamespace

import pytest

from huoshui.base.templatetags import house


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (999, "999"), (19500, "19,500"), (-1200, "-1,200"), (None, "–"), ("", ""), ("近200人", "近200人")],
)
def test_grouped_sets_numbers_in_threes(value, words):
    assert house.grouped(value) == words


def test_grouped_shows_a_ratio_as_its_two_numbers():
    assert house.grouped(SimpleNamespace(over=1200, under=1400)) == "1,200/1,400"


def test_months_and_days_read_as_people_say_them():
    assert house.month_label(202104) == "2021年4月"
    assert house.short_month(202112) == "12月"
    assert house.day_label(date(2021, 4, 28)) == "4月28日 星期三"
    assert house.full_day(date(2021, 4, 28)) == "2021年4月28日"


def test_every_state_has_a_word_and_a_sign_of_its_own():
    assert house.STATE_WORDS.keys() <= house.SIGNS.keys()
    assert len(set(house.SIGNS.values())) == len(house.SIGNS)
