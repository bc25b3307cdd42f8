"""Where something stands in Discord, and how we say it. Pure.

A thread that grows from a message has that message's id, so a thread is named by the message
with which it begins, as a thread of a forum is by its first post.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.incoming import Spot

SLUG = "discord"
TEXT, DM, NEWS, FORUM, MEDIA = 0, 1, 5, 15, 16
PUBLIC_THREAD, PRIVATE_THREAD, NEWS_THREAD = 11, 12, 10
THREADS = frozenset({PUBLIC_THREAD, PRIVATE_THREAD, NEWS_THREAD})
FORUMS = frozenset({FORUM, MEDIA})


@dataclass(frozen=True)
class Where:
    """A place of Discord's: a channel, or a thread in one. ``title`` is the thread's name;
    ``post``: it is one of a forum."""

    channel: str
    thread: str | None = None
    direct: bool = False
    apart: bool = False
    post: bool = False
    title: str = ""


@dataclass(frozen=True)
class Own:
    """Who we are. ``guild`` is the server that we serve; ``role`` our app's own there."""

    application: str
    user: str
    name: str
    guild: str
    role: str = ""


def to_account(user: str) -> str:
    """The channel that stands for direct messages with that account which are not open yet."""
    return f"@{user}"


def account_in(channel: str) -> str | None:
    """The account that such a channel names; None for one of Discord's."""
    return channel[1:] if channel.startswith("@") else None


def to_where(channel: Mapping[str, Any], *, post: bool = False) -> Where | None:
    """The place that a channel object describes; None for one in which nobody writes to us.
    ``post``: it is a thread of a forum."""
    id, kind = str(channel.get("id") or ""), channel.get("type")
    if kind == DM:
        return Where(id, direct=True)
    if kind in THREADS and channel.get("parent_id"):
        return Where(
            str(channel["parent_id"]),
            id,
            apart=kind == PRIVATE_THREAD,
            post=post,
            title=str(channel.get("name") or ""),
        )
    return Where(id) if kind in {TEXT, NEWS, FORUM, MEDIA} else None


def to_spot(own: Own, where: Where, thread: str | None = None) -> Spot:
    """A place in our server; direct messages belong to it too."""
    return Spot(
        platform=SLUG, workspace=own.guild, channel=where.channel, thread=where.thread or thread
    )
