"""A folder of TOML becomes a Pack, or a PackError that names file, table and key."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from huoshui.ledger.figures import Figure, Form

from .building import built_figures, check_shape
from .checking import check_activity_kind, check_named, check_norm, check_practices, check_suggestions
from .errors import Place, WrongValue
from .refusals import refuse_forbidden
from .schema import (
    About,
    ActivityKind,
    Assumption,
    Channel,
    FigureEntry,
    Norm,
    Pack,
    PostKind,
    Practice,
    Published,
    Role,
    StandingNorm,
    SuggestionKind,
    SuggestionRules,
    Suggestions,
    Tag,
    UnitKind,
)
from .tables import Placed, by_code, document, entries, single

Known = Mapping[str, Any]


def load(folder: Path) -> Pack:
    """Everything checked but the figures' fact kinds: see `checking.check_against_kinds`."""
    about = single(Place("pack.toml", "[pack]"), document(folder, "pack.toml", ["pack"]).get("pack", {}), About)
    units = _units(document(folder, "units.toml", ["unit_kind", "post_kind"]))
    activities = _activities(document(folder, "activities.toml", ["tag", "kind", "leave_reasons"]), units)
    norm_document = document(folder, "norms.toml", ["norm", "standing_norm"])
    norm_entries = entries("norms.toml", "norm", norm_document.get("norm", ()), Norm)
    suggestions = _suggestions(document(folder, "suggestions.toml", ["settings", "channel", "kind"]), units)
    known = {**units, **activities, "norms": by_code(norm_entries), "suggestions": suggestions}
    figures = _figures(document(folder, "figures.toml", ["figure"]), known)
    _check_norms(norm_entries, figures, units)
    return Pack(
        **about.entry.model_dump(),
        **known,
        figures=figures,
        standing_norms=_standing_norms(norm_document, units),
        **_roles(document(folder, "roles.toml", ["permissions", "role"]), units),
        **_notes(document(folder, "published.toml", ["published", "assumption"]), figures),
        practices=_practices(document(folder, "practices.toml", ["practice"]), figures),
    )


def _units(raw: Known) -> dict[str, Any]:
    kinds = entries("units.toml", "unit_kind", raw.get("unit_kind", ()), UnitKind)
    posts = entries("units.toml", "post_kind", raw.get("post_kind", ()), PostKind)
    unit_kinds = by_code(kinds)
    for kind in kinds:
        check_named(kind.place, "parents", kind.entry.parents, unit_kinds, "unit kind")
    for post in posts:
        check_named(post.place, "for_units", post.entry.for_units, unit_kinds, "unit kind")
    return {"unit_kinds": unit_kinds, "post_kinds": by_code(posts)}


def _activities(raw: Known, units: Known) -> dict[str, Any]:
    tags = by_code(entries("activities.toml", "tag", raw.get("tag", ()), Tag))
    kinds = entries("activities.toml", "kind", raw.get("kind", ()), ActivityKind)
    for kind in kinds:
        check_activity_kind(kind, tags, units["unit_kinds"])
    reasons = _labels("activities.toml", "leave_reasons", raw)
    return {"tags": tags, "activity_kinds": by_code(kinds), "leave_reasons": reasons}


def _suggestions(raw: Known, units: Known) -> Suggestions:
    place = Place("suggestions.toml", "[settings]")
    rules = single(place, raw.get("settings", {}), SuggestionRules).entry
    check_named(place, "unit_kinds", rules.unit_kinds, units["unit_kinds"], "unit kind")
    channels = entries("suggestions.toml", "channel", raw.get("channel", ()), Channel)
    kinds = entries("suggestions.toml", "kind", raw.get("kind", ()), SuggestionKind)
    for kind in kinds:
        refuse_forbidden(kind.place, {key: [getattr(kind.entry, key)] for key in ("code", "label", "hint")})
    said = Suggestions(**rules.model_dump(), kinds=by_code(kinds), channels=tuple(item.entry for item in channels))
    check_suggestions(said)
    return said


def _figures(raw: Known, known: Known) -> dict[str, Figure]:
    placed = entries("figures.toml", "figure", raw.get("figure", ()), FigureEntry)
    by_code(placed)
    for item in placed:
        _check_figure(item, known)
    return built_figures(placed)


def _check_figure(placed: Placed[FigureEntry], known: Known) -> None:
    entry, place = placed.entry, placed.place
    refuse_forbidden(place, _words_of(entry, known["tags"]))
    check_shape(placed)
    check_named(place, "tags", entry.tags, known["tags"], "tag")
    for field, codes in _codes_of_pack(known).items():
        check_named(place, f"where: {field}", map(str, entry.where.get(field, ())), codes, f"{field} code")


def _words_of(entry: FigureEntry, tags: Mapping[str, Tag]) -> dict[str, list[str]]:
    tag_labels = [tags[tag].label for tag in entry.tags if tag in tags]
    return {
        "code": [entry.code],
        "label": [entry.label],
        "unit": [entry.unit],
        "kinds": list(entry.kinds),
        "minus": list(entry.minus),
        "tags": [*entry.tags, *tag_labels],
        "where": [f"{field} {value}" for field, values in entry.where.items() for value in (*values, "")],
        "of": [entry.of],
    }


def _codes_of_pack(known: Known) -> dict[str, Collection[str]]:
    """Payload fields that speak the pack's own words."""
    kinds = {*known["activity_kinds"], *known["unit_kinds"], *known["post_kinds"], *known["suggestions"].kinds}
    return {"kind": kinds, "norm": known["norms"]}


def _check_norms(placed: Iterable[Placed[Norm]], figures: Mapping[str, Figure], units: Known) -> None:
    plain = {code for code, figure in figures.items() if figure.form is not Form.RATIO}
    for item in placed:
        norm, place = item.entry, item.place
        refuse_forbidden(place, {"code": [norm.code], "label": [norm.label]})
        for n, version in enumerate(norm.versions, start=1):
            texts = {key: [getattr(version, key)] for key in ("wording", "number", "figure")}
            refuse_forbidden(place, {f"version {n}: {key}": text for key, text in texts.items()})
        check_named(place, "owed_by", norm.owed_by, units["unit_kinds"], "unit kind")
        check_named(place, "needs_post", [norm.needs_post], units["post_kinds"], "post kind")
        check_norm(item, plain)


def _standing_norms(raw: Known, units: Known) -> dict[str, StandingNorm]:
    placed = entries("norms.toml", "standing_norm", raw.get("standing_norm", ()), StandingNorm)
    for item in placed:
        norm = item.entry
        refuse_forbidden(item.place, {key: [getattr(norm, key)] for key in ("code", "label", "wording", "number")})
        check_named(item.place, "owed_by", norm.owed_by, units["unit_kinds"], "unit kind")
    return by_code(placed)


def _roles(raw: Known, units: Known) -> dict[str, Any]:
    permissions = _labels("roles.toml", "permissions", raw)
    roles = entries("roles.toml", "role", raw.get("role", ()), Role)
    for role in roles:
        check_named(role.place, "permissions", role.entry.permissions, permissions, "permission")
    for post in units["post_kinds"].values():
        place = Place("units.toml", f'[[post_kind]] code="{post.code}"')
        check_named(place, "roles", post.roles, post.for_units, "unit kind for this post")
        check_named(place, "roles", post.roles.values(), by_code(roles), "role")
    return {"permissions": permissions, "roles": by_code(roles)}


def _notes(raw: Known, figures: Known) -> dict[str, Any]:
    published = entries("published.toml", "published", raw.get("published", ()), Published)
    assumed = entries("published.toml", "assumption", raw.get("assumption", ()), Assumption)
    notes: dict[str, tuple[Published | Assumption, ...]] = defaultdict(tuple)
    every: list[Placed[Any]] = [*published, *assumed]
    for item in every:
        check_named(item.place, "figure", [item.entry.figure], figures, "figure")
        if item.entry.figure:
            notes[item.entry.figure] += (item.entry,)
    said = {"published": tuple(i.entry for i in published), "assumptions": tuple(i.entry for i in assumed)}
    return {"figure_notes": dict(notes), **said}


def _practices(raw: Known, figures: Known) -> tuple[Practice, ...]:
    placed = entries("practices.toml", "practice", raw.get("practice", ()), Practice)
    check_practices(placed, figures)
    return tuple(item.entry for item in placed)


def _labels(file: str, table: str, raw: Known) -> dict[str, str]:
    """A plain table of code = label. Raises WrongValue."""
    labels, place = raw.get(table, {}), Place(file, f"[{table}]")
    if not isinstance(labels, dict):
        raise WrongValue(place, "write it as one table of code = label")
    for code, label in labels.items():
        if not isinstance(label, str) or not label.strip():
            raise WrongValue(place.at(code), f"a label is text; found {label!r}, write the words people read")
    return dict(labels)
