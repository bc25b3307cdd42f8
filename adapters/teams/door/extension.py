"""Teams' message extension: searching, links, and acts on a message. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from adapters.teams.inbound.activities import twins_of
from adapters.teams.render.elements import Json, to_attachment
from adapters.teams.render.limits import RESULTS
from adapters.teams.render.markup import plain
from adapters.teams.render.messages import render
from adapters.teams.webapi.own import (
    SLUG,
    Own,
    Payload,
    is_direct,
    part,
    parts,
    sender_of,
    to_spot,
    to_time,
)
from bot.cards import Card, Option
from bot.incoming import Chosen, Incoming, Kind
from bot.shortcuts import SHORTCUTS
from bot.showing.texts import clean, cut

SOURCES = {"tickets": "/chat/tickets", "articles": "/chat/articles"}
"""What may be searched: a source of the desk's, and where its things have their pages."""
THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
_BY_ID = {one.id: one for one in SHORTCUTS}
_LONGEST = 20_000
_TAG = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"<(?:br\s*/?|/p|/div|/li)>", re.IGNORECASE)
_NUMBER = re.compile(r"\d+\Z")


@dataclass(frozen=True)
class Asked:
    """A search: what for, in which source, and which part of what is found."""

    incoming: Incoming
    source: str
    skip: int = 0
    count: int = RESULTS


def to_query(activity: Payload, own: Own, now: datetime) -> Asked | None:
    """What is searched for; None for a command that is none of ours."""
    value = part(activity, "value")
    source = str(value.get("commandId") or "")
    if source not in SOURCES:
        return None
    said = [one for one in parts(value, "parameters") if one.get("name") != "initialRun"]
    typed = str(said[0].get("value") or "") if said else ""
    options = part(value, "queryOptions")
    skip, count = _number(options, "skip", 0), _number(options, "count", RESULTS)
    return Asked(_asking(activity, own, now, typed), source, skip, count)


def to_typing(activity: Payload, own: Own, now: datetime) -> Asked | None:
    """What is typed into a field of a dialog whose choices are found meanwhile."""
    value = part(activity, "value")
    source = str(value.get("dataset") or "")
    if not source:
        return None
    return Asked(_asking(activity, own, now, str(value.get("queryText") or "")), source)


def to_link(activity: Payload, own: Own, now: datetime) -> tuple[Incoming, str] | None:
    """A link of ours that somebody puts into a message."""
    url = str(part(activity, "value").get("url") or "")
    return (_asking(activity, own, now, url), url) if url else None


def to_act(
    activity: Payload, own: Own, now: datetime, accounts: Mapping[str, str]
) -> Incoming | None:
    """An act of the menu of a message, or of the place where messages are written.

    ``accounts`` names the bot's accounts by Microsoft's id of their owners: a message names
    its author only so.
    """
    value = part(activity, "value")
    meant = _BY_ID.get(str(value.get("commandId") or ""))
    message = part(value, "messagePayload")
    stamp = str(message.get("id") or "")
    if meant is None or (meant.on_message and not stamp):
        return None
    spot = to_spot(activity, own)
    root = str(message.get("replyToId") or "")
    if meant.on_message and spot.thread is None:
        spot = spot.model_copy(update={"thread": root or None})
    user, author = sender_of(activity), accounts.get(_author(message), "")
    return Incoming(
        kind=Kind.PRESS,
        key=f"{SLUG}:{own.tenant}:act:{activity.get('id') or ''}",
        twins=twins_of(activity, own, ("act", meant.id, stamp), now),
        # An act from nowhere is answered where its user is alone with us.
        spot=spot if spot.channel else spot.model_copy(update={"channel": user}),
        sender=user,
        at=to_time(activity, now),
        text=meant.says,
        values=_prefilled(message, author) if meant.prefills else {},
        stamp=stamp or None,
        chosen=Chosen(thread=root or stamp, author=author) if meant.on_message else None,
        direct=is_direct(activity) or not spot.channel,
        request_id=str(activity.get("id") or "") or None,
    )


def to_results(cards: Iterable[Card]) -> Json:
    """Cards to choose one from, each with the line that stands for it in the list."""
    shown = [to_result(card) for card in cards]
    return {
        "composeExtension": {
            "type": "result",
            "attachmentLayout": "list",
            "attachments": shown[:RESULTS],
        }
    }


def to_words(words: str) -> Json:
    """Words in the place of cards, for the asker alone."""
    return {"composeExtension": {"type": "message", "text": words}}


def to_result(card: Card) -> Json:
    """A card, and its line in the list."""
    title = f"{card.ref} · {card.title}" if card.ref else card.title
    detail = " · ".join(one.word for one in card.badges) or card.body
    line = {"title": plain(title, 120), "text": plain(detail, 160, empty="")}
    preview = {"contentType": THUMBNAIL, "content": line}
    return to_attachment(render(card).card) | {"preview": preview}


def to_choices(found: Iterable[Option]) -> Json:
    """Choices for a field of a dialog."""
    results = [{"title": plain(one.label, 100), "value": one.says} for one in found if one.says]
    return {"results": results[:15]}


def to_address(source: str, option: Option, address: str) -> str:
    """The page of something found."""
    name = option.says
    number = _NUMBER.search(name) if source == "tickets" else None
    return f"{address}{SOURCES[source]}/{number[0] if number else name}"


def _asking(activity: Payload, own: Own, now: datetime, text: str) -> Incoming:
    return Incoming(
        kind=Kind.FORM,
        key=f"{SLUG}:{own.tenant}:asking",
        spot=to_spot(activity, own),
        sender=sender_of(activity),
        at=now,
        text=clean(text),
        direct=is_direct(activity),
    )


def _number(options: Payload, name: str, otherwise: int) -> int:
    told = options.get(name)
    return told if isinstance(told, int) and told >= 0 else otherwise


def _author(message: Payload) -> str:
    """Microsoft's id of who wrote it; empty for a bot."""
    return str(part(part(message, "from"), "user").get("id") or "")


def _prefilled(message: Payload, author: str) -> dict[str, str]:
    text = to_text(str(part(message, "body").get("content") or ""))
    values = {"description": cut(text, _LONGEST), "customer": author}
    return {name: value for name, value in values.items() if value}


def to_text(html: str) -> str:
    """The words of a message that Teams gives as HTML."""
    words = _TAG.sub("", _BREAKS.sub("\n", html))
    lines: list[Any] = [line.strip() for line in clean(unescape(words)).split("\n")]
    return "\n".join(lines).strip()
