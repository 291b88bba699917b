import pytest

from huoshui.ledger import tallying
from huoshui.ledger.evaluation import evaluate, evaluate_cells
from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.measures import Measure
from huoshui.ledger.periods import Period
from huoshui.ledger.sequencer import sequence_all

from .samples import (
    ANNA,
    APRIL,
    BAO,
    CITY,
    CLOSED,
    COUNTY,
    MARCH,
    OPENED,
    VISIT,
    attended,
    keep,
    opened,
    take_back,
    visit,
)
from .test_figures import BALANCE, COUNT, PEOPLE, SHARE, STUDIED, SUM, UNITS

pytestmark = pytest.mark.django_db
YEAR = Period.year(2021)
M3, M4, M12 = (Period.month(2021, number) for number in (3, 4, 12))
Q1, Q2, Q4 = (Period.quarter(2021, number) for number in (1, 2, 4))
MAY = APRIL.replace(month=5)


@pytest.fixture(params=["pending", "tallied"], autouse=True)
def lag(request: pytest.FixtureRequest):
    figures = (COUNT, SUM, PEOPLE, STUDIED, UNITS, BALANCE)
    tallying.register([measure for figure in figures for measure in figure.measures])
    return sequence_all if request.param == "tallied" else lambda: None


def cells(figure: Figure, per: str = "month", period: Period = YEAR, scope=CITY, at: int | None = None):
    return evaluate_cells([figure], scope=scope, period=period, per=per, at=at)[figure.code]


def test_counts_and_sums_by_unit_and_month_quarter_or_year(lag):
    facts = keep(visit(), visit(quantity=3), visit(at=APRIL, quantity=5), visit(121, MAY), visit(121))
    take_back(facts[4])
    lag()

    assert cells(COUNT) == {(111, M3): 2, (111, M4): 1, (121, Period.month(2021, 5)): 1}
    assert cells(COUNT, "quarter") == {(111, Q1): 2, (111, Q2): 1, (121, Q2): 1}
    assert cells(SUM, "year") == {(111, YEAR): 9, (121, YEAR): 1}
    assert cells(SUM, scope=COUNTY, period=Q2) == {(111, M4): 5}


def test_people_by_unit_are_distinct_in_each_cell(lag):
    keep(attended(ANNA), attended(ANNA, at=APRIL), attended(BAO), attended(ANNA, 121, MAY, minutes=130))
    lag()

    assert cells(PEOPLE) == {(111, M3): 2, (111, M4): 1, (121, Period.month(2021, 5)): 1}
    assert cells(PEOPLE, "year") == {(111, YEAR): 2, (121, YEAR): 1}
    assert cells(STUDIED, "quarter") == {(121, Q2): 1}
    assert cells(STUDIED, "year") == {(111, YEAR): 1, (121, YEAR): 1}


def test_a_unit_counts_once_in_its_cell(lag):
    keep(visit(), visit(), visit(at=APRIL), visit(121))
    lag()

    assert cells(UNITS) == {(111, M3): 1, (111, M4): 1, (121, M3): 1}
    assert cells(UNITS, "year") == {(111, YEAR): 1, (121, YEAR): 1}


def test_a_unit_counts_in_its_cell_only_when_it_reaches_what_is_asked(lag):
    busy = Figure("busy", "", "个", Form.UNITS, Measure((VISIT.code,)), at_least=3)
    keep(visit(quantity=2), visit(at=APRIL, quantity=1), visit(121, quantity=2))
    lag()

    assert (cells(busy), cells(busy, "year")) == ({}, {(111, YEAR): 1})
    assert evaluate([busy], scope=CITY, period=YEAR) == {"busy": 1}


def test_a_balance_carries_on_to_every_later_cell(lag):
    before = MARCH.replace(year=2019)
    keep(opened(111, before), opened(12, APRIL), opened(111, MAY, CLOSED))
    lag()

    months = {(111, Period.month(2021, number)): 1 for number in range(1, 5)}
    months |= {(12, Period.month(2021, number)): 1 for number in range(4, 13)}
    assert cells(BALANCE) == months
    assert cells(BALANCE, "quarter") == {(111, Q1): 1} | {(12, Period.quarter(2021, n)): 1 for n in (2, 3, 4)}
    assert cells(BALANCE, "year") == {(12, YEAR): 1}


def test_a_balance_says_nothing_beyond_the_period_asked(lag):
    keep(opened(111, MARCH), opened(12, APRIL))
    lag()

    assert cells(BALANCE, period=Q1) == {(111, M3): 1}
    assert cells(BALANCE, period=M4) == {(111, M4): 1, (12, M4): 1}


def test_cells_as_of_a_position():
    facts = keep(visit(), visit(121), opened(12, APRIL))
    take_back(facts[0])
    sequence_all()
    keep(visit())

    assert cells(COUNT, at=3) == {(111, M3): 1, (121, M3): 1}
    assert cells(COUNT, at=4) == {(121, M3): 1}
    assert cells(BALANCE, "quarter", at=2) == {}


def test_cells_that_come_to_nothing_and_ratios_are_left_out():
    take_back(*keep(visit()))

    assert evaluate_cells([COUNT, SHARE], scope=CITY, period=YEAR) == {"count": {}}


def test_cells_add_up_to_the_figure(lag):
    keep(visit(), visit(121, APRIL), visit(12, MAY, quantity=4))
    lag()

    for figure in (COUNT, SUM):
        whole = evaluate([figure], scope=CITY, period=YEAR)[figure.code]
        assert [sum(cells(figure, per).values()) for per in ("month", "quarter", "year")] == [whole] * 3
    assert OPENED.code in BALANCE.measures[0].kinds
