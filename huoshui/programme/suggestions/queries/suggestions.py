"""Reading suggestions: those one looks after, through the viewer; those one wrote, by account or by code."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from huoshui.ledger.recording import NewFact
from huoshui.organisation.public import Account, Viewer, paths_on, paths_where_held

from ..enums import Deed
from ..facts import counted_on, wanted
from ..models import Step, Suggestion, SuggestionQuerySet
from ..rules import hash_of, normal_code
from .places import ANSWER, VIEW

CHUNK = 500


def visible_to(viewer: Viewer, permission: str = VIEW) -> SuggestionQuerySet:
    """Newest first."""
    found = Suggestion.objects.filter(unit__in=viewer.units(permission))
    return found.select_related("unit", "about", "assignee", "writer__person").order_by("-received_at", "-pk")


def own(account: Account | None) -> SuggestionQuerySet:
    """Those the account put its name to, newest first."""
    mine = Suggestion.objects.filter(writer=account) if account else Suggestion.objects.none()
    return mine.select_related("unit", "about").order_by("-received_at", "-pk")


def by_code(written: str) -> Suggestion | None:
    code = normal_code(written)
    found = Suggestion.objects.filter(code_hash=hash_of(code)) if code else Suggestion.objects.none()
    return found.select_related("unit", "about").first()


def sent_under(code: str) -> Suggestion | None:
    return Suggestion.objects.filter(code_hash=hash_of(code)).select_related("unit").first()


def matching(rows: SuggestionQuerySet, words: str) -> SuggestionQuerySet:
    """By what was said or answered, or by the unit."""
    said = Step.objects.filter(suggestion=OuterRef("pk"), text__contains=words)
    inside = Q(text__contains=words) | Q(form_name__contains=words) | Q(asked_by__contains=words)
    return rows.filter(inside | Q(asked_twice__contains=words) | Q(unit__name__contains=words) | Exists(said))


def held_by(person_id: int, viewer: Viewer) -> SuggestionQuerySet:
    """What the person still has to answer, among what the viewer may see."""
    return visible_to(viewer).owed().filter(assignee=person_id)


def on_agenda(viewer: Viewer, day: date) -> list[Suggestion]:
    """What the viewer was given to answer; what nobody was given, in the units nearest to them; what is overdue."""
    offices, own_units = paths_where_held(ANSWER, viewer.on), {unit.path for unit in viewer.granted(ANSWER)}

    def concerns(one: Suggestion) -> bool:
        if one.due_on < day or (viewer.person_id and one.assignee_id == viewer.person_id):
            return True
        return one.assignee_id is None and _nearest(one.unit.path, offices) in own_units

    owed = visible_to(viewer, ANSWER).owed().order_by("due_on", "pk")
    return [one for one in owed if concerns(one)]


def _nearest(path: str, offices: Iterable[str]) -> str:
    """The office a unit's suggestions come to: its own, or the first above it."""
    return max((office for office in offices if path.startswith(office)), key=len, default="")


def steps_of(suggestion: Suggestion) -> list[Step]:
    return list(suggestion.steps.select_related("to_unit", "to_person", "unit_before"))


def taken_back_by(viewer: Viewer, pk: int, number: int) -> QuerySet[Suggestion]:
    """Where the viewer may take back that step: what they answer now, and the very one that passed it on from there."""
    mine, these = viewer.units(ANSWER), {"suggestion": OuterRef("pk"), "number": number}
    left = Step.objects.filter(**these, deed=Deed.PASSED_ON, unit_before__in=mine)
    return Suggestion.objects.filter(Q(unit__in=mine) | Exists(left), pk=pk)


def wanted_facts(suggestions: Sequence[Suggestion]) -> dict[str, list[NewFact]]:
    """The facts the saved rows call for, by subject."""
    prefetch_related_objects(suggestions, "steps", "unit")
    steps = {suggestion.pk: list(suggestion.steps.all()) for suggestion in suggestions}
    paths = paths_on((one.unit_id, counted_on(one, step)) for one in suggestions for step in steps[one.pk])
    return {one.subject: wanted(one, steps[one.pk], paths) for one in suggestions}


def rows_call_for() -> Iterable[tuple[str, list[NewFact]]]:
    """The same for every suggestion there is, for reconciliation."""
    every = Suggestion.objects.order_by("pk").iterator(chunk_size=CHUNK)
    while suggestions := list(islice(every, CHUNK)):
        yield from wanted_facts(suggestions).items()
