from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from huoshui.ledger.errors import AlreadyReversed, WrongSubject
from huoshui.ledger.models import Fact
from huoshui.ledger.recording import Settled, net_facts, reverse, settle

from .samples import ANNA, APRIL, BAO, CHEN, ENTRY, MARCH, NOON, attended, keep, take_back, visit

pytestmark = pytest.mark.django_db
ONE, TWO = "test.activity:1", "test.activity:2"


def settled(wanted: dict) -> Settled:
    with transaction.atomic():
        return settle(wanted, **ENTRY)


def held(subject: str = ONE) -> list[tuple]:
    return [(fact.person, fact.says["minutes"]) for fact in net_facts([subject])[subject]]


def test_a_reversal_says_the_same_negated_and_names_its_fact():
    (fact,) = keep(visit(quantity=3, person=ANNA, tags=frozenset({"theme_day"})))

    with transaction.atomic():
        (negative,) = reverse([fact], by=BAO, at=APRIL, source="api")

    negative.refresh_from_db()
    same = ("kind", "unit_id", "path", "person", "subject", "payload", "tags", "month", "occurred_at", "version")
    assert [getattr(negative, name) for name in same] == [getattr(fact, name) for name in same]
    assert (negative.quantity, negative.reverses, negative.salt == fact.salt) == (-3, fact, False)
    assert (negative.recorded_by, negative.recorded_at, negative.source) == (BAO, APRIL, "api")
    assert list(Fact.objects.net()) == []


@pytest.mark.parametrize("which", ["again", "the reversal", "twice at once"])
def test_a_fact_is_reversed_once_and_a_reversal_never(which: str):
    fact, other = keep(visit(), visit(number=2))
    if which != "twice at once":
        take_back(fact)
    attempt = {"again": [other, fact], "the reversal": [*Fact.objects.exclude(reverses=None)]}.get(which, [fact, fact])

    with pytest.raises(AlreadyReversed):
        take_back(*attempt)

    assert list(Fact.objects.net()) == ([other] if which != "twice at once" else [fact, other])


def test_two_reversals_racing_leave_one(monkeypatch: pytest.MonkeyPatch):
    (fact,) = keep(visit())
    take_back(fact)
    monkeypatch.setattr("django.db.models.QuerySet.exists", lambda self: False)  # the check that came too early

    with pytest.raises(IntegrityError):
        take_back(fact)


def test_settling_records_what_is_new():
    result = settled({ONE: [attended(ANNA), attended(BAO)], TWO: [attended(ANNA, number=2)]})

    assert (len(result.recorded), result.reversed) == (3, [])
    assert held() == [(ANNA, 60), (BAO, 60)]
    assert held(TWO) == [(ANNA, 60)]


def test_settling_again_changes_nothing():
    settled({ONE: [attended(ANNA), attended(BAO)]})
    before = list(Fact.objects.values_list("pk", flat=True))

    assert settled({ONE: [attended(BAO), attended(ANNA)]}) == Settled([], [])

    assert list(Fact.objects.values_list("pk", flat=True)) == before


def test_a_correction_touches_only_what_changed():
    kept, changed = settled({ONE: [attended(ANNA), attended(BAO)]}).recorded

    result = settled({ONE: [attended(ANNA), attended(BAO, minutes=90), attended(CHEN)]})

    assert result.reversed == [changed]
    assert [(fact.person, fact.says) for fact in result.recorded] == [(BAO, {"minutes": 90}), (CHEN, {"minutes": 60})]
    assert net_facts([ONE])[ONE] == [kept, *result.recorded]


def test_withdrawing_is_wanting_nothing_and_may_be_undone():
    settled({ONE: [attended(ANNA)], TWO: [attended(BAO, number=2)]})

    withdrawn = settled({ONE: []})
    again = settled({ONE: [attended(ANNA)]})

    assert (len(withdrawn.reversed), withdrawn.recorded) == (1, [])
    assert (len(again.recorded), again.reversed) == (1, [])
    assert (held(), held(TWO)) == ([(ANNA, 60)], [(BAO, 60)])
    assert Fact.objects.count() == 4


def test_the_same_content_twice_is_two_facts():
    twice = [attended(ANNA), attended(ANNA)]
    settled({ONE: twice})

    assert settled({ONE: twice}) == Settled([], [])
    assert len(settled({ONE: [attended(ANNA)]}).reversed) == 1
    assert held() == [(ANNA, 60)]


def test_moment_tags_unit_and_quantity_are_content_too():
    variants = [
        visit(),
        visit(at=APRIL),
        visit(unit=121),
        visit(quantity=2),
        visit(tags=frozenset({"theme_day"})),
        visit(person=ANNA),
        visit(says={"late": True}),
    ]

    for before, after in pairwise(variants):
        settled({"test.visit:1": [before]})
        result = settled({"test.visit:1": [after]})
        assert (len(result.recorded), len(result.reversed)) == (1, 1)


def test_who_entered_it_and_when_is_no_content():
    settled({ONE: [attended(ANNA)]})

    with transaction.atomic():
        result = settle({ONE: [attended(ANNA)]}, by=BAO, at=APRIL, source="file")

    assert result == Settled([], [])


def test_facts_about_erased_people_stay():
    settled({ONE: [attended(ANNA), attended(BAO)]})

    with transaction.atomic():
        result = settle({ONE: []}, by=None, at=NOON, source="job", erased=frozenset({ANNA}))

    assert [fact.person for fact in result.reversed] == [BAO]
    assert held() == [(ANNA, 60)]


def test_facts_of_another_subject_are_not_settled_under_this_one():
    with pytest.raises(WrongSubject):
        settled({ONE: [attended(ANNA, at=MARCH, number=2)]})

    assert not Fact.objects.exists()


def test_settling_many_subjects_asks_in_batches():
    wanted = {f"test.visit:{number}": [visit(number=number)] for number in range(1, 1202)}
    settled(wanted)

    assert settled(wanted) == Settled([], [])
    assert len(settled(dict.fromkeys(wanted, ())).reversed) == 1201


def test_what_holds_of_a_subject_is_looked_up_and_not_found_by_reading_every_fact():
    plan = Fact.objects.net().filter(subject__in=["activities.activity:1"]).order_by("pk").explain()

    assert "reverses_id" not in plan.splitlines()[0]
