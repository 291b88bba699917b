import pytest

from huoshui.ledger import tallying
from huoshui.ledger.drilling import facts_behind
from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.figures import Figure
from huoshui.ledger.models import Fact
from huoshui.ledger.periods import Period
from huoshui.ledger.sequencer import sequence_all

from .samples import ANNA, APRIL, BAO, CITY, CLOSED, COUNTY, MARCH, attended, keep, opened, take_back, visit
from .test_figures import ALL, BALANCE, COUNT, MINUTES, PEOPLE, SHARE, SUM, UNITS

pytestmark = pytest.mark.django_db
YEAR = Period.year(2021)


def behind(figure: Figure, scope=CITY, period: Period = YEAR, at: int | None = None) -> list[Fact]:
    return list(facts_behind(figure, scope=scope, period=period, at=at))


def shown(figure: Figure, facts: list[Fact]) -> object:
    """What a reader makes of the facts shown for a figure."""
    counts = {
        COUNT: lambda: len(facts),
        SUM: lambda: sum(fact.quantity for fact in facts),
        MINUTES: lambda: sum(fact.says["minutes"] for fact in facts),
        PEOPLE: lambda: len({fact.person for fact in facts}),
        UNITS: lambda: len({fact.unit_id for fact in facts}),
        BALANCE: lambda: sum(1 if fact.kind in BALANCE.measures[0].kinds else -1 for fact in facts),
    }
    return counts[figure]()


def test_the_facts_that_still_hold_newest_first():
    first, second, third, gone = keep(visit(), visit(at=APRIL), visit(121), visit(quantity=9))
    keep(visit(says={"state": "absent"}), visit(at=MARCH.replace(year=2020)))
    take_back(gone)

    assert behind(COUNT) == [second, third, first]
    assert behind(COUNT, COUNTY, Period.month(2021, 3)) == [first]
    assert behind(SHARE) == behind(COUNT)


def test_what_is_shown_equals_the_figure_now_and_as_of_every_position():
    tallying.register([measure for figure in ALL[::2] for measure in figure.measures])
    facts = keep(
        visit(quantity=3),
        attended(ANNA),
        opened(111, MARCH.replace(year=2019)),
        attended(ANNA, 121, APRIL, minutes=30),
        visit(121, APRIL),
        opened(12, APRIL),
        attended(BAO),
        opened(111, APRIL, CLOSED),
    )
    sequence_all()
    take_back(facts[0], facts[3], facts[6])
    sequence_all()
    take_back(facts[4], facts[7])
    last = len(facts) + 3

    for figure in (COUNT, SUM, MINUTES, PEOPLE, UNITS, BALANCE):
        for at in (None, *range(last + 1)):
            for scope in (CITY, COUNTY):
                number = evaluate([figure], scope=scope, period=YEAR, at=at)[figure.code]
                assert shown(figure, behind(figure, scope, at=at)) == number, (figure.code, at, scope)


def test_as_of_a_position_a_fact_reversed_later_is_shown():
    (fact,) = keep(visit())
    sequence_all()
    take_back(fact)

    assert (behind(COUNT), behind(COUNT, at=1), behind(COUNT, at=0)) == ([], [fact], [])

    sequence_all()
    assert (behind(COUNT, at=1), behind(COUNT, at=2)) == ([fact], [])
