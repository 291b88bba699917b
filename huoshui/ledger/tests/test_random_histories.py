"""Whatever was recorded, reversed, sequenced and registered in whatever order: figures equal a recount done by hand."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huoshui.ledger import evaluation, reading, tallying
from huoshui.ledger.evaluation import evaluate, evaluate_cells
from huoshui.ledger.figures import Figure, Form, Ratio
from huoshui.ledger.measures import Measure
from huoshui.ledger.models import Fact
from huoshui.ledger.periods import Period, periods_of_year
from huoshui.ledger.reconcile import untrue_tallies
from huoshui.ledger.recording import NewFact
from huoshui.ledger.scope import Scope
from huoshui.ledger.sequencer import head, sequence

from .samples import ANNA, BAO, CHEN, CLOSED, OPENED, PATHS, VISIT, keep, take_back

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TAGGED = Measure((VISIT.code,), ("theme_day",), (("late", (False,)), ("state", ("present",))))
PEOPLE = Measure((VISIT.code,), of="minutes", per_person=True)
EVERY = Measure((VISIT.code, OPENED.code), of="minutes")
COUNT = Figure("count", "", "", Form.COUNT, TAGGED)
MINUTES = Figure("minutes", "", "", Form.SUM, EVERY)
FIGURES = (
    COUNT,
    MINUTES,
    Figure("quantity", "", "", Form.SUM, Measure((VISIT.code,))),
    Figure("people", "", "", Form.PEOPLE, PEOPLE),
    Figure("studied", "", "", Form.PEOPLE, PEOPLE, at_least=90),
    Figure("units", "", "", Form.UNITS, TAGGED),
    Figure("busy", "", "", Form.UNITS, EVERY, at_least=90),
    Figure("balance", "", "", Form.BALANCE, Measure((OPENED.code,)), Measure((CLOSED.code,))),
    Figure("ratio", "", "", Form.RATIO, over=COUNT, under=MINUTES),
)
MEASURES = sorted({measure for figure in FIGURES for measure in figure.measures})
MOVED = PATHS[12] + "000111"
PLACES = [*PATHS.items(), (111, MOVED)]
SCOPES = [Scope((PATHS[1],)), Scope((PATHS[11],)), Scope((PATHS[12],)), Scope((PATHS[111], MOVED)), Scope(())]
PERIODS = [Period.year(2021), Period.quarter(2021, 1), Period.quarter(2021, 4), Period.month(2021, 4)]
FIRST = datetime(2020, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """A fact, or its reversal, as the recount by hand sees it."""

    new: NewFact
    sign: int

    @property
    def month(self) -> int:
        there = self.new.occurred_at.astimezone(ZoneInfo("Asia/Shanghai"))
        return there.year * 100 + there.month


visits = st.builds(
    lambda place, hours, person, quantity, minutes, flags: NewFact(
        VISIT, *place, "test.visit:1", FIRST + timedelta(hours=hours), person, quantity,
        {"minutes": minutes, "state": "present" if flags & 1 else "absent", "late": bool(flags & 2), "until": None},
        frozenset({"theme_day"} if flags & 4 else {"lecture"}),
    ),
    st.sampled_from(PLACES), st.integers(0, 24 * 480), st.sampled_from([None, ANNA, BAO, CHEN]),
    st.integers(1, 3), st.sampled_from([30, 45, 60]), st.integers(0, 7),
)  # fmt: skip
changes = st.builds(
    lambda kind, place, hours: NewFact(kind, *place, "test.unit:1", FIRST + timedelta(hours=hours)),
    st.sampled_from([OPENED, CLOSED]), st.sampled_from(PLACES), st.integers(0, 24 * 480),
)  # fmt: skip
steps = st.one_of(
    st.tuples(st.just("record"), st.lists(visits | changes, min_size=1, max_size=8)),
    st.tuples(st.just("reverse"), st.lists(st.integers(0, 30), max_size=4)),
    st.tuples(st.just("sequence"), st.integers(1, 12)),
    st.tuples(st.just("register"), st.lists(st.sampled_from(MEASURES), max_size=3)),
)


class History:
    """The steps done to the ledger and, beside it, what was said so far."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.facts: list[tuple[Fact, NewFact]] = []

    def record(self, new: list[NewFact]) -> None:
        self.facts += zip(keep(*new), new, strict=True)
        self.said += [Said(fact, 1) for fact in new]

    def reverse(self, which: list[int]) -> None:
        gone = [self.facts[index] for index in set(which) if index < len(self.facts)]
        take_back(*(fact for fact, _ in gone))
        self.said += [Said(new, -1) for _, new in gone]
        self.facts = [kept for kept in self.facts if kept not in gone]

    def sequence(self, limit: int) -> None:
        sequence(limit)

    def register(self, measures: list[Measure]) -> None:
        tallying.register(measures)


def counts(measure: Measure, said: Said) -> bool:
    new = said.new
    if new.kind.code not in measure.kinds or not new.tags >= set(measure.tags):
        return False
    return all(new.payload.get(name) in values for name, values in measure.where) and not (
        measure.per_person and new.person is None
    )


def brought(measure: Measure, said: Said) -> int:
    return said.sign * (said.new.quantity if measure.of == "quantity" else said.new.payload.get(measure.of, 0))


def number(figure: Figure, said: list[Said]) -> Any:
    if figure.over and figure.under:
        return Ratio(number(figure.over, said), number(figure.under, said))
    plus = [one for one in said if counts(figure.measure, one)]
    if figure.form is Form.BALANCE:
        return sum(one.sign for one in plus) - sum(one.sign for one in said if counts(figure.minus, one))
    if figure.form in (Form.COUNT, Form.SUM):
        return sum(one.sign if figure.form is Form.COUNT else brought(figure.measure, one) for one in plus)
    return distinct(figure, plus, lambda new: new.person if figure.form is Form.PEOPLE else new.unit)


def distinct(figure: Figure, said: Iterable[Said], key: Callable[[NewFact], Any]) -> int:
    sums: dict[Any, int] = defaultdict(int)
    for one in said:
        sums[key(one.new)] += brought(figure.measure, one) if figure.at_least > 1 else one.sign
    return sum(total >= figure.at_least for total in sums.values())


def within(said: list[Said], figure: Figure, scope: Scope, period: Period) -> list[Said]:
    first = 0 if figure.form is Form.BALANCE else period.first
    return [one for one in said if first <= one.month <= period.last and scope.holds(one.new.path)]


def cells(figure: Figure, said: list[Said], scope: Scope, period: Period, per: str) -> dict[tuple[int, Period], int]:
    found = {}
    for bucket in periods_of_year(2021, per):
        touched = Period(max(bucket.first, period.first), min(bucket.last, period.last))
        for unit in PATHS if touched.first <= touched.last else ():
            there = [one for one in within(said, figure, scope, touched) if one.new.unit == unit]
            found[unit, bucket] = number(figure, there)
    return {cell: value for cell, value in found.items() if value}


def check(history: History, scope: Scope, period: Period, per: str, at: int | None) -> None:
    said = history.said if at is None else history.said[:at]
    asked = {"scope": scope, "period": period, "at": at}
    assert evaluate(FIGURES, **asked) == {
        figure.code: number(figure, within(said, figure, scope, period)) for figure in FIGURES
    }
    assert evaluate_cells(FIGURES, per=per, **asked) == {
        figure.code: cells(figure, said, scope, period, per) for figure in FIGURES if figure.form is not Form.RATIO
    }


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(steps, min_size=2, max_size=14), data=st.data())
def test_figures_and_cells_equal_a_recount_by_hand(steps: list, data: st.DataObject):
    history = History()
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(tallying, "_registered", {})
        patch.setattr(reading, "FAR_BACK", data.draw(st.sampled_from([-1, 3, 20_000])))
        patch.setattr(evaluation, "CLOSE", data.draw(st.sampled_from([0, 2, 1_000])))
        for step, given_to in steps:
            getattr(history, step)(given_to)
            where = data.draw(st.tuples(st.sampled_from(SCOPES), st.sampled_from(PERIODS)))
            per = data.draw(st.sampled_from(["month", "quarter", "year"]))
            check(history, *where, per, None)
            check(history, *where, per, data.draw(st.integers(0, head())))
        assert untrue_tallies() == []
        transaction.set_rollback(True)
