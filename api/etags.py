"""Entity tags of tickets: ``"r7-1f0c9a2b"`` is revision 7 in exactly this state.

The revision is what an act is held against (``If-Match``); the rest changes with
anything that can be read, so that ``If-None-Match`` never hides news.
"""

import hashlib
import re
from typing import Annotated

from fastapi import Header

from core.errors import ErrorKind, HelpdeskError
from core.tickets.reading.views import TicketView

_TAG = re.compile(r'(?:W/)?"r(\d{1,18})(?:-[0-9a-f]+)?"\Z')


class UnknownTag(HelpdeskError):
    """The If-Match header names no state of a ticket."""

    kind = ErrorKind.INVALID
    code = "if_match.unknown"
    text = 'If-Match must be the ETag of the ticket as you read it, for example "r7".'


def etag_of(ticket: TicketView) -> str:
    """The tag of a ticket as it is read now."""
    state = hashlib.blake2s(repr(ticket).encode(), digest_size=6).hexdigest()
    return f'"r{ticket.revision}-{state}"'


def is_known(if_none_match: str | None, etag: str) -> bool:
    """Whether the reader has this very state already."""
    if if_none_match is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in tags or "*" in tags


def seen_revision(
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The ticket's ETag. If it has changed since, nothing is done: 412.",
        ),
    ] = None,
) -> int | None:
    """The revision that the caller was looking at; None: whichever."""
    if if_match is None or if_match.strip() == "*":
        return None
    match = _TAG.match(if_match.strip())
    if match is None:
        raise UnknownTag
    return int(match[1])
