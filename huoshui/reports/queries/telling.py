"""What a fact says, in the words of the pack. Nobody is named: who took part is on the record's own page."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huoshui.base.clock import day_of
from huoshui.base.parts import parts
from huoshui.ledger.models import Fact
from huoshui.organisation.public import Viewer, names_on
from huoshui.packs.loaded import pack

Page = tuple[str, str]

_STATES = {"present": "实到", "on_leave": "请假", "absent": "缺席"}
_STATUSES = {"member": "党员", "probationary": "预备党员", "league": "团员"}
_CAUSES = {"moved": "随单位调整", "changed": "变更"}
_WORDS: dict[str, Callable[[Any], str]] = {
    "state": lambda code: _STATES.get(code, ""),
    "status": lambda code: _STATUSES.get(code, ""),
    "cause": lambda code: _CAUSES.get(code, ""),
    "norm": lambda code: pack().norms[code].label if code in pack().norms else "",
    "until": lambda day: f"至 {day}" if day else "",
    "expected": lambda n: f"应到 {n} 人" if n else "",
    "present": lambda n: f"实到 {n} 人",
    "on_leave": lambda n: f"请假 {n} 人" if n else "",
    "guests": lambda n: f"群众 {n} 人" if n else "",
    "sittings": lambda n: f"分 {n} 批" if n > 1 else "",
    "observer": lambda yes: "列席" if yes else "",
    "minutes": lambda n: f"{n} 分钟",
}


@dataclass(frozen=True)
class Told:
    """A record as a line: `title` is that of its page, which lies at `url`, if the viewer may see it."""

    day: date
    title: str
    unit_name: str
    detail: str
    is_late: bool
    url: str


def told(viewer: Viewer, facts: Sequence[Fact]) -> list[Told]:
    """In a fixed number of queries."""
    days = {fact.pk: day_of(fact.occurred_at) for fact in facts}
    names = names_on((fact.unit_id, days[fact.pk]) for fact in facts)
    pages = _pages(viewer, {fact.subject for fact in facts})
    return [_line(fact, days[fact.pk], names, pages) for fact in facts]


def _line(fact: Fact, day: date, names: dict[tuple[int, date], str], pages: dict[str, Page]) -> Told:
    says = fact.says
    what = _kind_label(says.get("kind", "")) or fact.declared.label
    url, title = pages.get(fact.subject, ("", what))
    words = [_WORDS[name](says[name]) for name in _WORDS if name in says]
    if what not in title:
        words.insert(0, what)
    detail = "，".join([word for word in words if word])
    return Told(day, title, names.get((fact.unit_id, day), ""), detail, bool(says.get("late")), url)


def _kind_label(code: str) -> str:
    tables: Iterable[Any] = (pack().activity_kinds, pack().post_kinds, pack().unit_kinds)
    return next((table[code].label for table in tables if code in table), "")


def _pages(viewer: Viewer, subjects: Iterable[str]) -> dict[str, Page]:
    """The pages of these subjects that the viewer may see."""
    ids: dict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        kind, _, number = subject.rpartition(":")
        ids[kind].append(int(number))
    seen = {kind: page_of for part in parts() for kind, page_of in part.pages.items() if kind in ids}
    return {f"{kind}:{pk}": page for kind, of in seen.items() for pk, page in of(viewer, ids[kind]).items()}
