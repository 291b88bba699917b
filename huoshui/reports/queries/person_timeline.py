"""A person's year: what they took part in, where they belonged and what they held. Their own, or their branch's."""

from collections.abc import Iterable
from dataclasses import dataclass

from huoshui.base.clock import day_of
from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.kinds import Person as About
from huoshui.ledger.kinds import declared_kinds
from huoshui.ledger.measures import Measure
from huoshui.ledger.models import Fact
from huoshui.ledger.periods import Period
from huoshui.organisation.public import (
    Person,
    Viewer,
    keys_of,
    may_read_year_of,
    names_on,
    paths_of_person,
    units_kept_by,
)
from huoshui.packs.loaded import pack
from huoshui.packs.schema import NormVersion

from .happenings import PRESENT, Line, follows_its_unit
from .telling import pages_of, title_and_words

MINUTES = "minutes"


@dataclass(frozen=True)
class Learnt:
    """Minutes of the year that count for a norm of hours, and the norm."""

    figure: Figure
    version: NormVersion
    minutes: int

    @property
    def hours(self) -> int:
        return self.minutes // 60

    @property
    def rest(self) -> int:
        """The minutes beyond whole hours."""
        return self.minutes % 60


def person_readable(viewer: Viewer, person_id: int) -> Person:
    """Oneself, or somebody of a branch whose roster the viewer keeps (N10). Raises Person.DoesNotExist."""
    person = Person.objects.get(pk=person_id, erased_at=None)
    if may_read_year_of(viewer, person_id):
        return person
    raise Person.DoesNotExist(person_id)


def person_facts(viewer: Viewer, person: Person, year: int) -> list[Fact]:
    """What holds of the person's year, oldest first: to another's eyes, only what lies in the branches of theirs."""
    own = person.pk == viewer.person_id
    facts = Fact.objects.net().filter(
        kind__in=[kind.code for kind in declared_kinds().values() if kind.person is not About.NONE],
        month__in=Period.year(year).months,
        path__in=paths_of_person(person.pk),
        person__in=keys_of([person.pk]).values(),
    )
    kept = facts if own else facts.filter(unit_id__in=units_kept_by(viewer).values("pk"))
    return [fact for fact in kept.order_by("occurred_at", "pk") if _is_told(fact)]


def counting_for(figure: Figure, facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if figure.measure and _counts(figure.measure, fact)]


def learnt(facts: Iterable[Fact], period: Period) -> list[Learnt]:
    """For each norm that asks people for minutes, those the person has."""
    every, found = list(facts), []
    for norm in pack().norms.values():
        version = norm.version_on(period.ends_on)
        figure = pack().figures[version.figure] if version else None
        if version and figure and figure.form is Form.PEOPLE and figure.measure and figure.measure.of == MINUTES:
            minutes = sum(fact.says.get(MINUTES, 0) for fact in counting_for(figure, every))
            found.append(Learnt(figure, version, minutes))
    return found


def person_lines(viewer: Viewer, facts: list[Fact]) -> list[Line]:
    """In the order of the facts."""
    days = {fact.pk: day_of(fact.occurred_at) for fact in facts}
    names = names_on((fact.unit_id, days[fact.pk]) for fact in facts)
    pages = pages_of(viewer, {fact.subject for fact in facts if "kind" in fact.says})
    lines = []
    for fact in facts:
        url, title, words = title_and_words(fact, pages, without=("state",))
        said = [names.get((fact.unit_id, days[fact.pk]), ""), *_manner(fact, title), *words]
        detail = "，".join(word for word in said if word)
        lines.append(Line(days[fact.pk], title, detail, url, is_late=bool(fact.says.get("late"))))
    return lines


def _manner(fact: Fact, title: str) -> list[str]:
    """How the person took part: 到会, 补课."""
    label = fact.declared.label
    return [] if label in title else [label]


def _is_told(fact: Fact) -> bool:
    """What somebody missed is no part of their life's line; what they made up is."""
    return fact.says.get("state", PRESENT) == PRESENT and not follows_its_unit(fact)


def _counts(measure: Measure, fact: Fact) -> bool:
    says = fact.says
    fits = all(says.get(name) in values for name, values in measure.where)
    return fact.kind in measure.kinds and fact.tag_codes >= set(measure.tags) and fits
