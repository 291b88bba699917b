"""What happened at one unit, as lines: all facts of one subject are one line, what was taken back is not hidden."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huoshui.base.clock import day_of
from huoshui.ledger.models import Fact
from huoshui.ledger.scope import SEGMENT
from huoshui.organisation.public import Unit, Viewer, names_on

from .telling import Page, counted_words, pages_of, title_and_words

MOVED = "moved"
PRESENT = "present"
UNSAID = ("cause", "state", "observer", "late")
_RENAMED = "organisation.unit.renamed"


@dataclass(frozen=True)
class Line:
    """`title` is that of the subject's page at `url`, if the viewer may see it. Marks: 补录, 更正过, 已撤回."""

    day: date
    title: str
    detail: str
    url: str
    is_late: bool = False
    is_corrected: bool = False
    is_withdrawn: bool = False

    @property
    def month(self) -> int:
        return self.day.year * 100 + self.day.month


@dataclass(frozen=True)
class Names:
    """Names the lines need: pages by subject, units by id and day, unit ids by number."""

    pages: dict[str, Page]
    units: dict[tuple[int, date], str]
    ids: dict[int, int]


def lines_of(viewer: Viewer, facts: Sequence[Fact]) -> list[Line]:
    """Oldest first. The facts are those of whole months, reversals included; in a fixed number of queries."""
    taken_back = {fact.reverses_id for fact in facts if fact.reverses_id}
    standing: dict[str, list[Fact]] = defaultdict(list)
    gone: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if not fact.reverses_id and not follows_its_unit(fact):
            (gone if fact.pk in taken_back else standing)[fact.subject].append(fact)
    withdrawn = _withdrawn(gone.keys() - standing.keys())
    shown = {**standing, **{subject: _last_said(gone[subject]) for subject in withdrawn}}
    names = _names(viewer, [fact for facts in shown.values() for fact in facts])
    lines = [
        _line(happening, names, is_corrected=subject in gone and subject in standing, is_withdrawn=subject in withdrawn)
        for subject, facts in shown.items()
        for happening in _happenings(facts)
    ]
    return sorted(lines, key=lambda line: line.day)


def follows_its_unit(fact: Fact) -> bool:
    """A unit that moves takes its people along: that is told once, of the unit."""
    return fact.person is not None and fact.says.get("cause") == MOVED


def _withdrawn(subjects: Collection[str]) -> set[str]:
    """Those of which nothing holds any more; the others were corrected to another time."""
    held = set(Fact.objects.net().filter(subject__in=subjects).values_list("subject", flat=True).distinct())
    return set(subjects) - held


def _last_said(facts: Sequence[Fact]) -> list[Fact]:
    """The last of the kind that was said first: of an activity, what was recorded of it in the end."""
    return [fact for fact in facts if fact.kind == facts[0].kind][-1:]


def _happenings(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The facts of a subject by what happened: what is told of a unit on one day is one thing, a move included."""
    heads = [fact for fact in facts if fact.person is None]
    apart: dict[tuple[str, date], list[Fact]] = defaultdict(list)
    for fact in heads or facts:
        apart["" if heads else fact.kind, day_of(fact.occurred_at)].append(fact)
    yield from apart.values()


def _line(facts: Sequence[Fact], names: Names, *, is_corrected: bool, is_withdrawn: bool) -> Line:
    first, day = facts[0], day_of(facts[0].occurred_at)
    url, title, words = title_and_words(first, names.pages, without=UNSAID)
    if _is_move(first):
        title, words = "调整隶属", []
    return Line(
        day,
        title,
        "，".join(word for word in [*_changed(facts, day, names), *_came(facts), *words, *_besides(facts)] if word),
        url,
        is_late=bool(first.says.get("late")),
        is_corrected=is_corrected,
        is_withdrawn=is_withdrawn,
    )


def _is_move(fact: Fact) -> bool:
    return fact.person is None and fact.says.get("cause") == MOVED


def _came(facts: Sequence[Fact]) -> Iterable[str]:
    """How many of the unit's people came to what another unit held."""
    came = {fact.person for fact in facts if fact.person and fact.says.get("state") == PRESENT}
    return [f"本单位{facts[0].declared.label} {len(came)} 人"] if came else []


def _besides(facts: Sequence[Fact]) -> Iterable[str]:
    """What the same subject says in facts of other kinds."""
    others = [fact for fact in facts if fact.kind != facts[0].kind and not _is_move(fact)]
    return [" ".join([fact.declared.label, *counted_words(fact)]) for fact in others]


def _changed(facts: Sequence[Fact], day: date, names: Names) -> Iterable[str]:
    """From where to where a unit moved; from which name to which."""
    first = facts[0]
    if _is_move(first):
        above = (names.ids.get(_number_above(fact)) for fact in sorted(facts, key=lambda fact: "opened" in fact.kind))
        return ["由" + "调整到".join(names.units.get((unit, day), "") for unit in above if unit)]
    if first.kind == _RENAMED:
        before, after = ((first.unit_id, one) for one in (day - timedelta(days=1), day))
        return [f"由“{names.units.get(before, '')}”改为“{names.units.get(after, '')}”"]
    return []


def _names(viewer: Viewer, facts: Sequence[Fact]) -> Names:
    moved = {(_number_above(fact), day_of(fact.occurred_at)) for fact in facts if _is_move(fact)}
    ids = dict(Unit.objects.filter(number__in={number for number, _ in moved}).values_list("number", "pk"))
    wanted = {(ids[number], day) for number, day in moved if number in ids}
    for fact in facts:
        if fact.kind == _RENAMED:
            day = day_of(fact.occurred_at)
            wanted |= {(fact.unit_id, day), (fact.unit_id, day - timedelta(days=1))}
    return Names(pages_of(viewer, {fact.subject for fact in facts}), names_on(wanted), ids)


def _number_above(fact: Fact) -> int:
    """The number of the unit the fact's unit hung under."""
    return int(fact.path[-2 * SEGMENT : -SEGMENT] or 0)
