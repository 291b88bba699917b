"""Every figure equals a recount from rows, at the newest position and at an older one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from huoshui.base.clock import at_time
from huoshui.ledger import sequencer
from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.figures import Ratio
from huoshui.ledger.models import Source
from huoshui.ledger.periods import Period
from huoshui.organisation import actions as organisation
from huoshui.organisation.models import Employment, Membership, Person, Unit
from huoshui.organisation.public import roster, scope_of
from huoshui.packs.loaded import pack
from huoshui.programme.activities import actions
from huoshui.programme.activities.actions import Line, Told
from huoshui.programme.activities.models import Activity

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
