from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huoshui.ledger import tallying
from huoshui.ledger.errors import UnknownPosition
from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.figures import Figure, Form, Ratio
from huoshui.ledger.measures import Measure
from huoshui.ledger.periods import Period
from huoshui.ledger.scope import Scope
from huoshui.ledger.sequencer import head, sequence_all

from .samples import (
    ANNA,
    APRIL,
    ATTENDED,
    BAO,
    BY_PERSON,
    CHEN,
    CITY,
    CLOSED,
    COUNTY,
    MARCH,
    OPENED,
    PATHS,
    PRESENT,
    THEME_DAY,
    VISIT,
    attended,
    keep,
    opened,
    take_back,
    visit,
)

pytestmark = pytest.mark.django_db
YEAR = Period.year(2021)
COUNT = Figure("count", "走访", "次", Form.COUNT, PRESENT)
SUM = Figure("sum", "件数", "件", Form.SUM, Measure((VISIT.code,)))
MINUTES = Figure("minutes", "时长", "分钟", Form.SUM, Measure((ATTENDED.code, VISIT.code), of="minutes"))
PEOPLE = Figure("people", "人数", "人", Form.PEOPLE, BY_PERSON)
STUDIED = Figure("studied", "学满", "人", Form.PEOPLE, BY_PERSON, at_least=100)
UNITS = Figure("units", "单位", "个", Form.UNITS, PRESENT)
BALANCE = Figure("balance", "现有", "个", Form.BALANCE, Measure((OPENED.code,)), Measure((CLOSED.code,)))
SHARE = Figure(
    "share", "占比", "", Form.RATIO, over=COUNT, under=Figure("", "", "", Form.COUNT, Measure((VISIT.code,)))
)
ALL = (COUNT, SUM, MINUTES, PEOPLE, STUDIED, UNITS, BALANCE, SHARE)


@pytest.fixture(params=["pending", "behind", "tallied", "mixed"])
def lag(request: pytest.FixtureRequest):
    """How far sequencing and tallies have come when the figures are read; call it when the facts are written."""
    if request.param == "mixed":
        tallying.register([measure for figure in ALL[::2] for measure in figure.measures])
        return lambda: None

    def advance() -> None:
        if request.param == "behind":
            sequence_all()
            keep_unbuilt()
        elif request.param == "tallied":
            keep_unbuilt()
            sequence_all()

    def keep_unbuilt() -> None:
        tallying.register([measure for figure in ALL for measure in figure.measures])

    return advance


def value(figure: Figure, scope: Scope = CITY, period: Period = YEAR, at: int | None = None):
    return evaluate([figure], scope=scope, period=period, at=at)[figure.code]


def test_a_count_is_of_facts_less_their_reversals(lag):
    facts = keep(visit(), visit(quantity=7), visit(says={"state": "absent"}), visit(121, APRIL))
    take_back(facts[1])
    lag()

    assert [value(COUNT), value(COUNT, COUNTY), value(COUNT, period=Period.month(2021, 4))] == [2, 1, 1]


def test_a_sum_is_of_quantities_or_of_a_payload_field(lag):
    facts = keep(visit(quantity=3), visit(quantity=40), visit(121, APRIL, quantity=5), attended(ANNA, minutes=25))
    take_back(facts[1])
    lag()

    assert [value(SUM), value(SUM, COUNTY), value(MINUTES), value(MINUTES, COUNTY)] == [8, 3, 145, 85]


def test_a_person_counts_once_however_often_and_wherever_seen(lag):
    facts = keep(attended(ANNA), attended(ANNA, 121, APRIL), attended(BAO), attended(CHEN, 121))
    take_back(facts[3])
    lag()

    assert [value(PEOPLE), value(PEOPLE, COUNTY), value(PEOPLE, period=Period.month(2021, 4))] == [2, 2, 1]


def test_people_with_at_least_are_those_whose_sum_reaches_it(lag):
    facts = keep(
        attended(ANNA, minutes=60),
        attended(ANNA, 121, APRIL, minutes=40),
        attended(BAO, minutes=99),
        attended(CHEN, minutes=100),
        attended(CHEN, minutes=100),
    )
    take_back(facts[3])
    lag()

    assert [value(STUDIED), value(STUDIED, COUNTY), value(STUDIED, period=Period.quarter(2021, 1))] == [2, 1, 1]


def test_units_are_distinct(lag):
    facts = keep(visit(), visit(at=APRIL), visit(121), visit(12))
    take_back(facts[3])
    lag()

    assert [value(UNITS), value(UNITS, COUNTY), value(UNITS, period=Period.month(2021, 4))] == [2, 1, 1]


def test_a_balance_runs_from_the_beginning_to_the_end_of_the_period(lag):
    before = MARCH.replace(year=2019)
    facts = keep(opened(111, before), opened(121, before), opened(12, APRIL), opened(121, APRIL, CLOSED))
    take_back(facts[2])
    lag()

    years = [value(BALANCE, period=Period.year(year)) for year in (2018, 2019, 2020, 2021, 2022)]
    assert years == [0, 2, 2, 1, 1]
    assert [value(BALANCE, COUNTY), value(BALANCE, period=Period.month(2021, 3))] == [1, 2]


def test_a_ratio_is_two_whole_numbers(lag):
    keep(visit(), visit(121), visit(says={"state": "absent"}))
    lag()

    assert [value(SHARE), value(SHARE, COUNTY)] == [Ratio(2, 3), Ratio(1, 2)]
    assert value(SHARE, period=Period.year(2020)) == Ratio(0, 0)


def test_tags_choose_whole_words_only():
    keep(visit(tags=frozenset({"theme_day", "lecture"})), visit(tags=frozenset({"theme_days"})), visit())

    assert value(Figure("tagged", "", "", Form.COUNT, THEME_DAY)) == 1
    assert value(Figure("both", "", "", Form.COUNT, Measure((VISIT.code,), tags=("lecture", "theme_day")))) == 1
    assert value(Figure("day", "", "", Form.COUNT, Measure((VISIT.code,), tags=("day",)))) == 0


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ((("late", (True,)),), 1),
        ((("late", (False,)),), 2),
        ((("late", (False, True)),), 3),
        ((("minutes", (60, 90)),), 2),
        ((("minutes", (6,)),), 0),
        ((("state", ("present", "absent")), ("minutes", (90,))), 1),
        ((("until", ("2021-12-31",)),), 1),
    ],
)
def test_payload_fields_choose_by_value(where: tuple, expected: int):

    keep(
        visit(says={"late": True, "until": date(2021, 12, 31)}),
        visit(says={"minutes": 90}),
        visit(says={"minutes": 30}),
    )

    assert value(Figure("chosen", "", "", Form.COUNT, Measure((VISIT.code,), where=where))) == expected


def test_a_subtree_ends_where_its_last_unit_ends():
    neighbour = "000001000011000999"
    keep(visit(), visit(999, path=neighbour), visit(12), visit(11), visit(1))

    assert value(COUNT, COUNTY) == 3
    assert value(COUNT, Scope((neighbour,))) == 1
    assert value(COUNT, Scope(("000002",))) == 0
    assert value(COUNT, Scope(())) == 0


def test_a_unit_that_moved_is_counted_where_it_was_then(lag):
    moved = PATHS[12] + "000111"
    keep(visit(), visit(at=APRIL, path=moved), visit(at=APRIL, path=moved))
    lag()

    outlet = Scope((PATHS[111], moved))
    assert [value(COUNT, scope) for scope in (COUNTY, Scope((PATHS[12],)), CITY, outlet)] == [1, 2, 3, 3]
    assert [value(UNITS, CITY), value(UNITS, outlet)] == [1, 1]


def test_months_are_those_of_shanghai_and_make_quarters_and_years():
    for moment in ((2020, 12, 31, 16), (2021, 3, 31, 15, 59, 59, 999_999), (2021, 3, 31, 16), (2021, 12, 31, 16)):
        keep(visit(at=datetime(*moment, tzinfo=UTC)))

    assert [value(COUNT, period=Period.read(written)) for written in ("2020", "2021", "2022")] == [0, 3, 1]
    assert [value(COUNT, period=Period.quarter(2021, number)) for number in (1, 2, 3, 4)] == [2, 1, 0, 0]
    assert [value(COUNT, period=Period.month(2021, number)) for number in (1, 3, 4, 12)] == [1, 1, 1, 0]


def test_a_fact_counts_at_once_and_all_the_way_to_its_tally():
    tallying.register([PRESENT])
    seen = [value(COUNT)]

    keep(visit())
    seen.append(value(COUNT))
    sequence_all()
    seen.append(value(COUNT))

    assert seen == [0, 1, 1]


def test_the_past_stays_what_it_was():
    tallying.register([measure for figure in ALL for measure in figure.measures])
    facts = keep(visit(), visit(121), attended(ANNA, minutes=120), opened(12, MARCH))
    sequence_all()
    then = {figure.code: value(figure) for figure in ALL}
    take_back(*facts)
    keep(attended(BAO))
    sequence_all()
    take_back(*keep(visit()))

    assert evaluate(ALL, scope=CITY, period=YEAR, at=4) == then
    assert [value(COUNT, at=at) for at in range(head() + 1)] == [0, 1, 2, 2, 2, 1, 0, 0, 0, 0]
    assert [value(PEOPLE, at=at) for at in range(head() + 1)] == [0, 0, 0, 1, 1, 1, 1, 0, 0, 1]
    assert [value(BALANCE, at=at) for at in range(head() + 1)] == [0, 0, 0, 0, 1, 1, 1, 1, 0, 0]


@pytest.mark.parametrize("far_back", [-1, 2, 20_000])
@pytest.mark.parametrize("registered", [True, False])
def test_a_position_far_back_reads_the_same_by_another_way(
    monkeypatch: pytest.MonkeyPatch, far_back: int, registered: bool
):
    monkeypatch.setattr("huoshui.ledger.reading.FAR_BACK", far_back)
    tallying.register([measure for figure in ALL for measure in figure.measures] if registered else [])
    keep(visit(), attended(ANNA), opened(12, MARCH), attended(BAO, minutes=100), visit(121, APRIL))
    sequence_all()

    seen = [evaluate([COUNT, STUDIED, BALANCE], scope=CITY, period=YEAR, at=at) for at in range(6)]

    assert [tuple(numbers.values()) for numbers in seen] == [
        (0, 0, 0),
        (1, 0, 0),
        (1, 0, 0),
        (1, 0, 1),
        (1, 1, 1),
        (2, 1, 1),
    ]


@pytest.mark.parametrize("at", [-1, 2])
def test_a_position_not_reached_is_refused(at: int):
    keep(visit())
    sequence_all()

    with pytest.raises(UnknownPosition):
        value(COUNT, at=at)


def test_all_figures_are_read_in_one_statement_over_facts_and_tallies():
    tallying.register([PRESENT])
    keep(visit(), attended(ANNA))

    with CaptureQueriesContext(connection) as asked:
        numbers = evaluate(ALL, scope=CITY, period=YEAR)

    assert sum("ledger_fact" in query["sql"] or "ledger_tally" in query["sql"] for query in asked) == 1
    assert len(asked) == 2
    assert list(numbers.values()) == [1, 1, 120, 1, 0, 1, 0, Ratio(1, 1)]


def test_people_are_asked_of_a_measure_that_keeps_them_apart():
    with pytest.raises(ValueError, match="per_person"):
        Figure("people", "人数", "人", Form.PEOPLE, PRESENT)


def test_no_figure_no_question():
    assert evaluate([], scope=CITY, period=YEAR) == {}
