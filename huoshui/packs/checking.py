"""What no single entry can know: that every code named elsewhere exists, and that figures fit the declared facts."""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.kinds import FactKind, Int, Person, declared_kinds
from huoshui.ledger.measures import QUANTITY, Measure

from .errors import MissingReference, OverlappingVersions, Place, UnknownFact, WrongValue
from .schema import ActivityKind, Norm, NormVersion, Pack, Practice, Suggestions
from .tables import Placed

PRACTICES = 15


def check_named(place: Place, key: str, named: Iterable[str | None], known: Collection[str], what: str) -> None:
    """Raises MissingReference for the first name nothing has; None names nothing."""
    for name in named:
        if name is not None and name not in known:
            raise MissingReference(place.at(key), f'no {what} "{name}"; correct it or add the {what}')


def check_activity_kind(placed: Placed[ActivityKind], tags: Collection[str], unit_kinds: Collection[str]) -> None:
    kind, place = placed.entry, placed.place
    check_named(place, "tags", kind.tags, tags, "tag")
    check_named(place, "extra_tags", kind.extra_tags, tags, "tag")
    check_named(place, "unit_kinds", kind.unit_kinds, unit_kinds, "unit kind")


def check_norm(placed: Placed[Norm], figures: Collection[str]) -> None:
    """Its versions name figures that are one number, ask for one thing, and do not overlap."""
    norm, place = placed.entry, placed.place
    for n, version in enumerate(norm.versions, start=1):
        for key in ("figure", "at_least_figure", "exempt_figure"):
            check_named(place, f"version {n}: {key}", [getattr(version, key)], figures, "plain figure")
        if (version.at_least is None) == (version.at_least_figure is None):
            raise WrongValue(place.at(f"version {n}: at_least"), "give either at_least or at_least_figure")
        if version.until_on and version.until_on <= version.from_on:
            raise WrongValue(place.at(f"version {n}: until_on"), "it ends before it begins; give a day after from_on")
    _check_apart(norm.versions, place)


def check_practices(placed: Sequence[Placed[Practice]], figures: Collection[str]) -> None:
    """All of them, in their order; each shows something of the records, or says what is coming."""
    for number, item in enumerate(placed, start=1):
        practice, place = item.entry, item.place
        if practice.number != number:
            raise WrongValue(place.at("number"), f"the practices are told in order; number {number} belongs here")
        check_named(place, "figures", practice.figures, figures, "figure")
        if not (practice.figures or practice.section or practice.coming):
            raise WrongValue(place.at("coming"), "it shows no figure and no section; say what is coming")
    if len(placed) != PRACTICES:
        raise WrongValue(Place("practices.toml", "[[practice]]"), f"only {len(placed)} of {PRACTICES} are told")


def _check_apart(versions: Iterable[NormVersion], place: Place) -> None:
    """Gaps are allowed. `until_on` is the first day out of force."""
    numbered = sorted(enumerate(versions, start=1), key=lambda item: item[1].from_on)
    for (n, earlier), (m, later) in pairwise(numbered):
        if earlier.until_on is None or later.from_on < earlier.until_on:
            message = f"in force together with version {n}; end version {n} on {later.from_on} or begin later"
            raise OverlappingVersions(place.at(f"version {m}: from_on"), message)


def check_suggestions(said: Suggestions) -> None:
    """One kind for burdens, so that a page can lead to it; and what is not kept here has somewhere to go."""
    place = Place("suggestions.toml", "[[kind]]").at("asks")
    if len(said.asking("burden")) != 1:
        raise WrongValue(place, "exactly one kind asks for a burden; add it or leave one")
    if not said.asking("nothing"):
        raise WrongValue(place, "no kind asks for nothing; misconduct needs one, because it is not kept here")
    if not said.channels:
        raise WrongValue(Place("suggestions.toml", "[[channel]]"), "none; name where reports of misconduct go")


def check_against_kinds(pack: Pack) -> None:
    """Every figure's fact kinds and payload fields are declared. Run once all parts are registered.

    Raises UnknownFact.
    """
    for figure in pack.figures.values():
        place = Place("figures.toml", f'[[figure]] code="{figure.code}"')
        for key, measure in (("kinds", figure.measure), ("minus", figure.minus)):
            if measure:
                _check_measure(figure, measure, place.at(key))


def _check_measure(figure: Figure, measure: Measure, place: Place) -> None:
    for kind in measure.kinds:
        if kind not in declared_kinds():
            raise UnknownFact(place, f'no part declares the fact kind "{kind}"; correct it')
        _check_payload(figure, measure, declared_kinds()[kind], place)


def _check_payload(figure: Figure, measure: Measure, kind: FactKind, place: Place) -> None:
    if figure.form is Form.PEOPLE and kind.person is not Person.REQUIRED:
        raise UnknownFact(place.at("form"), f"{kind.code} is not always about a person; people cannot be counted")
    if measure.of != QUANTITY and not isinstance(kind.payload.get(measure.of), Int):
        raise UnknownFact(place.at("of"), f'{kind.code} has no whole number "{measure.of}"; it has {_fields(kind)}')
    for field, values in measure.where:
        if field not in kind.payload:
            raise UnknownFact(place.at(f"where: {field}"), f"{kind.code} has no such field; it has {_fields(kind)}")
        for value in values:
            _check_value(kind, field, value, place)


def _check_value(kind: FactKind, field: str, value: str | int | bool, place: Place) -> None:
    try:
        kind.payload[field].check(value)
    except ValueError as allowed:
        raise UnknownFact(
            place.at(f"where: {field}"), f"{kind.code} never says {value!r}; allowed: {allowed}"
        ) from None


def _fields(kind: FactKind) -> str:
    return ", ".join(sorted(kind.payload)) or "none"
