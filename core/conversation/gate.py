"""The audience gate: the one way out. What may be shown to whom is decided here.

It is asked at send time, with what the platform says about the place now, because
a channel may have been shared with outsiders since the place was made.
"""

from core.conversation.audience import Audience
from core.conversation.models import Place
from core.errors import ErrorKind, HelpdeskError


class Withheld(HelpdeskError):
    """The content is for staff, and somebody else can see that place."""

    kind = ErrorKind.DENIED
    code = "audience.withheld"
    text = "This is for staff only, and others can see {where}. It was not sent."


def may_enter(content: Audience, place: Audience, seen_by: Audience) -> bool:
    """Whether content may be put in a place.

    ``place`` is what the place was made for, ``seen_by`` what the platform says now;
    the wider of the two counts.
    """
    if content is Audience.PUBLIC:
        return True
    return place is Audience.INTERNAL and seen_by is Audience.INTERNAL


def pass_gate(content: Audience, place: Place, seen_by: Audience) -> None:
    """Let the content through to the place, or raise :class:`Withheld`."""
    if not may_enter(content, Audience(place.audience), seen_by):
        raise Withheld(where=f"{place.platform} {place.channel}")
