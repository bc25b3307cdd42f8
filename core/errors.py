"""What can go wrong, by kind. Each door translates kinds once, in its own words."""

from enum import StrEnum
from typing import Any, ClassVar


class ErrorKind(StrEnum):
    """The kinds of trouble a caller can tell apart."""

    NOT_FOUND = "not_found"
    DENIED = "denied"
    CONFLICT = "conflict"
    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    LIMITED = "limited"
    UNAVAILABLE = "unavailable"


class HelpdeskError(Exception):
    """Base of all expected errors.

    ``code`` is stable and documented; ``text`` is a sentence for people, filled
    with the keyword arguments, which also travel as ``details``.
    """

    kind: ClassVar[ErrorKind] = ErrorKind.INVALID
    code: ClassVar[str] = "invalid"
    text: ClassVar[str] = "That is not possible."

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.text.format(**details))


class NotFound(HelpdeskError):
    """No such thing, or not for this reader: the two are never told apart."""

    kind = ErrorKind.NOT_FOUND
    code = "not_found"
    text = "I can't find {ref}."


class Denied(HelpdeskError):
    """The actor may see the thing but not do this to it."""

    kind = ErrorKind.DENIED
    code = "denied"
    text = "You may not {act}. Ask somebody with the right to do it."


class Invalid(HelpdeskError):
    """An input was refused. ``field`` names it."""

    kind = ErrorKind.INVALID
    code = "invalid_input"
    text = "{field}: {problem}"


class Unauthenticated(HelpdeskError):
    """We do not know who is asking."""

    kind = ErrorKind.UNAUTHENTICATED
    code = "unauthenticated"
    text = "Sign in first."


class Unavailable(HelpdeskError):
    """Something we depend on does not answer. Nothing was lost; try again."""

    kind = ErrorKind.UNAVAILABLE
    code = "unavailable"
    text = "{what} is not answering. Nothing was lost; try again in a moment."
