"""Figures of a pack become the ledger's: checked in shape, then built, the ratios last."""

from collections.abc import Iterable, Mapping

from huoshui.ledger.figures import Figure, Form
from huoshui.ledger.measures import Measure

from .errors import MissingReference, WrongValue
from .schema.figures import MAY_HAVE, NEEDS, FigureEntry
from .tables import Placed


def check_shape(placed: Placed[FigureEntry]) -> None:
    """Raises WrongValue for a key the form needs and lacks, or has no use for."""
    entry, place = placed.entry, placed.place
    written = {key for key in entry.model_fields_set if getattr(entry, key) not in ((), {}, None)}
    for key in sorted(NEEDS[entry.form] - written):
        raise WrongValue(place.at(key), f"missing; the form {entry.form} needs it")
    for key in sorted(written - NEEDS[entry.form] - MAY_HAVE[entry.form] - {"code", "label", "unit", "form"}):
        raise WrongValue(place.at(key), f"the form {entry.form} has no use for it; remove it")
    for field, values in entry.where.items():
        if not values:
            raise WrongValue(place.at(f"where: {field}"), "no value is allowed by it; list one or more, or remove it")


def built_figures(placed: Iterable[Placed[FigureEntry]]) -> dict[str, Figure]:
    """In the order written."""
    every = list(placed)
    plain = {item.entry.code: _plain(item.entry) for item in every if item.entry.form != "ratio"}
    return {
        item.entry.code: plain[item.entry.code] if item.entry.code in plain else _ratio(item, plain) for item in every
    }


def _plain(entry: FigureEntry) -> Figure:
    return Figure(
        entry.code,
        entry.label,
        entry.unit,
        Form(entry.form),
        measure=_measure(entry, entry.kinds),
        minus=_measure(entry, entry.minus) if entry.minus else None,
        at_least=entry.at_least,
    )


def _measure(entry: FigureEntry, kinds: tuple[str, ...]) -> Measure:
    where = tuple(entry.where.items())
    return Measure(kinds, entry.tags, where, of=entry.of, per_person=entry.form == "people")


def _ratio(placed: Placed[FigureEntry], plain: Mapping[str, Figure]) -> Figure:
    entry = placed.entry
    parts = {}
    for key in ("over", "under"):
        if (named := getattr(entry, key)) not in plain:
            raise MissingReference(placed.place.at(key), f'no figure "{named}" that is not a ratio; name one that is')
        parts[key] = plain[named]
    return Figure(entry.code, entry.label, entry.unit, Form.RATIO, over=parts["over"], under=parts["under"])
