"""Two people edited the same thing: what is there now and what was just sent, side by side, field by field."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.http import QueryDict

EMPTY = "（空）"


@dataclass(frozen=True)
class Version:
    label: str
    theirs: str
    mine: str

    @property
    def differs(self) -> bool:
        return self.theirs != self.mine


def side_by_side(
    make: Callable[[QueryDict | None], forms.Form], data: QueryDict, revision: int, **carried: str
) -> tuple[forms.Form, list[Version]]:
    """The form as it was sent, now over the revision that is there, and both versions of every field.

    Sent once more, it is what its writer chose after having seen the other.
    """
    sent = data.copy()
    sent["revision"] = str(revision)
    for name, value in carried.items():
        sent[name] = value
    now, mine = make(None), make(sent)
    mine.is_valid()
    fields = [name for name, field in mine.fields.items() if not field.widget.is_hidden and name in now.initial]
    shown = [(str(mine.fields[name].label), now.initial[name], mine.cleaned_data.get(name), name) for name in fields]
    return mine, [Version(label, said(mine, name, a), said(mine, name, b)) for label, a, b, name in shown]


def said(form: forms.Form, name: str, value: Any) -> str:
    """A value as a page shows it."""
    if value in (None, "", []):
        return EMPTY
    if isinstance(value, list):
        return "、".join(said(form, name, one) for one in value)
    choices = {str(code): str(label) for code, label in getattr(form.fields[name], "choices", ())}
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value:%H:%M}" if isinstance(value, time) else choices.get(str(value), str(value))
