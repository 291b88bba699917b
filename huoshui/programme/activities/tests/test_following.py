"""A move entered late: what was recorded meanwhile follows the unit to its new place."""

from datetime import date, timedelta

import pytest

from huoshui.base.clock import at_time
from huoshui.ledger import consumers, evaluation, sequencer
from huoshui.ledger.models import Source
from huoshui.ledger.periods import Period
from huoshui.ledger.reconcile import differences
from huoshui.organisation import actions as organisation
from huoshui.organisation.models import PersonKey
from huoshui.organisation.public import scope_of
from huoshui.organisation.tests.conftest import do, person, units  # noqa: F401
from huoshui.packs.loaded import pack
from huoshui.programme.activities.actions import Line, Told, record_unplanned
from huoshui.programme.activities.queries import rows_call_for

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST = date(2021, 6, 10), date(2021, 7, 1), date(2021, 8, 10)


@pytest.fixture
def recorded(units, person):  # noqa: F811
    """A theme day in June and one in August; only in December does somebody enter the move of 1 July."""
    for day in (JUNE, AUGUST):
        at = at_time(day, 15)
        told = Told(starts_at=at, minutes=90, roster=[Line(person.pk)])
        entered = at + timedelta(hours=2)
        record_unplanned(unit=units["branch"], kind="theme_day", told=told, by=None, at=entered, source=Source.SCREEN)
    return units


def theme_days(unit) -> int:
    figure = pack().figures["theme_days"]
    return evaluation.evaluate([figure], scope=scope_of(unit), period=Period.year(2021))["theme_days"]


def work() -> None:
    while sequencer.sequence() or consumers.run_all():
        pass


def test_a_late_move_takes_later_records_along(recorded, do):  # noqa: F811
    do(organisation.move_unit, unit=recorded["branch"], parent=recorded["north"], on=JULY)

    work()

    assert (theme_days(recorded["south"]), theme_days(recorded["north"])) == (1, 1)
    assert theme_days(recorded["branch"]) == 2
    known = set(PersonKey.objects.values_list("key", flat=True))
    assert differences(rows_call_for(), part="activities", known_people=known) == []


def test_following_twice_changes_nothing(recorded, do):  # noqa: F811
    do(organisation.move_unit, unit=recorded["branch"], parent=recorded["north"], on=JULY)
    work()
    before = sequencer.head()

    consumers.ConsumerRow.objects.update(position=0)
    work()

    assert sequencer.head() == before
