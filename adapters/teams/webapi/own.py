"""Who we are in Teams, and where things stand there. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.incoming import Spot

SLUG = "teams"
Payload = Mapping[str, Any]
_ROOT = re.compile(r";messageid=(\d+)\Z")


@dataclass(frozen=True)
class Own:
    """Our bot in one tenant. What carries its id was said by ourselves."""

    tenant: str
    app: str

    @property
    def bot(self) -> str:
        """The bot's account."""
        return f"28:{self.app}"


def is_for(activity: Payload, own: Own) -> bool:
    """Whether our tenant is meant."""
    told = part(part(activity, "channelData"), "tenant").get("id")
    where = part(activity, "conversation").get("tenantId")
    return own.tenant in (told, where)


def part(value: object, name: str) -> Payload:
    """An object inside another; an empty one for what is none."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def parts(value: object, name: str) -> list[Payload]:
    """The objects of a list inside an object."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def to_spot(activity: Payload, own: Own) -> Spot:
    """Where it stands. Only channels have threads: their root's id is in the conversation's."""
    where = str(part(activity, "conversation").get("id") or "")
    channel, root = to_channel(where), _ROOT.search(where)
    thread = root[1] if root and root[1] != str(activity.get("id")) else None
    return Spot(platform=SLUG, workspace=own.tenant, channel=channel, thread=thread)


def to_channel(conversation: str) -> str:
    """The conversation without the thread in it."""
    return _ROOT.sub("", conversation)


def to_conversation(channel: str, thread: str | None) -> str:
    """The conversation of a thread, as Teams names it."""
    return f"{channel};messageid={thread}" if thread and has_threads(channel) else channel


def has_threads(channel: str) -> bool:
    """Whether it is a team's channel: chats have no threads."""
    return channel.startswith("19:") and not channel.endswith(("@thread.v2", "@unq.gbl.spaces"))


def is_personal(channel: str) -> bool:
    """Whether it is one person's chat with us."""
    return channel.startswith("a:") or channel.endswith("@unq.gbl.spaces")


def is_account(channel: str) -> bool:
    """Whether it is no conversation but somebody's account, with whom none was begun yet."""
    return channel.startswith("29:")


def is_direct(activity: Payload) -> bool:
    """Whether it stands in somebody's personal chat with us."""
    return part(activity, "conversation").get("conversationType") == "personal"


def sender_of(activity: Payload) -> str:
    """The account behind an activity; empty for none."""
    return str(part(activity, "from").get("id") or "")


def is_a_person(activity: Payload, own: Own) -> bool:
    """Whether a person did it: we are none, nor are other bots."""
    sender = part(activity, "from")
    account = sender_of(activity)
    bot = account.startswith("28:") or sender.get("role") in ("bot", "skill")
    return bool(account) and not bot and account != own.bot


def to_time(activity: Payload, now: datetime) -> datetime:
    """When it happened, as Teams says; now if it does not."""
    try:
        told = datetime.fromisoformat(str(activity.get("timestamp")).replace("Z", "+00:00"))
    except ValueError:
        return now
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def to_moment(ref: str) -> datetime | None:
    """When a message was said, as its id tells in channels; in chats it need not."""
    if not re.fullmatch(r"\d{13}", ref):
        return None
    return datetime.fromtimestamp(int(ref) / 1000, UTC)
