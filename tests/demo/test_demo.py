"""The demo city is what it is said to be, in its records and behind its doors; every figure equals a recount from rows.

One file, so that one worker of the suite loads the city once.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import chinese_calendar
import pytest
from django.db import connection

from huoshui.base.clock import SHANGHAI, at_time, day_of
from huoshui.config.cli import main
from huoshui.config.demo.accounts import CLERK, OFFICERS, SECRETARIES
from huoshui.ledger import sequencer
from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.figures import Ratio
from huoshui.ledger.models import Fact, Pending, Source
from huoshui.ledger.periods import Period
from huoshui.organisation import actions as organisation
from huoshui.organisation.models import Account, Employment, Membership, Person, Unit
from huoshui.organisation.public import Rolls, homes_on, roster, scope_of
from huoshui.packs.loaded import pack
from huoshui.programme.activities import actions
from huoshui.programme.activities.actions import Line, Told, record_activity
from huoshui.programme.activities.models import Activity, Attendance, MonthlyFocus

from .conftest import TODAY
from .recount import COUNTS, Recount, Rows

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BRANCH, COUNTY = "hengnan-zhibu-3", "hengnan"
UNITS = ("hengyang", COUNTY, BRANCH, "hengyang-chuli-zhibu")
PERIODS = ("2021", "2021-Q2", "2021-05")
ASKED = [(unit, period) for unit in UNITS for period in PERIODS] + [("zhuhui", "2021"), ("zhuhui", "2026")]
HERE = {"by": None, "at": at_time(TODAY, 9), "source": Source.SCREEN}
MAY, JUNE = date(2021, 5, 11), date(2021, 6, 15)

Answers = dict[tuple[str, str], dict[str, Any]]
YEAR = Period.year(2021)


def test_the_city_has_a_hundred_thousand_facts_within_a_minute(city):
    assert Fact.objects.count() >= 100_000
    assert city.cpu_seconds <= 60 or connection.vendor != "sqlite"


def test_every_fact_has_its_position():
    assert not Pending.objects.exists()


def test_rows_and_records_and_tallies_agree(capsys):
    code = main(["verify"])

    assert (code, capsys.readouterr().out.count("×")) == (0, 0)


def test_assumptions_hold_exactly():
    for note in pack().assumptions:
        figure = pack().figures[note.figure]
        assert _figure(figure.code, note.over) == note.value, note.label


def test_the_founding_had_198_people():
    founding = Activity.objects.recorded().get(kind="chapter_founding")

    assert day_of(founding.starts_at) == date(2021, 4, 28)
    assert Attendance.objects.filter(activity=founding, presence="present").count() == 198
    assert _figure("chapter_founding_present") == 198


def test_each_of_the_seven_ones_is_in_every_branch():
    branches = set(Unit.objects.filter(kind="branch").values_list("pk", flat=True))
    held = Activity.objects.recorded().filter(
        starts_at__range=(at_time(date(2021, 1, 1), 0), at_time(date(2021, 12, 31), 23))
    )
    tags = [tag.code for tag in pack().tags_of_group("seven_ones")]

    assert (len(branches), len(tags)) == (70, 7)
    for tag in tags:
        assert {a.unit_id for a in held if tag in a.tags.split()} >= branches, tag


def test_every_month_of_2021_has_its_focus_and_theme_days_follow_it():
    issued = MonthlyFocus.objects.issued().filter(unit__code="hengyang", month__range=(202101, 202112))
    focus = dict(issued.values_list("month", "title"))
    held = Activity.objects.recorded().filter(kind="theme_day", starts_at__year=2021)
    titles = {(day_of(a.starts_at).month, a.title) for a in held}

    assert titles == {(month, focus[202100 + month]) for month in range(1, 13)}
    assert _figure("city_focuses") == 12
    assert all(issued.exclude(document_number="").values_list("document_number", flat=True))


@pytest.mark.parametrize(
    ("first", "last"), [(date(2021, 1, 1), date(2021, 12, 31)), (date(2026, 1, 1), date(2026, 11, 19))]
)
def test_the_reading_club_meets_every_working_friday(first, last):
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    holidays = chinese_calendar.holidays
    fridays = {day for day in days if day.isoweekday() == 5 and day not in holidays}
    clubs = Activity.objects.recorded().filter(kind="reading_club", unit__code="hengyang")

    met = [day_of(club.starts_at) for club in clubs]

    assert sorted(day for day in met if first <= day <= last) == sorted(fridays)
    assert all(30 <= club.roster.count() <= 50 for club in clubs)


def test_all_middle_managers_are_trained_two_years_running():
    assert _figure("people_trained_political_building", Period.year(2020)) == 60
    assert _figure("people_trained_political_building") == 60


def test_turnout_is_like_that_of_people_at_work():
    ratio = evaluate([pack().figures["present_of_expected"]], scope=_city(), period=YEAR)["present_of_expected"]
    reasons = Counter(Attendance.objects.exclude(leave_reason="").values_list("leave_reason", flat=True))

    assert 0.80 <= ratio.over / ratio.under <= 0.97
    assert reasons.keys() == pack().leave_reasons.keys()
    assert [reason for reason, _ in reasons.most_common(2)] == ["on_duty", "on_delivery"]


def test_few_records_are_late_and_none_is_from_the_future():
    recorded = Activity.objects.recorded()

    late = recorded.filter(is_late=True).count()

    assert 0.01 <= late / recorded.count() <= 0.03
    assert recorded.filter(recorded_at__gte=at_time(TODAY, 0)).count() == 0
    hours = {moment.astimezone(SHANGHAI).hour for moment in recorded.values_list("recorded_at", flat=True)}
    assert hours == {18}


def test_some_were_held_in_sittings_with_observers_and_with_guests():
    recorded = Activity.objects.recorded()

    assert recorded.filter(sittings__number=2).exists()
    assert recorded.filter(guests__gt=0).exists()
    assert Attendance.objects.filter(is_observer=True).exists()


def test_some_theme_days_are_still_to_be_made_up():
    months = Counter()
    for held in Activity.objects.recorded().filter(kind="theme_day", starts_at__year=2021):
        months[held.unit_id] += 1

    assert sorted(Counter(months.values()).items()) == [(11, 4), (12, 66)]


def test_a_unit_moved_and_its_past_stayed():
    branch = Unit.objects.get(code="hengyang-chuli-zhibu")

    def theme_days(code: str, period: Period) -> int:
        inside = scope_of(Unit.objects.get(code=code))
        return len(
            [
                a
                for a in Activity.objects.filter(unit=branch, kind="theme_day")
                if inside.holds(a.path) and _in(a, period)
            ]
        )

    assert branch.parent.code == "shigu"
    assert theme_days("zhuhui", Period.quarter(2021, 2)) == theme_days("shigu", Period.quarter(2021, 4)) == 3
    assert theme_days("zhuhui", Period.quarter(2021, 4)) == theme_days("shigu", Period.quarter(2021, 2)) == 0


def test_rolls_say_what_rosters_say():
    day, rolls = date(2021, 8, 3), Rolls()
    units = Unit.objects.filter(closed_on=None).order_by("pk")[::9]

    for unit in units:
        for rule in ("members", "committee", "cell", "staff", "open"):
            assert rolls.expected(unit.pk, day, rule) == [p.person_id for p in roster(unit, day, rule)]


def test_homes_of_many_days_are_those_of_each():
    branch, days = Unit.objects.get(code="hengnan-zhibu-2"), [date(2021, 1, 31), date(2021, 12, 31)]
    people = Person.objects.filter(memberships__unit=branch)

    homes = homes_on((person.pk, day) for person in people for day in days)

    for day in days:
        expected = {p.person_id: (p.unit_id, p.path) for p in roster(branch, day, "members")}
        assert {person: homes[person, day] for person in expected} == expected


def test_demo_accounts_are_real_people_in_real_branches():
    accounts = {account.username: account for account in Account.objects.filter(is_demo=True)}

    assert accounts.keys() == {*OFFICERS, *SECRETARIES, CLERK}
    for name in SECRETARIES:
        grant = accounts[name].grants.get()
        assert accounts[name].person.posts.filter(kind="secretary", unit=grant.unit, until_on=None).exists()


def test_the_first_door_leads_to_a_theme_day_of_today(client):
    _enter(client, "record")

    (planned,) = Activity.objects.planned().filter(unit__code="hengnan-zhibu-3", series=None)
    assert day_of(planned.starts_at) == TODAY
    assert f"/activities/{planned.pk}/record/" in client.get("/").content.decode()


def test_the_door_still_does_on_any_later_day(client, settings):
    for later in (1, 40, 40):
        settings.HUOSHUI_TODAY = TODAY + timedelta(days=later)
        _enter(client, "record")

        (planned,) = Activity.objects.planned().filter(unit__code="hengnan-zhibu-3", series=None)
        assert day_of(planned.starts_at) == settings.HUOSHUI_TODAY


def test_one_visitor_after_another_can_record(client):
    for _ in range(3):
        _enter(client, "record")
        planned = Activity.objects.planned().select_related("unit").get(unit__code="hengnan-zhibu-3", series=None)
        people = [Line(person.person_id) for person in roster(planned.unit, TODAY, "members")]
        told = Told(planned.starts_at, planned.minutes, people)
        record_activity(activity=planned, told=told, by=None, at=at_time(TODAY, 23), source=Source.SCREEN)

    assert _figure("theme_days", Period.month(TODAY.year, TODAY.month), "hengnan-zhibu-3") == 3


def test_the_theme_day_of_this_month_is_still_open_there():
    period = Period.month(TODAY.year, TODAY.month)

    assert _figure("theme_days", period, "hengnan-zhibu-3") == 0
    assert _figure("theme_days", period, "hengnan") > 0


def test_others_have_something_overdue():
    waiting = Activity.objects.planned().filter(starts_at__lt=at_time(TODAY, 0))

    assert sorted(waiting.values_list("unit__code", flat=True)) == ["hengnan-zhibu-5", "qidong-zhibu-4"]


@pytest.mark.parametrize("door", ["city", "read"])
def test_the_other_doors_open(client, door):
    assert client.get(_enter(client, door), follow=True).status_code == 200


def _enter(client, door: str) -> str:
    answer = client.post(f"/demo/enter/{door}/")
    assert answer.status_code == 302
    return answer.url


def _figure(code: str, period: Period = YEAR, unit: str = "hengyang") -> int:
    scope = scope_of(Unit.objects.get(code=unit))
    return evaluate([pack().figures[code]], scope=scope, period=period)[code]


def _city():
    return scope_of(Unit.objects.get(code="hengyang"))


def _in(activity: Activity, period: Period) -> bool:
    day = day_of(activity.starts_at)
    return period.begins_on <= day <= period.ends_on


def test_no_figure_goes_without_a_recount():
    assert COUNTS.keys() == pack().figures.keys()


def test_figures_equal_a_recount_from_rows_now_and_as_of_an_older_position():
    position, as_it_was = sequencer.head(), _recounted()

    assert _evaluated(None) == as_it_was

    _go_on()

    as_it_is = _recounted()
    assert _evaluated(None) == as_it_is  # some facts are still pending
    sequencer.sequence_all()
    assert _evaluated(None) == as_it_is
    assert _evaluated(position) == as_it_was
    assert {key for key in as_it_is if as_it_is[key] != as_it_was[key]} >= {
        (unit, period) for unit in ("hengyang", COUNTY, BRANCH) for period in ("2021", "2021-Q2", "2021-05")
    }


def _evaluated(at: int | None) -> Answers:
    figures = list(pack().figures.values())
    return {
        (code, written): {
            figure: (value.over, value.under) if isinstance(value, Ratio) else value
            for figure, value in evaluate(
                figures, scope=scope_of(Unit.objects.get(code=code)), period=Period.read(written), at=at
            ).items()
        }
        for code, written in ASKED
    }


def _recounted() -> Answers:
    rows = Rows()
    answers = {}
    for code, written in ASKED:
        period, unit = Period.read(written), Unit.objects.get(code=code)
        answers[code, written] = Recount(rows, unit, period.first, period.last, period.ends_on).all()
    return answers


def _go_on() -> None:
    """Record, correct, withdraw, join, leave, move, all in the past that has been counted."""
    branch = Unit.objects.get(code=BRANCH)
    _record(branch)
    held = Activity.objects.recorded().filter(unit=branch, starts_at__range=(at_time(MAY, 0), at_time(JUNE, 23)))
    first, second, *_ = held.order_by("starts_at")
    _correct(first)
    actions.withdraw_activity(activity=second, revision=second.revision, **HERE)
    _come_and_go(branch)
    city = Unit.objects.get(code="hengyang-jinrong-zhibu")
    organisation.move_unit(unit=city, parent=Unit.objects.get(code="zhuhui"), on=TODAY, **HERE)


def _record(branch: Unit) -> None:
    people = [Line(person.person_id) for person in roster(branch, MAY, "members")]
    told = Told(at_time(MAY, 15), 120, people, guests=7, extra_tags=frozenset({"lecture", "volunteering"}))
    actions.record_unplanned(unit=branch, kind="theme_day", told=told, **HERE)


def _correct(activity: Activity) -> None:
    lines = [Line(row.person_id, "on_leave", "on_duty") for row in activity.roster.order_by("pk")]
    told = Told(activity.starts_at, activity.minutes + 30, [replace(lines[0], presence="present"), *lines[2:]])
    actions.correct_activity(activity=activity, told=told, revision=activity.revision, **HERE)


def _come_and_go(branch: Unit) -> None:
    member = Membership.objects.filter(unit=branch, until_on=None, status="member", person__posts=None).first()
    organisation.leave_branch(membership=member, on=JUNE, **HERE)
    free = Person.objects.filter(memberships=None, employments__until_on=None).first()
    organisation.join_branch(person=free, branch=branch, status="probationary", on=MAY, **HERE)
    organisation.appoint(person=free, unit=branch, kind="committee_member", on=MAY, **HERE)
    until = date(2022, 1, 1)
    organisation.exempt(person=free, norm="concentrated_study", from_on=MAY, until_on=until, decided_by=branch, **HERE)
    work = Employment.objects.filter(unit__served_by__party_unit=branch, until_on=None, person__memberships=None)
    gone = work.exclude(person=free).filter(person__posts=None).first()
    organisation.leave_employment(employment=gone, on=MAY + timedelta(days=3), **HERE)
