from datetime import date

import pytest

from huoshui.ledger.reconcile import differences
from huoshui.organisation import actions, facts
from huoshui.organisation.public import units_exempt
from huoshui.organisation.rules import refusals

from .conftest import DEC, JAN, JULY
from .test_units import said

NEW_YEARS_EVE, JUNE = date(2020, 12, 31), date(2021, 6, 30)  # in UTC: facts begin at midnight in Shanghai


@pytest.fixture
def exempted(units, do):
    given = {"from_on": JAN, "until_on": date(2022, 1, 1), "document_number": "党发〔2021〕1号"}
    return do(actions.exempt_unit, unit=units["branch"], norm="theme_day", decided_by=units["south"], **given)


def test_an_exemption_is_for_its_unit_and_its_days(units, exempted):
    asked = [("theme_day", JULY), ("lecture", JULY), ("theme_day", NEW_YEARS_EVE), ("theme_day", date(2022, 1, 1))]

    assert units_exempt(asked) == {
        ("theme_day", JULY): {units["branch"].pk},
        ("lecture", JULY): set(),
        ("theme_day", NEW_YEARS_EVE): set(),
        ("theme_day", date(2022, 1, 1)): set(),
    }


def test_exemptions_cost_one_query(units, exempted, django_assert_num_queries):
    for days in ([JULY], [JAN, JULY, DEC]):
        with django_assert_num_queries(1):
            units_exempt(("theme_day", day) for day in days)


def test_an_exemption_goes_along_when_the_unit_moves_and_ends_with_it(units, exempted, do):
    old = units["branch"].path
    new = do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY).path
    do(actions.close_unit, unit=units["cell"], on=DEC)
    do(actions.close_unit, unit=units["branch"], on=DEC)

    assert said(f"organisation.unitexemption:{exempted.pk}") == [
        ("unit_exemption.began", old, NEW_YEARS_EVE, "new"),
        ("unit_exemption.ended", old, JUNE, "moved"),
        ("unit_exemption.began", new, JUNE, "moved"),
        ("unit_exemption.ended", new, date(2021, 11, 30), "ended"),
    ]
    assert list(differences(facts.wanted(), part="organisation", known_people=set())) == []


def test_an_exemption_ends_early_and_is_recorded_once(units, exempted, do):
    again = do(
        actions.exempt_unit,
        unit=units["branch"],
        norm="theme_day",
        from_on=JAN,
        until_on=date(2022, 1, 1),
        decided_by=units["south"],
    )
    do(actions.end_unit_exemption, exemption=exempted, on=JULY)

    assert again == exempted
    days = [day for *_, day, _ in said(f"organisation.unitexemption:{exempted.pk}")]
    assert days == [NEW_YEARS_EVE, JUNE]
    with pytest.raises(refusals.WrongDates):
        do(actions.end_unit_exemption, exemption=exempted, on=JAN)


@pytest.mark.parametrize("code", ["branch", "cell", "north", "hill"])
def test_only_a_unit_above_may_decide(units, do, code):
    given = {"norm": "theme_day", "from_on": JAN, "until_on": None, "decided_by": units[code]}

    with pytest.raises(refusals.NotAbove):
        do(actions.exempt_unit, unit=units["branch"], **given)


def test_who_stands_above_is_asked_of_that_day(units, do):
    do(actions.move_unit, unit=units["branch"], parent=units["north"], on=JULY)
    given = {"unit": units["branch"], "norm": "theme_day", "from_on": DEC, "until_on": None}

    with pytest.raises(refusals.NotAbove):
        do(actions.exempt_unit, decided_by=units["south"], **given)
    assert do(actions.exempt_unit, decided_by=units["north"], **given).decided_by == units["north"]
    with pytest.raises(refusals.AlreadyHolds):
        do(actions.exempt_unit, decided_by=units["city"], **given)


def test_what_is_not_asked_cannot_be_exempted(units, do):
    given = {"from_on": JAN, "until_on": None, "decided_by": units["city"]}

    with pytest.raises(refusals.WrongKind, match="不要求“三塘网点”"):
        do(actions.exempt_unit, unit=units["outlet"], norm="theme_day", **given)
    with pytest.raises(refusals.WrongKind):
        do(actions.exempt_unit, unit=units["branch"], norm="no_such_norm", **given)
    with pytest.raises(refusals.NotYet):
        do(actions.exempt_unit, unit=units["branch"], norm="theme_day", **given | {"from_on": date(2022, 5, 1)})
