"""Guilds, channels, threads and direct messages of the fake Discord."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TEXT, DM, CATEGORY, NEWS = 0, 1, 4, 5
PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 11, 12, 15
KINDS = {"text": TEXT, "private": TEXT, "forum": FORUM, "news": NEWS, "category": CATEGORY}
REQUIRES_TAG = 1 << 4


@dataclass
class Guild:
    """A server with its people, roles and channels."""

    id: str
    name: str
    owner: str
    joined_at: str
    roles: dict[str, Json] = field(default_factory=dict)
    members: dict[str, Json] = field(default_factory=dict)
    commands: dict[str, Json] = field(default_factory=dict)
    locale: str = "en-US"

    def to_json(self) -> Json:
        """The guild object, as REST gives it."""
        return {
            "id": self.id,
            "name": self.name,
            "owner_id": self.owner,
            "roles": list(self.roles.values()),
            "emojis": [],
            "stickers": [],
            "features": ["COMMUNITY"],
            "preferred_locale": self.locale,
            "verification_level": 1,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "afk_timeout": 300,
            "afk_channel_id": None,
            "application_id": None,
            "banner": None,
            "description": None,
            "discovery_splash": None,
            "icon": None,
            "incidents_data": None,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "public_updates_channel_id": None,
            "region": "deprecated",
            "rules_channel_id": None,
            "splash": None,
            "system_channel_flags": 0,
            "system_channel_id": None,
            "vanity_url_code": None,
        }


@dataclass
class Channel:
    """A channel, a forum, a thread or a direct message; ``messages`` by id, oldest first."""

    id: str
    type: int
    name: str = ""
    guild: Guild | None = None
    parent: "Channel | None" = None
    overwrites: list[dict[str, str]] = field(default_factory=list)
    recipients: set[str] = field(default_factory=set)
    messages: dict[str, Json] = field(default_factory=dict)
    pins: list[tuple[str, str]] = field(default_factory=list)
    topic: str | None = None
    flags: int = 0
    position: int = 0
    tags: list[Json] = field(default_factory=list)
    # threads alone
    owner: str = ""
    members: dict[str, Json] = field(default_factory=dict)
    applied_tags: list[str] = field(default_factory=list)
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    archive_at: str = ""
    created_at: str = ""
    duration: int = 4320
    sent: int = 0
    slowmode: int = 0

    @property
    def is_thread(self) -> bool:
        """A thread of any kind."""
        return self.type in (10, PUBLIC_THREAD, PRIVATE_THREAD)

    @property
    def is_private_thread(self) -> bool:
        """A thread to which one is invited."""
        return self.type == PRIVATE_THREAD

    @property
    def is_post(self) -> bool:
        """A thread of a forum."""
        return self.is_thread and self.parent is not None and self.parent.type == FORUM

    @property
    def last_message(self) -> str | None:
        """The id of the newest message."""
        return next(reversed(self.messages), None)

    def to_json(self, viewer: str = "", users: dict[str, Json] | None = None) -> Json:
        """The channel object, as this viewer is given it."""
        if self.type == DM:
            others = sorted(self.recipients - {viewer})
            people = [(users or {})[one] for one in others]
            return {
                "id": self.id,
                "type": DM,
                "last_message_id": self.last_message,
                "flags": 0,
                "recipients": people,
            }
        base: Json = {
            "id": self.id,
            "type": self.type,
            "name": self.name,
            "guild_id": self.guild.id if self.guild else None,
            "parent_id": self.parent.id if self.parent else None,
            "last_message_id": self.last_message,
            "rate_limit_per_user": self.slowmode,
            "flags": self.flags,
        }
        return base | (self._thread_part(viewer) if self.is_thread else self._channel_part())

    def _channel_part(self) -> Json:
        part: Json = {
            "position": self.position,
            "permission_overwrites": [dict(one) for one in self.overwrites],
            "nsfw": False,
            "topic": self.topic,
        }
        if self.type == FORUM:
            part |= {
                "available_tags": [dict(one) for one in self.tags],
                "default_reaction_emoji": None,
                "default_sort_order": None,
                "default_forum_layout": 0,
                "last_message_id": None,
            }
        return part

    def _thread_part(self, viewer: str) -> Json:
        part: Json = {
            "owner_id": self.owner,
            "message_count": max(0, len(self.messages) - int(self.is_post)),
            "total_message_sent": self.sent,
            "member_count": min(50, len(self.members)),
            "thread_metadata": {
                "archived": self.archived,
                "archive_timestamp": self.archive_at,
                "auto_archive_duration": self.duration,
                "locked": self.locked,
                "create_timestamp": self.created_at,
            },
        }
        if self.is_private_thread:
            part["thread_metadata"]["invitable"] = self.invitable
        if self.is_post:
            part["applied_tags"] = list(self.applied_tags)
        if viewer in self.members:
            part["member"] = dict(self.members[viewer])
        return part


def is_named(member: Json, begun: str) -> bool:
    """Whether a member's name or nickname begins so."""
    user = member["user"]
    names = (member.get("nick"), user["username"], user.get("global_name"))
    return any(str(name or "").casefold().startswith(begun.casefold()) for name in names)
