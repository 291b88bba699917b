"""What the organisation refuses, by name."""

from datetime import date

from huoshui.base.errors import Refused


class NotYet(Refused):
    """A date that lies ahead: changes are recorded when they take effect."""


class CodeTaken(Refused):
    field = "code"


class UnknownUnit(Refused):
    pass


class WrongKind(Refused):
    """A unit, post or role that does not belong where it was put."""


class UnitNotOpen(Refused):
    """The unit did not exist on the day."""


class ChangedSince(Refused):
    """A change dated before another one that is already recorded."""


class UnderItself(Refused):
    """A unit moved under one of its own."""


class NotAbove(Refused):
    """A decision about a unit by one that is not above it."""


class UnitInUse(Refused):
    """A unit that still has people or units in it cannot be closed."""


class AlreadyEmployed(Refused):
    pass


class AlreadyMember(Refused):
    pass


class AlreadyHolds(Refused):
    """The post or exemption is held already at that time."""


class NotHeld(Refused):
    """Nothing open that could end."""


class WrongDates(Refused):
    """An end that is not after the beginning."""


class NowhereToBe(Refused):
    """Somebody who would neither work nor belong anywhere."""

    field = "workplace"


class HandedMeanwhile(Refused):
    """What is to be handed over is no longer what the page showed."""


class NoSuccessor(Refused):
    """Something is left without anybody to take it."""


class OwnAccount(Refused):
    """Nobody decides over their own account."""


class StillInside(Refused):
    """A person who still works or belongs here cannot be erased."""


class PersonErased(Refused):
    pass


class NameTaken(Refused):
    field = "username"


class BadPhone(Refused):
    field = "phone"


class SharedPassword(Refused):
    """A demo account's, which everybody uses."""

    field = "password"


class WeakPassword(Refused):
    field = "password"


def refuse_ahead(on: date, today: date) -> None:
    if on > today:
        raise NotYet(f"日期 {on} 还没有到。请在当天或之后办理。")


def refuse_backwards(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on <= from_on:
        raise WrongDates(f"截止日期须在起始日期 {from_on} 之后，请改选日期。")
