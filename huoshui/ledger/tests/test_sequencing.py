import pytest
from django.db import transaction

from huoshui.ledger import sequencer, tallying
from huoshui.ledger.evaluation import evaluate
from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.measures import Measure
from huoshui.ledger.models import MeasureRow, Pending, Position, Tally
from huoshui.ledger.periods import Period
from huoshui.ledger.reconcile import untrue_tallies
from huoshui.ledger.sequencer import head, sequence, sequence_all

from .samples import APRIL, BY_PERSON, CITY, PRESENT, THEME_DAY, VISIT, keep, opened, take_back, visit

pytestmark = pytest.mark.django_db
COUNT = Figure("visits", "走访", "次", Form.COUNT, PRESENT)


def counted() -> int:
    return evaluate([COUNT], scope=CITY, period=Period.year(2021))["visits"]


def built_to() -> int:
    return MeasureRow.objects.get(digest=PRESENT.digest).built_to


def test_positions_follow_the_order_of_recording_without_a_gap():
    facts = keep(*(visit(number=number) for number in range(1, 8)))

    steps = [sequence(limit=3) for _ in range(4)]

    assert steps == [3, 3, 1, 0]
    positions = Position.objects.order_by("position").values_list("position", "fact_id")
    assert list(positions) == list(enumerate((fact.pk for fact in facts), start=1))
    assert (head(), Pending.objects.count()) == (7, 0)


def test_an_aborted_recording_leaves_no_gap():
    keep(visit())
    with transaction.atomic():
        keep(visit(number=2))
        transaction.set_rollback(True)
    last = keep(visit(number=3))[0]

    sequence_all()

    assert list(Position.objects.order_by("position").values_list("position", flat=True)) == [1, 2]
    assert Position.objects.get(position=2).fact_id == last.pk


def test_a_reversal_comes_after_its_fact():
    facts = keep(visit(), visit(number=2))
    negatives = take_back(*reversed(facts))

    sequence_all()

    order = [*facts, *negatives]
    assert list(Position.objects.order_by("position").values_list("fact_id", flat=True)) == [fact.pk for fact in order]


def test_only_one_works_at_a_time(monkeypatch: pytest.MonkeyPatch):
    keep(visit())
    monkeypatch.setattr(sequencer, "try_lock", lambda name: False)

    assert sequence() == 0

    assert Pending.objects.count() == 1


def test_a_sequencer_that_dies_half_way_leaves_no_trace(monkeypatch: pytest.MonkeyPatch):
    tallying.register([PRESENT])
    keep(visit())

    def dies(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sequencer, "advance", dies)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            sequence()
    assert (head(), Pending.objects.count(), counted()) == (0, 1, 1)

    sequence_all()

    assert (head(), Pending.objects.count(), counted(), untrue_tallies()) == (1, 0, 1, [])


def test_tallies_hold_net_numbers_by_month_and_path():
    tallying.register([THEME_DAY])
    tags = frozenset({"theme_day"})
    first, *_ = keep(visit(quantity=5, tags=tags), visit(quantity=2, tags=tags), visit(at=APRIL, tags=tags), visit())
    take_back(first)

    sequence_all()

    rows = Tally.objects.order_by("month").values_list("month", "unit_id", "n", "total")
    assert list(rows) == [(202103, 111, 1, 2), (202104, 111, 1, 1)]


@pytest.mark.parametrize("close", [0, 1_000], ids=["reading for itself", "from what is fresh"])
def test_a_new_measure_is_built_while_writing_goes_on_and_exact_at_every_step(close: int, monkeypatch):
    monkeypatch.setattr("huoshui.ledger.evaluation.CLOSE", close)
    keep(*(visit(number=number) for number in range(1, 31)))
    sequence_all()
    tallying.register([PRESENT])
    seen, progress = [], []

    for number in range(31, 41):
        keep(visit(number=number))
        seen.append(counted())
        sequence(limit=5)
        seen.append(counted())
        progress.append(built_to())

    assert seen == [number for number in range(31, 41) for _ in (1, 2)]
    assert progress == sorted(progress)
    assert progress[-1] == head() == 40
    assert untrue_tallies() == []


def test_measures_left_behind_catch_up_one_chunk_at_a_time():
    keep(*(visit(number=number) for number in range(1, 8)))
    sequence_all()
    tallying.register([PRESENT, BY_PERSON])

    assert [sequence(limit=3) for _ in range(4)] == [3, 3, 1, 0]

    assert (built_to(), counted(), untrue_tallies()) == (7, 7, [])


def test_a_measure_no_longer_registered_is_left_where_it_is(monkeypatch: pytest.MonkeyPatch):
    tallying.register([PRESENT])
    keep(visit())
    sequence_all()
    monkeypatch.setattr(tallying, "_registered", {})
    keep(visit(number=2))
    sequence_all()

    assert (built_to(), counted()) == (1, 2)


def test_a_measure_over_a_field_some_kind_lacks_adds_nothing_for_it_and_stops_nobody():
    mixed = Measure((VISIT.code, "test.unit.opened"), of="minutes")
    tallying.register([mixed])
    keep(visit(), opened(111, APRIL))

    sequence_all()

    assert list(Tally.objects.order_by("month").values_list("n", "total")) == [(1, 60), (1, 0)]
    total = Figure("minutes", "时长", "分钟", Form.SUM, mixed)
    assert evaluate([total], scope=CITY, period=Period.year(2021)) == {"minutes": 60}
