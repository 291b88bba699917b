"""Routes, models and forms as they are when the house runs, whatever they were made by."""

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from .allowed import Allowed, without
from .findings import Finding, Text, by_words, of
from .scanning import PROOF


def broken(allowed: Iterable[Allowed], root: Path, texts: Iterable[Text]) -> list[Finding]:
    return [found for text in texts for found in by_words(_read(text, allowed, root))]


def routes(patterns: Any = None, prefix: str = "") -> Iterator[Text]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield _at(inspect.unwrap(pattern.callback), f"{address} {pattern.name or ''}")


def models(found: Iterable[type[Model]] | None = None) -> Iterator[Text]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("huoshui.")]
    for model in ours if found is None else found:
        yield _at(model, model.__name__)
        for field in model._meta.get_fields():
            yield _at(model, f"{field.name} {getattr(field, 'verbose_name', '')}", field.name)


def all_forms() -> list[type[forms.BaseForm]]:
    found, waiting = [], [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("huoshui."):
            found.append(form)
    return found


def fields(found: Iterable[type[forms.BaseForm]]) -> Iterator[Text]:
    for form in found:
        for name, field in form.base_fields.items():
            yield _at(form, f"{name} {field.label or ''}", name)


def demanded_files(found: Iterable[type[forms.BaseForm]]) -> list[Finding]:
    asked = [(form, name, field) for form in found for name, field in form.base_fields.items()]
    demanded = [(form, name) for form, name, field in asked if isinstance(field, forms.FileField) and field.required]
    return [of(PROOF, _at(form, name, name), name) for form, name in demanded]


def _at(thing: Any, words: str, name: str = "") -> Text:
    """Where a class or function is written, and the line of one name in it."""
    try:
        lines, first = inspect.getsourcelines(thing)
        file = Path(inspect.getsourcefile(thing) or "?")
    except (OSError, TypeError):
        return Text(Path(getattr(thing, "__module__", "?")), 0, words)
    inside = (n for n, line in enumerate(lines) if name and re.match(rf"\s+{re.escape(name)}\b", line))
    return Text(file, max(first, 1) + next(inside, 0), words)


def _read(text: Text, allowed: Iterable[Allowed], root: Path) -> Text:
    path = str(text.file.relative_to(root)) if text.file.is_relative_to(root) else str(text.file)
    return Text(text.file, text.line, without(text.words, [one for one in allowed if one.stands_in(path)]))
