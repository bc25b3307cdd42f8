"""What a message holds: its files, its components, whom it names and whom it disturbs."""

import mimetypes
import re
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.components import TEXT, every
from tests.fakes.discord.names import cleansed
from tests.fakes.discord.places import Channel
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.state import DiscordState

Json = dict[str, Any]

_NAMED = re.compile(r"<@(?P<role>&)?!?(?P<id>\d+)>|@(?P<all>everyone|here)\b")


@dataclass
class Draft:
    """A message to be written: who says what, with which files (name, content)."""

    author: Json
    payload: Json
    files: list[tuple[int, str, bytes]] = field(default_factory=list)
    kind: int = 0
    more: Json = field(default_factory=dict)
    ephemeral_for: str = ""
    loading: bool = False


def fill(state: DiscordState, channel: Channel, message: Json, payload: Json) -> None:
    """Put text, embeds and components of a payload into a message, and see who is meant."""
    message["content"] = str(payload.get("content") or "").strip()
    message["embeds"] = [{"type": "rich", **one} for one in payload.get("embeds") or []]
    message["components"] = [dict(one) for one in payload.get("components") or []]
    numbered = list(every(message["components"]))
    taken = {one["id"] for one in numbered if one.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)
    for one in numbered:
        one["id"] = one.get("id") or next(free)
    texts = [message["content"]]
    texts += [one["content"] for one in numbered if one["type"] == TEXT]
    found = [one for text in texts for one in _NAMED.finditer(text)]
    users = [one["id"] for one in found if one["id"] and not one["role"]]
    known = [one for one in dict.fromkeys(users) if one in state.users]
    message["mentions"] = [state.user(one) for one in known]
    roles = dict.fromkeys(one["id"] for one in found if one["role"])
    message["mention_roles"] = [
        one for one in roles if channel.guild and one in channel.guild.roles
    ]
    message["mention_everyone"] = any(one["all"] for one in found)


def pinged_by(message: Json, draft: Draft, channel: Channel) -> list[str]:
    """Whom a message disturbs, as it would be written: users, roles, everybody."""
    allowed = draft.payload.get("allowed_mentions")
    parse = ["everyone", "users", "roles"] if allowed is None else allowed.get("parse") or []
    named = allowed or {}
    listed = {str(one) for key in ("users", "roles") for one in named.get(key) or ()}
    found = [
        f"<@{one['id']}>" for one in message["mentions"] if "users" in parse or one["id"] in listed
    ]
    found += [f"<@&{one}>" for one in message["mention_roles"] if "roles" in parse or one in listed]
    if message["mention_everyone"] and "everyone" in parse:
        found.append("@everyone")
    if message["type"] == 19 and (allowed is None or named.get("replied_user")):
        answered = channel.messages[message["message_reference"]["message_id"]]
        found.append(f"<@{answered['author']['id']}>")
    return found


def bring_all(state: DiscordState, draft: Draft) -> list[Json]:
    """The files of a draft, kept; refused if one is too large."""
    said = {str(one.get("id")): one for one in draft.payload.get("attachments") or ()}
    records = []
    for number, name, content in draft.files:
        if len(content) > state.upload_limit:
            raise Refusal("file.size")
        given = said.get(str(number)) or {}
        record = bring(state, given.get("filename") or name, content)
        record |= described(given)
        record |= {"ephemeral": True} if draft.ephemeral_for else {}
        records.append(record)
    return records


def bring(state: DiscordState, name: str, content: bytes) -> Json:
    """Keep a file; the record of it."""
    number = state.next_id()
    state.contents[number] = content
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    safe = cleansed(name)
    record = {"id": number, "filename": safe, "size": len(content), "content_type": kind}
    return record | ({"title": name.rpartition(".")[0] or name} if safe != name else {})


def described(given: Json) -> Json:
    """The words for those who cannot see a file, and its title, where they were given."""
    return {key: given[key] for key in ("description", "title") if given.get(key)}
