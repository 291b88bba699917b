"""What a person is told when something cannot be done: what happened and what to do."""


class Refused(Exception):
    """An action that cannot happen. The message is a Chinese sentence for the person who asked.

    Subclasses name the case (`ActivityWithdrawn`), so that callers and tests never match on words.
    `field` names the form field the refusal belongs to, if there is one.
    """

    field: str | None = None

    def __init__(self, message: str, *, field: str | None = None):
        super().__init__(message)
        self.message = message
        if field is not None:
            self.field = field
