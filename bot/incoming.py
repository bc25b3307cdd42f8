"""What comes in from a chat platform, as one neutral value.

Adapters translate a platform's payload into an :class:`Incoming` and do nothing
else with it. It is JSON, so that a receipt can hold it until it is handled.
"""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Kind(StrEnum):
    """How the person spoke to us."""

    SAID = "said"  # a plain message in a channel, a thread or a direct message
    COMMAND = "command"  # a slash command, or a mention of the bot with words after it
    PRESS = "press"  # a button or a menu: its typed command
    FORM = "form"  # a submitted form: its command and the values of its fields
    EDITED = "edited"  # the author changed a message that was said before
    DELETED = "deleted"  # the author removed it


class Spot(BaseModel):
    """An address on a platform: a channel, or a thread in it."""

    model_config = ConfigDict(frozen=True)

    platform: str
    workspace: str
    channel: str
    thread: str | None = None


class Brought(BaseModel):
    """A file that came along: kept already (``id`` names it), or still on its platform.

    ``address`` is where the platform gives it; ``trouble`` why it never will.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    is_kept: bool = False
    name: str = "file"
    size: int = 0
    address: str = ""
    trouble: str = ""


class Incoming(BaseModel):
    """One thing a person did on a chat platform.

    ``key`` is the receipt's key: the same act must always yield the same key,
    whatever event id the platform gave a repeated delivery (design: "In, two
    lanes"). ``stamp`` is the platform's id of the message itself. ``words`` is
    the vocabulary spoken: ``ticket``, ``support`` or ``desk``. ``reply_token``
    lets the platform answer privately until ``reply_until``; it is a secret and
    is stored encrypted.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    key: str
    spot: Spot
    sender: str
    at: datetime
    text: str = ""
    values: dict[str, str] = {}
    files: tuple[Brought, ...] = ()
    stamp: str | None = None
    words: str = "ticket"
    direct: bool = False
    reply_token: str | None = None
    reply_until: datetime | None = None
    request_id: str | None = None
