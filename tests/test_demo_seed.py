"""The same seed makes the same city; a load that fails leaves nothing behind."""

from datetime import date
from random import Random

import pytest
from django.db import transaction

from huoshui.config import demo
from huoshui.config.demo import loading
from huoshui.config.demo.places import counties
from huoshui.ledger.models import Fact
from huoshui.organisation.demo import carry_out, changes, found_city
from huoshui.organisation.demo.names import names
from huoshui.organisation.demo.people import plan_people
from huoshui.organisation.demo.tree import plan_tree
from huoshui.organisation.models import Membership, Unit
from huoshui.programme.activities.demo import History
from huoshui.programme.activities.demo.days import months_until
from huoshui.programme.activities.models import Activity, Attendance

TODAY = date(2026, 11, 20)


def test_the_divisions_are_those_released():
    rows = counties()

    assert len(rows) == 12
    assert sum(len(county.towns) for county in rows) == 191
    assert next(county for county in rows if county.slug == "hengnan").name == "衡南县"


def test_a_plan_follows_from_its_seed():
    def plan(seed: int):
        random = Random(seed)
        return plan_people(plan_tree(counties()), random), names(random, 100)

    assert plan(1) == plan(1)
    assert plan(1) != plan(2)


def test_no_two_people_share_a_name():
    assert len(set(names(Random(1), 2000))) == 2000


def test_a_branch_serves_at_most_five_outlets():
    branches = plan_tree(counties()).branches

    assert len(branches) == 70
    assert max(len(branch.serves) for branch in branches) <= 5


@pytest.mark.parametrize(
    ("today", "first_recent"),
    [(date(2026, 11, 20), (2025, 12)), (date(2026, 1, 5), (2025, 2)), (date(2026, 12, 31), (2026, 1))],
)
def test_the_city_lives_through_2021_and_at_least_the_last_twelve_months(today, first_recent):
    months = months_until(today)

    assert months[:15] == [(2020, 10), (2020, 11), (2020, 12), *((2021, month) for month in range(1, 13))]
    assert (months[15], months[-1]) == (first_recent, (today.year, today.month))


def test_a_city_before_2022_is_refused():
    with pytest.raises(demo.TooEarly, match="不能早于 2022-01-01"):
        demo.load(today=date(2021, 12, 31), seed=1)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_load_that_fails_leaves_nothing(monkeypatch):
    def fails(*given):
        raise RuntimeError("killed")

    monkeypatch.setattr(loading, "_live", fails)

    with pytest.raises(RuntimeError, match="killed"):
        demo.load(today=TODAY, seed=1, say=lambda line: None)

    assert (Unit.objects.count(), Fact.objects.count()) == (0, 0)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_same_seed_makes_the_same_city():
    assert _first_months(seed=3) == _first_months(seed=3)


def _first_months(seed: int) -> list[list[tuple]]:
    """What two months leave behind, without ids and keys; then it is taken back."""
    with transaction.atomic():
        random = Random(seed)
        city = found_city(counties(), random)
        carry_out(city, changes(city, date(2021, 2, 1)))
        history = History(random, TODAY, waiting=())
        for month in ((2021, 2), (2021, 3)):
            history.tell(month)
        left = _left_behind()
        transaction.set_rollback(True)
        return left


def _left_behind() -> list[list[tuple]]:
    told = ("unit__code", "kind", "starts_at", "title", "tags", "recorded_at", "guests", "chair__name")
    came = ("activity__unit__code", "activity__starts_at", "person__name", "home__code", "presence", "leave_reason")
    return [
        list(Unit.objects.order_by("path").values_list("code", "name", "parent__code", "party_superior__code")),
        list(Membership.objects.order_by("pk").values_list("person__name", "unit__code", "status", "from_on")),
        list(Activity.objects.order_by("pk").values_list(*told)),
        list(Attendance.objects.order_by("pk").values_list(*came)),
        list(Fact.objects.order_by("pk").values_list("kind", "payload", "tags", "occurred_at", "recorded_at")),
    ]
