import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huoshui.base import parts
from huoshui.base.parts import Part, Theme
from huoshui.packs.loaded import pack


def _practices(page):
    return {shown.practice.number: shown for shown in page.context["practices"]}


def _text(page) -> str:
    return " ".join(page.content.decode().split())


@pytest.fixture
def focus(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that says what March and April stand under."""
    themes = [
        Theme(date(2021, 4, 1), "缅怀先烈", "扫墓", url="/focus/4/"),
        Theme(date(2021, 3, 1), "学雷锋", "开篇", "衡邮党〔2021〕3号"),
    ]
    part = Part("focus", "重点", themes=lambda viewer, first, last: [t for t in themes if first <= t.month <= last])
    monkeypatch.setitem(parts._parts, part.name, part)


def test_fifteen_practices_are_told_in_order_each_with_a_way_there(units, enter):
    page = enter("city_officer", "city").get("/year/2021/")

    contents = re.findall(r'<a href="#practice-(\d+)">([^<]+)</a>', page.content.decode())

    assert contents == [(str(practice.number), practice.label) for practice in pack().practices]
    assert re.findall(r'id="practice-(\d+)"', page.content.decode()) == [str(n) for n in range(1, 16)]


def test_figures_of_a_practice_open_their_records(units, records, enter):
    records.held(units["first"], date(2021, 3, 5), "theme_day", "oath_renewal")
    records.held(units["first"], date(2022, 1, 5), "theme_day")
    browser = enter("city_officer", "city")

    page = browser.get("/year/2021/")
    seven_ones = [(said.figure.label, said.value) for said in _practices(page)[2].figures]

    assert seven_ones[:2] == [("重温入党誓词", 1), ("主题党日", 1)]
    assert [label for label, _ in seven_ones[2:]] == ["专题党课", "学史比赛", "党员自学", "阵地教育", "结对共建"]
    assert 'href="/figures/city/2021/theme_days/"' in page.content.decode()
    assert '<a href="#seven_ones">2 类</a>' in page.content.decode()


def test_what_is_published_assumed_and_coming_is_told_apart(units, enter):
    page = enter("city_officer", "city").get("/year/2021/")
    text, practices = _text(page), _practices(page)

    assert [beside.note.value for beside in practices[4].published] == [2408, 620]
    assert [beside.note.value for beside in practices[12].published] == [19500]
    assert {n for n, shown in practices.items() for _ in shown.published} == {
        note.practice for note in pack().published
    }
    assert [beside.note.value for beside in page.context["assumptions"]][-1] == 70
    assert text.count("practice-coming") == sum(bool(practice.coming) for practice in pack().practices)
    assert "公布为“近 200 人”" in text


def test_focus_comes_from_the_parts_that_have_one(units, enter, focus):
    page = enter("city_officer", "city").get("/year/2021/")
    text = _text(page)

    assert [theme.title for theme in _practices(page)[3].themes] == ["学雷锋", "缅怀先烈"]
    assert '<a href="#focus">2 个月</a>' in text
    assert 'href="/focus/4/"' in text
    assert "3月 学雷锋" in text
    assert "衡邮党〔2021〕3号" in text


def test_another_year_has_its_figures_and_nothing_published(units, records, enter):
    records.held(units["first"], date(2022, 1, 5), "theme_day")

    page = enter("city_officer", "city").get("/year/2022/")

    assert [said.value for said in _practices(page)[2].figures][1] == 1
    assert [beside for shown in _practices(page).values() for beside in shown.published] == []
    assert page.context["assumptions"] == []


def test_a_branch_reads_its_own_figures_and_the_companys_published_numbers(units, records, enter):
    records.held(units["first"], date(2021, 3, 5), "theme_day")
    records.held(units["hill"], date(2021, 3, 5), "theme_day")

    page = enter("branch_secretary", "first").get("/year/2021/")

    assert [said.value for said in _practices(page)[2].figures][1] == 1
    assert "这是全公司的数" in _text(page)
    assert "本页列出" not in _text(page)
    assert "这座演示城市" not in _text(page)


def test_the_year_is_read_in_as_many_statements_for_one_record_as_for_three(units, records, enter):
    browser = enter("city_officer", "city")

    def statements():
        browser.get("/search/")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/year/2021/").status_code == 200
        return len(asked)

    records.held(units["first"], date(2021, 3, 5), "theme_day")
    one = statements()
    records.held(units["hill"], date(2021, 4, 5), "lecture")
    records.held(units["second"], date(2021, 5, 5), "oath_renewal")

    assert statements() == one


@pytest.mark.parametrize("address", ["/year/1999/", "/year/20210/"])
def test_year_that_is_none_is_not_there(units, enter, address):
    assert enter("city_officer", "city").get(address).status_code == 404
