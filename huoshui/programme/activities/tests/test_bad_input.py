"""What cannot be is refused with a sentence, and nothing is half written."""

from datetime import date
from uuid import uuid4

import pytest

from huoshui.base.clock import at_time
from huoshui.ledger.models import Fact
from huoshui.organisation import actions as organisation

from ..actions import correct_activity, record_activity, record_unplanned, writing
from ..models import Activity, AgendaItem, Attendance
from ..rules import KindNotForUnit, NobodyCame, UnitNotOpen, UnknownAttendee
from .conftest import JAN, MEMBERS, figure, net, to
from .page import fields_of, text_of


def nothing_written():
    facts = Fact.objects.filter(subject__startswith="activities.").count()
    return (Attendance.objects.count(), AgendaItem.objects.count(), facts) == (0, 0, 0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "2021-04-10"}, "活动日期还没到，到了当天再来记录。"),
        ({"day": "9999-12-31"}, "请核对年份。"),
        ({"day": "0021-04-09"}, "请核对年份。"),
        ({"day": "昨天"}, "请写成 2026-04-09 这样的日期。"),
        ({"day": ""}, "这一项还没有填，请填上。"),
        ({"time": "三点"}, "请写成 15:00 这样的时间。"),
        ({"minutes": "0"}, "至少 1 分钟。"),
        ({"minutes": "1441"}, "最多 1440 分钟。"),
        ({"minutes": "x"}, "请写整数。"),
        ({"guests": "-1"}, "至少 0 人。"),
        ({"guests": "9" * 30}, "最多 100000 人。"),
        ({"place": "长" * 81}, "最多 80 字，现在有 81 字，请缩短。"),
        ({"title": "长" * 121}, "最多 120 字，现在有 121 字，请缩短。"),
        ({"agenda": f"好\n\n{'长' * 201}"}, "第 3 行议题有 201 字，每条最多 200 字，请缩短。"),
        ({"observers": "查无此人"}, "没有找到“查无此人”。请核对姓名；外单位的人请计入群众参加人数。"),
        ({"observers": "龙在彼"}, "没有找到“龙在彼”。请核对姓名；外单位的人请计入群众参加人数。"),
        ({"observers": "（已删除）"}, "没有找到“（已删除）”。请核对姓名；外单位的人请计入群众参加人数。"),
        ({"observers": "安志远"}, "“安志远”已在名册上，不用再写。"),
        ({"extra_tags": "chapter_founding"}, "这类活动不能同时算作所选的内容，请重新选择。"),
        ({"chair": "x"}, "这个人不在当天的名册上，请重新选择。"),
        ({"submission": "x"}, "这张页面已经失效，请返回后重新打开再填。"),
        ({"submission": None}, "这张页面已经失效，请返回后重新打开再填。"),
        ({"revision": "²"}, "这张页面已经失效，请返回后重新打开再填。"),
        ({"day": "2020-12-31"}, "这一天本单位的名册上没有人，请核对日期。"),
        ({"day": "2020/12/31"}, "这一天本单位的名册上没有人，请核对日期。"),
        ({"agenda": "一条\n" * 51}, "最多 50 条议题，现在有 51 条，请合并几条。"),
    ],
)
def test_bad_words_are_answered_precisely(changes, words, planned, send, house, do):
    gone = do(organisation.add_person, name="走了的")
    do(organisation.erase_person, person=gone)

    page = send(to("record", planned.pk), **changes)

    assert page.status_code == 422
    assert words in text_of(page)
    assert nothing_written()
    assert Activity.objects.get().state == "planned"


def test_a_refused_form_keeps_ticks_reasons_and_words(house, planned, send):
    away = house.people["方大海"]

    page = send(
        to("record", planned.pk),
        away=[away],
        minutes="0",
        title="另一个主题",
        extra_tags=["lecture"],
        **{f"reason-{away.pk}": "on_delivery"},
    )

    fields = fields_of(page)
    assert (fields["title"], fields["extra_tags"]) == (["另一个主题"], ["lecture"])
    assert fields[f"reason-{away.pk}"] == ["on_delivery"]
    assert (str(away.pk) in fields["present"], len(fields["present"])) == (False, 5)


@pytest.mark.parametrize("name", ["present", "listed", "chair", "recorder"])
def test_odd_ids_are_harmless(name, house, planned, send, secretary):
    url, fields = to("record", planned.pk), None
    for odd in ("x", "-1", "²", "9" * 5000, ""):
        fields = fields_of(secretary.get(url))
        if name == "listed" or name == "present":
            fields[name] = [*fields[name], odd]
        else:
            fields[name] = [odd]
        assert secretary.post(url, fields | {"minutes": ["0"]}).status_code == 422

    assert nothing_written()


def test_a_roster_of_a_whole_city_can_be_sent(house, planned, secretary):
    url = to("record", planned.pk)
    fields = fields_of(secretary.get(url))

    page = secretary.post(url, {**fields, "listed": [*fields["listed"], *map(str, range(10**6, 10**6 + 4000))]})

    assert page.status_code == 422
    assert "名册和所选日期的人员对不上" in text_of(page)


def test_a_stranger_among_the_ticks_is_not_recorded(house, planned, secretary):
    url, stranger = to("record", planned.pk), str(house.people["龙在彼"].pk)
    fields = fields_of(secretary.get(url))

    secretary.post(url, {**fields, "present": [*fields["present"], stranger]})

    assert set(planned.roster.values_list("person__name", flat=True)) == set(MEMBERS)


def test_a_stranger_among_the_listed_is_refused(house, planned, secretary):
    url, stranger = to("record", planned.pk), str(house.people["龙在彼"].pk)
    fields = fields_of(secretary.get(url))

    page = secretary.post(
        url, {name: [*values, stranger] if name == "listed" else values for name, values in fields.items()}
    )

    assert page.status_code == 422
    assert "龙在彼" not in text_of(page)
    assert nothing_written()


def test_another_day_with_another_roster_comes_back_to_be_checked(house, planned, send, secretary, do):
    row = house.people["白玉兰"].memberships.get()
    do(organisation.leave_branch, membership=row, on=date(2021, 4, 1))
    away = house.people["高远"]
    assert "白玉兰" not in text_of(secretary.get(to("record", planned.pk)))

    page = send(to("record", planned.pk), day="2021-03-31", away=[away], **{f"reason-{away.pk}": "on_duty"})

    assert page.status_code == 422
    assert "名册和所选日期的人员对不上，已按这一天的人员更新。请核对后再保存。" in text_of(page)
    fields = fields_of(page)
    assert (str(house.people["白玉兰"].pk) in fields["present"], str(away.pk) in fields["present"]) == (True, False)
    assert (fields["day"], fields[f"reason-{away.pk}"]) == (["2021-03-31"], ["on_duty"])
    assert nothing_written()
    assert secretary.post(to("record", planned.pk), fields).status_code == 302
    assert figure(house.units["branch"], "attendances", 3) == 5


def test_rows_roll_back_when_facts_fail(house, planned, do, monkeypatch):
    def fail(*_):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(writing, "record_stamped", fail)
    with pytest.raises(RuntimeError):
        do(record_activity, activity=planned, told=house.told(agenda=["一"]))
    with pytest.raises(RuntimeError):
        do(record_unplanned, unit=house.units["branch"], kind="theme_day", told=house.told())

    assert nothing_written()
    assert list(Activity.objects.values_list("state", "revision", "submission")) == [("planned", 0, None)]


def test_a_correction_rolls_back_when_facts_fail(house, recorded, do, monkeypatch):
    before, lines = net(recorded), list(recorded.roster.values_list("person", "presence"))

    def fail(*_, **__):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(writing, "settle", fail)
    with pytest.raises(RuntimeError):
        do(correct_activity, activity=recorded, told=house.told(title="半截"), revision=1)

    again = Activity.objects.get()
    assert (again.title, again.revision, list(again.roster.values_list("person", "presence"))) == ("学党史", 1, lines)
    assert net(recorded) == before


def test_somebody_in_no_unit_that_day_is_refused(house, do, unplanned):
    nowhere = do(organisation.add_person, name="不在册")
    told = house.told()
    stranger = type(told.roster[0])(nowhere.pk)

    with pytest.raises(UnknownAttendee, match="当天不在任何单位"):
        unplanned(told=house.told(roster=[*told.roster, stranger]))
    assert Activity.objects.count() == 0


def test_an_empty_roster_is_refused(house, unplanned):
    with pytest.raises(NobodyCame):
        unplanned(told=house.told(roster=[]))


def test_a_meeting_nobody_came_to_is_no_meeting(house, unplanned):
    lines = [house.line(name, "") for name in MEMBERS]

    with pytest.raises(NobodyCame):
        unplanned(told=house.told(roster=lines))
    assert unplanned(told=house.told(roster=lines, guests=1)).guests == 1


def test_a_kind_the_unit_does_not_hold_is_refused(house, unplanned, secretary):
    for kind in ("outlet_study", "no_such"):
        with pytest.raises(KindNotForUnit):
            unplanned(kind=kind)
        assert secretary.get(to("record_new", "branch", kind)).url == to("new")


def test_a_unit_that_was_not_there_is_refused(house, unplanned):
    with pytest.raises(UnitNotOpen, match="2020年12月31日时还没有“衡南第一党支部”"):
        unplanned(starts_at=at_time(date(2020, 12, 31), 15))


class TestObservers:
    """列席: by name, from last time, in sight, or from above."""

    def recorded(self, planned):
        return sorted(planned.roster.filter(is_observer=True).values_list("person__name", flat=True))

    def test_leaders_from_above_sit_in(self, house, planned, send):
        saved = send(to("record", planned.pk), observers="何书记， 黄经理")

        assert saved.status_code == 302
        assert self.recorded(planned) == ["何书记", "黄经理"]
        assert send(to("correct", planned.pk), guests=1).status_code == 302
        assert self.recorded(planned) == ["何书记", "黄经理"]

    def test_who_leads_a_branch_beside_is_not_told(self, house, planned, send, do):
        do(organisation.appoint, person=house.people["马在岸"], unit=house.units["second"], kind="secretary", on=JAN)

        page = send(to("record", planned.pk), observers="马在岸")

        assert "没有找到“马在岸”" in text_of(page)

    def test_written_twice_is_once(self, house, planned, send):
        send(to("record", planned.pk), observers="何书记、何书记")

        assert self.recorded(planned) == ["何书记"]

    def test_a_post_must_be_held_on_the_day(self, house, planned, send, do):
        post = house.people["黄经理"].posts.get()
        do(organisation.end_post, post=post, on=date(2021, 4, 9))

        page = send(to("record", planned.pk), observers="黄经理")

        assert "没有找到“黄经理”" in text_of(page)

    def test_two_of_one_name_are_not_guessed(self, house, planned, send, do):
        other = do(organisation.add_person, name="黄经理")
        do(organisation.appoint, person=other, unit=house.units["south"], kind="head_of_unit", on=JAN)

        page = send(to("record", planned.pk), observers="黄经理")

        assert "有不止一位“黄经理”，请先计入群众参加人数。" in text_of(page)

    def test_a_namesake_on_the_roster_is_not_meant(self, house, planned, send, do):
        leader = do(organisation.add_person, name="安志远")
        do(organisation.employ, person=leader, unit=house.units["city"], on=JAN)
        do(organisation.appoint, person=leader, unit=house.units["city"], kind="head_of_unit", on=JAN)

        send(to("record", planned.pk), observers="安志远")

        assert planned.roster.get(is_observer=True).person == leader

    def test_two_of_one_name_already_known_stay(self, house, unplanned, send, do):
        other = do(organisation.add_person, name="黄经理")
        do(organisation.employ, person=other, unit=house.units["south"], on=JAN)
        told = house.told(submission=uuid4())
        lines = [house.line("黄经理", is_observer=True), type(told.roster[0])(other.pk, is_observer=True)]
        activity = unplanned(told=house.told(roster=[*told.roster, *lines]))

        assert send(to("correct", activity.pk), guests=1).status_code == 302
        assert activity.roster.model.objects.filter(is_observer=True).count() == 2


def test_an_address_with_a_number_beyond_all_ids_is_not_found(house, secretary):
    assert secretary.get(to("joined", 10**20, "branch")).status_code == 404
