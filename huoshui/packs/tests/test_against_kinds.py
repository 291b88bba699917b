from types import MappingProxyType

import pytest

from huoshui.ledger.kinds import Code, FactKind, Flag, Int, Person
from huoshui.packs import checking
from huoshui.packs.errors import UnknownFact

RECORDED = FactKind("activities.activity.recorded", "活动", payload={"kind": Code(), "sittings": Int(), "late": Flag()})
CONFIRMED = FactKind(
    "activities.attendance.confirmed",
    "参加",
    Person.REQUIRED,
    {"minutes": Int(), "state": Code(("present", "on_leave"))},
)
FIGURE = '[[figure]]\ncode = "x"\nlabel = "数"\nunit = "次"\n{rest}\n'


@pytest.fixture
def only_these_kinds(monkeypatch):
    kinds = MappingProxyType({kind.code: kind for kind in (RECORDED, CONFIRMED)})
    monkeypatch.setattr(checking, "declared_kinds", lambda: kinds)


@pytest.mark.parametrize(
    ("rest", "key", "says"),
    [
        ('form = "count"\nkinds = ["a.b"]', "kinds", 'no part declares the fact kind "a.b"; correct it'),
        (
            'form = "sum"\nkinds = ["activities.activity.recorded"]\nof = "late"',
            "of",
            'activities.activity.recorded has no whole number "late"; it has kind, late, sittings',
        ),
        (
            'form = "count"\nkinds = ["activities.attendance.confirmed"]\nwhere = { late = [true] }',
            "where: late",
            "activities.attendance.confirmed has no such field; it has minutes, state",
        ),
        (
            'form = "count"\nkinds = ["activities.attendance.confirmed"]\nwhere = { state = ["gone"] }',
            "where: state",
            "activities.attendance.confirmed never says 'gone'; allowed: one of ('present', 'on_leave')",
        ),
        (
            'form = "people"\nkinds = ["activities.activity.recorded"]',
            "form",
            "activities.activity.recorded is not always about a person; people cannot be counted",
        ),
    ],
)
def test_figure_that_does_not_fit_the_facts_is_refused(draft, only_these_kinds, rest, key, says):
    clear(draft)
    draft.add("figures.toml", FIGURE.format(rest=rest))

    with pytest.raises(UnknownFact) as refused:
        checking.check_against_kinds(draft.load())

    assert str(refused.value) == f'figures.toml, [[figure]] code="x", key "{key}": {says}'


def clear(draft):
    """Nothing is left that names a figure."""
    for file in ("figures.toml", "published.toml", "norms.toml"):
        (draft.folder / file).write_text("", encoding="utf-8")
    told = [f'[[practice]]\nnumber = {n}\nlabel = "一件事"\ntext = "一句话。"\ncoming = "以后"' for n in range(1, 16)]
    (draft.folder / "practices.toml").write_text("\n".join(told), encoding="utf-8")
