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
    REACTED = "reacted"  # an emoji on the message `stamp`; `text` is the emoji's name
    UNREACTED = "unreacted"  # the sender took it away again
    OPENED = "opened"  # the sender looks at their home, where the platform has one
    ALERTED = "alerted"  # something a bot said; `sender` is the bot's id


_WORDS = frozenset({Kind.SAID, Kind.EDITED, Kind.DELETED})
REACTIONS = frozenset({Kind.REACTED, Kind.UNREACTED})
AT_A_DISTANCE = REACTIONS | {Kind.EDITED, Kind.DELETED, Kind.ALERTED, Kind.OPENED}
"""Acts by which nobody addresses us: who is unknown to us is not answered."""


class Spot(BaseModel):
    """An address on a platform: a channel, or a thread in it."""

    model_config = ConfigDict(frozen=True)

    platform: str
    workspace: str
    channel: str
    thread: str | None = None


class Brought(BaseModel):
    """A file that came along: kept already (``id`` names it), or still on its platform.

    ``address`` is where the platform gives it, in ``workspace`` if it has several; ``trouble``
    why it never will.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    is_kept: bool = False
    name: str = "file"
    size: int = 0
    address: str = ""
    workspace: str = ""
    trouble: str = ""


class Chosen(BaseModel):
    """A message that somebody chose, as its platform told of it with that: its author's account,
    empty for a bot or where it is not known, and the thread that it stands in or begins."""

    model_config = ConfigDict(frozen=True)

    thread: str
    author: str = ""


class Incoming(BaseModel):
    """One thing a person did on a chat platform.

    ``key`` is the receipt's key: the same act must always yield the same key,
    whatever event id the platform gave a repeated delivery (design: "In, two
    lanes"). ``stamp`` is the platform's id of the message itself. ``words`` is
    the vocabulary spoken: ``ticket``, ``support`` or ``desk``; ``whole``, where its name may have
    been left out of ``text``, is all that was said. ``reply_token``
    lets the platform answer privately until ``reply_until``; it is a secret and
    is stored encrypted. ``gone`` names the files that an edit took away, or ``left``
    those that it left; ``name`` is what an alert bot calls itself. ``apart`` says that
    beside the sender and staff nobody can read there, though it is no direct message. A
    ``title`` is what a post has that is a thing of its own (in a forum): such a post is a
    ticket at once. ``awaited`` says that the sender is shown a wait until something is
    answered. ``twins`` are keys by what it says: the first is kept with this act, and any of
    them shows that it came in a moment ago, from a platform that tells things again under
    another name. ``unread``: somebody said something, and the platform keeps it from us.
    ``back``: an edit that brings back what its author had removed. ``emoji`` is a reaction as
    it is shown anywhere: the sign itself or, for one that only its platform knows, its name in
    colons. ``mentioned`` are the accounts that the platform itself has told that they are named
    here, by how they stand in the text after an ``@``. ``said_at`` is when it was said by the
    clock that the platform's ids tell of (:class:`bot.ports_places.TellsMoments`); ``at`` may be
    by another, or ours.

    ``chosen`` is what the platform itself told of the message ``stamp``, where it does so; a form
    that opens about that message brings it back.

    ``picked``: a line of a menu on the message ``stamp``, which keeps showing it to the sender
    until that is painted anew.

    ``sender`` is empty where a platform does not tell who removed a message.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    key: str
    twins: tuple[str, ...] = ()
    spot: Spot
    sender: str
    at: datetime
    said_at: datetime | None = None
    text: str = ""
    whole: str = ""
    values: dict[str, str] = {}
    files: tuple[Brought, ...] = ()
    gone: tuple[str, ...] = ()
    left: tuple[str, ...] | None = None
    name: str = ""
    emoji: str = ""
    stamp: str | None = None
    chosen: Chosen | None = None
    words: str = "ticket"
    direct: bool = False
    apart: bool = False
    title: str = ""
    reply_token: str | None = None
    reply_until: datetime | None = None
    awaited: bool = False
    unread: bool = False
    picked: bool = False
    back: bool = False
    mentioned: dict[str, str] = {}
    request_id: str | None = None

    def as_said(self) -> "Incoming":
        """What was taken for a command, as plain words."""
        return self.model_copy(update={"kind": Kind.SAID, "text": self.whole or self.text})

    @property
    def lane(self) -> str:
        """What must be handled in order: one conversation. Directly all that is said is one, also
        without a thread; who presses something there waits for nothing else."""
        apart = self.stamp or self.sender
        thread = self.spot.thread or ("" if self.direct and self.kind in _WORDS else apart)
        return f"{self.spot.platform}:{self.spot.workspace}:{self.spot.channel}:{thread}"
