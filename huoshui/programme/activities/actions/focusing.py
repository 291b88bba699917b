"""The month's focus: issued, changed, taken back and issued again; rows and facts in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.base.files import Kept
from huoshui.ledger.models import Source
from huoshui.ledger.recording import settle
from huoshui.organisation.public import Unit, paths_on

from ..enums import FocusState
from ..facts import focus_wanted, month_begins
from ..models import MonthlyFocus
from ..rules import ChangedMeanwhile, FocusGone, FocusThere

CHANGED = "您打开之后，别人已经改过这个重点。两份都在下面，请选用哪一份；在您选定之前，什么都不会改。"


@dataclass(frozen=True)
class Focus:
    """What is said of a month's focus."""

    title: str
    text: str
    document_number: str = ""
    file_key: str = ""
    file_type: str = ""

    def with_file(self, kept: Kept | None) -> "Focus":
        if kept is None:
            return self
        return Focus(self.title, self.text, self.document_number, kept.key, kept.type)


def issue_focus(*, unit: Unit, month: int, said: Focus, by: UUID | None, at: datetime, source: Source) -> MonthlyFocus:
    """Give all units below a focus for the month (YYYYMM); the same twice is one. Raises FocusThere."""
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        if there := MonthlyFocus.objects.issued().filter(unit=unit, month=month).first():
            if _said_of(there) == said:
                return there
            raise FocusThere("这个月的重点已经下发过。要改，请打开它再改。")
        path = _path_then(unit, month, at)
        focus = MonthlyFocus.objects.create(unit=unit, path=path, month=month, issued_at=at, **vars(said))
        _settle(focus, by, at, source)
        return focus


def change_focus(
    *, focus: MonthlyFocus, said: Focus, revision: int, by: UUID | None, at: datetime, source: Source
) -> MonthlyFocus:
    """`revision` is the one the editor saw. Raises ChangedMeanwhile, FocusGone."""
    with transaction.atomic():
        held = _locked(focus)
        if not held.is_issued:
            raise FocusGone("这个重点已经收回，不能再改。要重新下发，请先恢复。")
        if _said_of(held) == said:
            return held
        if held.revision != revision:
            raise ChangedMeanwhile(CHANGED)
        for name, value in vars(said).items():
            setattr(held, name, value)
        return _save(held, by, at, source)


def withdraw_focus(*, focus: MonthlyFocus, by: UUID | None, at: datetime, source: Source) -> MonthlyFocus:
    """Shown to nobody below any more, and counted nowhere. Taking it back twice is no error."""
    with transaction.atomic():
        held = _locked(focus)
        if not held.is_issued:
            return held
        held.state = FocusState.WITHDRAWN
        return _save(held, by, at, source)


def restore_focus(*, focus: MonthlyFocus, by: UUID | None, at: datetime, source: Source) -> MonthlyFocus:
    """Issued again as it was. Raises FocusThere when another has been issued for the month since."""
    with transaction.atomic():
        held = _locked(focus)
        if held.is_issued:
            return held
        if MonthlyFocus.objects.issued().filter(unit=held.unit_id, month=held.month).exists():
            raise FocusThere("这个月后来又下发了另一个重点，不能再恢复原来的。")
        held.state = FocusState.ISSUED
        return _save(held, by, at, source)


def follow_focuses(*, unit_id: int, since: datetime, by: UUID | None, at: datetime, source: Source) -> None:
    """A unit that turns out to have moved issued its later focuses at its new place."""
    unit = Unit.objects.get(pk=unit_id)
    for focus in MonthlyFocus.objects.select_for_update(of=("self",)).filter(unit=unit):
        path = _path_then(unit, focus.month, focus.issued_at)
        if month_begins(focus.month) >= since and path != focus.path:
            focus.path = path
            focus.save(update_fields=["path"])
            _settle(focus, by, at, source)


def _path_then(unit: Unit, month: int, at: datetime) -> str:
    """Where the unit is when the month begins; for a month before it was there, on the day of issue."""
    begins, issued = day_of(month_begins(month)), day_of(at)
    paths = paths_on([(unit.pk, begins), (unit.pk, issued)])
    return paths.get((unit.pk, begins)) or paths.get((unit.pk, issued)) or unit.path


def _save(focus: MonthlyFocus, by: UUID | None, at: datetime, source: Source) -> MonthlyFocus:
    focus.revision += 1
    focus.save()
    _settle(focus, by, at, source)
    return focus


def _settle(focus: MonthlyFocus, by: UUID | None, at: datetime, source: Source) -> None:
    settle({focus.subject: focus_wanted(focus)}, by=by, at=at, source=source)


def _said_of(focus: MonthlyFocus) -> Focus:
    return Focus(**{name: getattr(focus, name) for name in Focus.__dataclass_fields__})


def _locked(focus: MonthlyFocus) -> MonthlyFocus:
    """The unit first: one month, one focus, whoever comes at the same moment."""
    Unit.objects.select_for_update().get(pk=focus.unit_id)
    return MonthlyFocus.objects.select_for_update(of=("self",)).select_related("unit").get(pk=focus.pk)
