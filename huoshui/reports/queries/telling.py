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
    "resolutions": lambda n: f"{n} 项",
    "people": lambda n: f"{n} 人",
    "minutes": lambda n: f"{n} 分钟",
}
_COUNTED = ("resolutions", "people")


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
    pages = pages_of(viewer, {fact.subject for fact in facts})
    return [_line(fact, days[fact.pk], names, pages) for fact in facts]


def title_and_words(fact: Fact, pages: dict[str, Page], without: Iterable[str] = ()) -> tuple[str, str, list[str]]:
    """Where the fact's page lies, the title it goes by, and what else it says; fields `without` are left unsaid."""
    says = fact.says
    what = _what(fact)
    url, title = pages.get(fact.subject, ("", what))
    words = [_WORDS[name](says[name]) for name in _WORDS if name in says and name not in without]
    words += [_of_its_part(fact, name) for name in says if name != "kind" and name not in (*_WORDS, *without)]
    if what not in title:
        words.insert(0, what)
    return url, title, [word for word in words if word]


def counted_words(fact: Fact) -> list[str]:
    """What a fact counts besides the people who came."""
    says = fact.says
    return [_WORDS[name](says[name]) for name in _COUNTED if name in says]


def pages_of(viewer: Viewer, subjects: Iterable[str]) -> dict[str, Page]:
    """The pages of these subjects that the viewer may see."""
    ids: dict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        kind, _, number = subject.rpartition(":")
        ids[kind].append(int(number))
    seen = {kind: page_of for part in parts() for kind, page_of in part.pages.items() if kind in ids}
    return {f"{kind}:{pk}": page for kind, of in seen.items() for pk, page in of(viewer, ids[kind]).items()}


def _line(fact: Fact, day: date, names: dict[tuple[int, date], str], pages: dict[str, Page]) -> Told:
    url, title, words = title_and_words(fact, pages)
    return Told(day, title, names.get((fact.unit_id, day), ""), "，".join(words), bool(fact.says.get("late")), url)


def _what(fact: Fact) -> str:
    """An activity goes by its kind; anything else by what happened, and to what kind of post or unit."""
    label, code = fact.declared.label, fact.says.get("kind", "")
    if code in pack().activity_kinds:
        return pack().activity_kinds[code].label
    tables: Iterable[Any] = (pack().post_kinds, pack().unit_kinds)
    of_what = next((table[code].label for table in tables if code in table), "") or _of_its_part(fact, "kind")
    return f"{label}：{of_what}" if of_what else label


def _of_its_part(fact: Fact, name: str) -> str:
    """What the part that records such facts says of a field."""
    says = next((part.words for part in parts() if fact.kind.startswith(f"{part.name}.")), None)
    return says(name, fact.says[name]) if says and name in fact.says else ""
