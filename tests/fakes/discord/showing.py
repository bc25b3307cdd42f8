"""How messages are shown: to REST, to the gateway, and to people."""

import hashlib
import hmac
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from tests.fakes.copying import copied
from tests.fakes.discord.components import FILE, every
from tests.fakes.discord.names import cleansed
from tests.fakes.discord.places import Channel
from tests.fakes.discord.state import DiscordState

Json = dict[str, Any]

LINKS_LAST = timedelta(hours=24)
SECRET = b"the content network's own"
BARE_FIELDS: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


def shown(state: DiscordState, message: Json, viewer: str) -> Json:
    """The message object as REST gives it to this viewer, its links fresh."""
    told = copied(message)
    channel = state.channels[message["channel_id"]]
    told["attachments"] = [file_of(state, channel.id, one) for one in told["attachments"]]
    for one in told.get("message_snapshots") or ():
        forwarded, origin = one["message"], message["message_reference"]["channel_id"]
        forwarded["attachments"] = [
            file_of(state, origin, file) for file in forwarded["attachments"]
        ]
    by_name = {one["filename"]: one for one in told["attachments"]}
    for part in every(told["components"]):
        _resolve(part, by_name)
    put_on = state.reactions.get(message["id"]) or {}
    told["reactions"] = [_reaction(emoji, users, viewer) for emoji, users in put_on.items()]
    thread = state.channels.get(message["id"])
    if thread is not None and thread is not channel:
        told["thread"] = thread.to_json(viewer)
    reference = message.get("message_reference") or {}
    if message["type"] == 19:
        place = state.channels.get(reference["channel_id"])
        answered = place.messages.get(reference["message_id"]) if place else None
        told["referenced_message"] = copied(answered) if answered else None
        if answered and place:
            told["referenced_message"]["attachments"] = [
                file_of(state, place.id, one) for one in answered["attachments"]
            ]
    return told


def told_of(state: DiscordState, message: Json, channel: Channel) -> Json:
    """The message as the gateway tells of it."""
    told = shown(state, message, state.bot)
    if channel.guild is not None:
        told["guild_id"] = channel.guild.id
        member = channel.guild.members.get(message["author"]["id"])
        if member is not None and not message.get("webhook_id"):
            told["member"] = {key: value for key, value in member.items() if key != "user"}
        for one in told["mentions"]:
            named = channel.guild.members.get(one["id"])
            if named:
                one["member"] = {key: value for key, value in named.items() if key != "user"}
    return told


def bare(told: Json) -> Json:
    """The message without its contents, as a bot without the intent is given it."""
    blank = told | copied(BARE_FIELDS)
    blank.pop("poll", None)
    if "message_snapshots" in blank:
        blank["message_snapshots"] = [
            {"message": one["message"] | copied(BARE_FIELDS)} for one in blank["message_snapshots"]
        ]
    return blank


def file_of(state: DiscordState, channel: str, record: Json) -> Json:
    """The attachment object; its address is good for a day."""
    until = int((state.clock.now() + LINKS_LAST).timestamp())
    folder = "ephemeral-attachments" if record.get("ephemeral") else "attachments"
    path = f"/{folder}/{channel}/{record['id']}/{quote(record['filename'])}"
    query = f"ex={until:x}&is={until - 86400:x}&hm={signature(path, f'{until:x}')}&"
    address = f"{state.files_origin}{path}?{query}"
    return record | {"url": address, "proxy_url": address}


def signature(path: str, until: str) -> str:
    """What proves that an address was given by us."""
    return hmac.new(SECRET, f"{path} {until}".encode(), hashlib.sha256).hexdigest()


def texts_of(message: Json) -> str:
    """All that a person reads in a message: text, embeds, components with their labels."""
    parts = [message.get("content") or ""]
    for embed in message.get("embeds") or ():
        parts += [embed.get("title"), embed.get("description")]
        parts += [text for one in embed.get("fields") or () for text in (one["name"], one["value"])]
        parts.append((embed.get("footer") or {}).get("text"))
    for one in every(message.get("components") or []):
        parts += [one.get("content"), one.get("label"), one.get("placeholder")]
    return "\n".join(part for part in parts if part)


def _resolve(part: Json, files: dict[str, Json]) -> None:
    items = part.get("items") or [part]
    for item in items:
        for key in ("media", "file"):
            media = item.get(key)
            name = cleansed(str((media or {}).get("url") or "").removeprefix("attachment://"))
            if media is not None and name in files:
                found = files[name]
                media |= {"url": found["url"], "proxy_url": found["proxy_url"]}
                media |= {"attachment_id": found["id"], "content_type": found["content_type"]}
                if part["type"] == FILE:
                    part |= {"name": found["filename"], "size": found["size"]}


def _reaction(emoji: str, users: list[str], viewer: str) -> Json:
    name, _, number = emoji.partition(":")
    return {
        "emoji": {"id": number or None, "name": name},
        "count": len(users),
        "count_details": {"burst": 0, "normal": len(users)},
        "me": viewer in users,
        "me_burst": False,
        "burst_colors": [],
    }
