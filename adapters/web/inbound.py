"""From what a person did on a page to the bot's neutral :class:`Incoming`. Pure."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from adapters.web.addresses import DIRECT, PLATFORM, SUPPORT, Where
from bot.grammar.parse import first_word
from bot.incoming import Incoming, Kind
from core.access.actor import Actor

SLASH = re.compile(r"/(ticket|support|desk)(?:\s+(.*))?\Z", re.IGNORECASE | re.DOTALL)
SHORT = re.compile(r"/([a-z]+(?:\s.*)?)\Z", re.IGNORECASE | re.DOTALL)
MENTION = re.compile(r"@ticket\b[\s,:]*(.+)\Z", re.IGNORECASE | re.DOTALL)


def words_of(actor: Actor) -> str:
    """The vocabulary that the actor's commands are spoken in unless they say another."""
    return "ticket" if actor.is_staff else "support"


def to_command(text: str, actor: Actor) -> tuple[str, str] | None:
    """The vocabulary and the words after the slash; None when it is no slash command.

    ``/claim 1042`` is short for ``/ticket claim 1042``.
    """
    if named := SLASH.match(text):
        return named[1].lower(), (named[2] or "").strip()
    short = SHORT.match(text)
    return (words_of(actor), short[1].strip()) if short else None


def to_mention(text: str) -> str | None:
    """The words after ``@Ticket``; None when the desk is not addressed."""
    mention = MENTION.match(text)
    return mention[1].strip() if mention else None


def to_post_id(actor: Actor, nonce: str) -> UUID:
    """The id of the post that this person sends with this nonce: sent twice, posted once."""
    assert actor.person_id is not None
    return uuid5(actor.person_id, nonce)


def to_opening(act: Incoming) -> str:
    """What a filled-in form or a typed command says of a new ticket; empty for other acts."""
    verb, rest = first_word(act.text)
    if verb.casefold() != "new" or act.kind not in {Kind.FORM, Kind.COMMAND}:
        return ""
    written = [act.values.get("subject", ""), act.values.get("description", ""), rest.strip()]
    return "\n\n".join(part for part in written if part)


def to_incoming(
    kind: Kind, actor: Actor, where: Where, key: str, at: datetime, text: str, **more: Any
) -> Incoming:
    """What the actor did at that place, under that receipt key."""
    return Incoming(
        kind=kind,
        key=f"{PLATFORM}:{actor.organisation_id}:{key}",
        spot=where.spot(actor),
        sender=str(actor.person_id),
        at=at,
        text=text,
        direct=where.slug == DIRECT,
        apart=where.slug == SUPPORT,
        **{"words": words_of(actor), **more},
    )


def to_said(actor: Actor, where: Where, post_id: UUID, at: datetime, text: str) -> Incoming:
    """A message that stands as a post; addressed to ``@Ticket`` it is a command.

    A root of the support channel is where its own thread begins.
    """
    command = to_mention(text)
    kind = Kind.SAID if command is None else Kind.COMMAND
    words = text if command is None else command
    return to_incoming(kind, actor, where, str(post_id), at, words, stamp=str(post_id))


def to_change(
    kind: Kind, actor: Actor, where: Where, post_id: UUID, nonce: str, at: datetime, text: str = ""
) -> Incoming:
    """An edit or removal of one's own message."""
    key = f"{post_id}:{kind.value}:{nonce}"
    return to_incoming(kind, actor, where, key, at, text, stamp=str(post_id))


def to_act(
    kind: Kind, actor: Actor, where: Where, nonce: str, at: datetime, text: str, **more: Any
) -> Incoming:
    """A slash command, a press or a submitted form: once per nonce and person."""
    key = f"{kind.value}:{actor.person_id}:{nonce}"
    return to_incoming(kind, actor, where, key, at, text, **more)
