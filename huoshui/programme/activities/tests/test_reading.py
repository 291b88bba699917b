"""The brief, the figures a record counts in, rows against facts, and what reading costs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse as reverse_url

from huoshui.base.clock import at_time
from huoshui.ledger.models import Fact
from huoshui.ledger.recording import reverse
from huoshui.organisation.models import Account
from huoshui.organisation.public import viewer_of
from huoshui.packs.loaded import pack

from ..actions import FurtherSitting, correct_activity, record_unplanned, withdraw_activity
from ..models import Activity
from ..part import PART
from ..queries import brief, counted_in
from .conftest import BY, HELD, MEMBERS, NOW, TODAY, to, untold
from .page import text_of


def test_the_brief_is_three_sentences(house, recorded):
    assert brief(recorded) == (
        "2021年4月9日，衡南第一党支部在党员活动室开展主题党日，主题是“学党史”。"
        "应到6人，实到4人，请假1人。"
        "活动历时120分钟。"
    )


def test_the_brief_tells_all_there_is(house, unplanned):
    told = house.told(
        ("方大海", "off_sick"),
        place="三楼会议室",
        chair_id=house.people["陈建国"].pk,
        agenda=["学习原著。", "", "研讨交流；"],
        guests=12,
        sittings=[FurtherSitting(HELD)],
    )
    lines = [*told.roster, house.line("黄经理", is_observer=True)]
    activity = unplanned(told=house.told(**vars(told) | {"roster": lines}))

    assert brief(activity) == (
        "2021年4月9日，衡南第一党支部在三楼会议室开展主题党日。"
        "应到6人，实到5人，请假1人，列席1人，群众参加12人，分2批进行。"
        "活动由陈建国主持，议题为：学习原著；研讨交流。"
    )


def test_the_brief_of_an_open_activity_counts_the_public_only(house, do):
    told = house.told(roster=[], guests=198, minutes=150, title="成立大会")

    activity = do(record_unplanned, unit=house.units["city"], kind="chapter_founding", told=told)

    assert brief(activity) == (
        "2021年4月9日，衡阳市分公司开展学雷锋协会分会成立大会，主题是“成立大会”。群众参加198人。活动历时150分钟。"
    )


def test_the_brief_names_no_absentee_and_no_reason(house, recorded, unplanned):
    away = [(name, reason) for name, reason in zip(MEMBERS, ["", *pack().leave_reasons], strict=False)]

    earlier = HELD - timedelta(hours=3)
    other = unplanned(told=house.told(*away[:5], chair_id=house.people["高远"].pk, starts_at=earlier))
    for activity in (recorded, other):
        words = brief(activity)
        for forbidden in ("方大海", "缺席", "病假", "当班", "出班投递", *MEMBERS[:5]):
            assert forbidden not in words


def test_a_record_says_where_it_counts(house, recorded):
    said = [(count.figure.code, count.words, count.period.written, count.norms) for count in counted_in(recorded)]

    codes = [code for code, *_ in said]
    assert codes[:2] == ["activities", "theme_days"]
    assert {code: words for code, words, *_ in said}["theme_days"] == "1 次"
    assert {period for *_, period, _ in said} == {"2021-04"}
    norms = {code: norms for code, _, _, norms in said}
    assert norms["theme_days"] == ("theme_day",)
    assert "lectures" not in codes
    assert "late_entries" not in codes


def test_it_counts_with_the_others_of_the_month(house, recorded, unplanned):
    late = unplanned(told=house.told(extra_tags=frozenset({"lecture"}), starts_at=at_time(date(2021, 4, 1), 9)))

    words = {count.figure.code: count.words for count in counted_in(late)}

    assert (words["theme_days"], words["lectures"], words["late_entries"]) == ("2 次", "1 次", "1 次")


def test_rows_and_facts_agree_after_everything(house, recorded, unplanned, do, monkeypatch):
    more = [
        unplanned(starts_at=HELD - timedelta(hours=3)),
        unplanned(kind="lecture", guests=3),
        unplanned("second", told=house.told(roster=[house.line("马在岸")])),
    ]
    do(correct_activity, activity=more[0], told=house.told(("白玉兰", "")), revision=1)
    do(withdraw_activity, activity=more[1], revision=1)
    assert untold() == []

    fact = Fact.objects.net().filter(subject=recorded.subject).first()
    reverse([fact], by=BY, at=NOW, source="screen")
    Activity.objects.filter(pk=more[2].pk).update(guests=5)
    assert [(d.subject, d.missing, d.surplus) for d in untold()] == [(recorded.subject, 1, 0), (more[2].subject, 1, 1)]


@pytest.fixture
def looking(enter):
    enter("branch_secretary", "branch")
    account = Account.objects.get(username="branch_secretary-branch")
    return lambda: viewer_of(account, TODAY)


def test_lists_cost_the_same_for_one_and_for_three(recorded, unplanned, looking, django_assert_num_queries):
    for n in (1, 3):
        with django_assert_num_queries(2):
            assert len(list(PART.search(looking(), "衡南"))) == n
        with django_assert_num_queries(3):
            assert len(list(PART.agenda(looking(), TODAY))) == n
        ids = list(Activity.objects.values_list("pk", flat=True))
        with django_assert_num_queries(2):
            assert len(PART.pages["activities.activity"](looking(), ids)) == n
        if n == 1:
            unplanned(kind="lecture")
            unplanned(kind="members_meeting")


def test_a_page_costs_the_same_for_one_and_for_three(house, unplanned, secretary, django_assert_max_num_queries):
    def record(n):
        lines = [house.line(name) for name in MEMBERS[:n]]
        agenda, sittings = ["一"] * n, [FurtherSitting(HELD + timedelta(minutes=i)) for i in range(n)]
        begins = HELD - timedelta(hours=n)
        return unplanned(told=house.told(roster=lines, agenda=agenda, sittings=sittings, starts_at=begins))

    costs = []
    for n in (1, 3):
        url = to("show", record(n).pk)
        secretary.get(url)
        with django_assert_max_num_queries(40) as queries:
            assert secretary.get(url).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_the_form_costs_the_same_for_one_and_for_three(
    house, planned, unplanned, secretary, django_assert_max_num_queries
):
    costs = []
    for n in (1, 3):
        lines = [house.line(name) for name in MEMBERS[:n]]
        unplanned(told=house.told(roster=lines, agenda=["一"] * n, starts_at=at_time(date(2021, 4, n), 9)))
        secretary.get(to("record", planned.pk))
        with django_assert_max_num_queries(40) as queries:
            secretary.get(to("record", planned.pk))
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_counting_is_one_statement(recorded, django_assert_num_queries):
    with django_assert_num_queries(3):  # the unit's paths, the measures, and all figures at once
        assert len(counted_in(recorded)) > 1


def test_the_page_offers_the_brief_and_the_numbers(recorded, secretary):
    page = text_of(secretary.get(to("show", recorded.pk)))

    assert brief(recorded) in page
    assert reverse_url("reports:facts", args=["branch", "2021-04", "theme_days"]) in page
