"""What the ledger refuses. These are faults of the calling code, not of the person at the screen."""


class LedgerError(Exception):
    """Base of every refusal by the ledger."""


class OutsideTransaction(LedgerError):
    """Facts are recorded together with the rows they tell of, or not at all."""


class UnknownKind(LedgerError):
    """No part has declared this kind of fact."""


class KindTwice(LedgerError):
    """Two declarations of one kind."""


class MissingUnit(LedgerError):
    """A fact without the unit it happened in, or without that unit's path."""


class WrongPerson(LedgerError):
    """A person where the kind allows none, or none where it asks for one."""


class WrongPayload(LedgerError):
    """A payload field that is missing, not declared, or of the wrong type."""


class WrongMoment(LedgerError):
    """A moment without a time zone."""


class WrongSubject(LedgerError):
    """A subject not written `type:id`, or a fact settled under another subject than its own."""


class WrongTag(LedgerError):
    """A tag that is no machine word, or more tags than a fact can carry."""


class WrongSource(LedgerError):
    """A source the ledger does not know."""


class AlreadyReversed(LedgerError):
    """A fact can be reversed once, and a reversal cannot be reversed."""


class UnknownPosition(LedgerError):
    """A position the sequence has not reached, or one before its beginning."""
