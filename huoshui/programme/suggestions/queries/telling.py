"""What happened to a suggestion, told to its writer or to those who answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huoshui.organisation.public import names_of

from ..enums import Deed
from ..models import Step, Suggestion


@dataclass(frozen=True)
class Told:
    """One step as it is shown. `number` names it for those who may take it back."""

    number: int
    at: datetime
    deed: str
    by: str
    text: str
    is_taken_back: bool


def told(steps: Sequence[Step], *, to_writer: bool) -> list[Told]:
    """Oldest first. The writer hears which unit has it, not who; and no answer that was taken back."""
    names = {} if to_writer else names_of({step.by for step in steps if step.by})
    undone = {step.of for step in steps}
    shown = [step for step in steps if not to_writer or step.deed != Deed.TAKEN_BACK]
    return [_told(step, names, taken_back=step.number in undone, to_writer=to_writer) for step in shown]


def _told(step: Step, names: dict, *, taken_back: bool, to_writer: bool) -> Told:
    hidden = to_writer and (taken_back or step.deed == Deed.PASSED_ON)
    by = _by(step, names, to_writer=to_writer)
    return Told(step.number, step.at, _deed(step, to_writer=to_writer), by, "" if hidden else step.text, taken_back)


def _deed(step: Step, *, to_writer: bool) -> str:
    label = Deed(step.deed).label
    if step.deed == Deed.PASSED_ON and step.to_unit:
        return f"{label}：{step.to_unit.name}"
    if step.deed == Deed.ASSIGNED and not to_writer:
        return f"{label}：{step.to_person.name}" if step.to_person else "不再由专人办理"
    return label


def _by(step: Step, names: dict, *, to_writer: bool) -> str:
    if step.deed == Deed.ANSWERED and step.unit_before:
        name = names.get(step.by, "")
        return step.unit_before.name if to_writer or not name else f"{step.unit_before.name} {name}"
    return names.get(step.by, "") if step.by else ""


def writer_name(suggestion: Suggestion) -> str:
    """For those who answer; nothing where no name was given, or all words are gone."""
    account = suggestion.writer
    if account is None:
        return ""
    return account.person.name if account.person else account.username
