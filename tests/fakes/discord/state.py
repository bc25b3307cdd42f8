"""What the fake Discord remembers, and the builders of its people and places."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from core.clock import Clock
from tests.fakes.discord import permissions as may
from tests.fakes.discord.places import DM, KINDS, Channel, Guild
from tests.fakes.discord.rules import Refusal
from tests.fakes.far_end import Noticed

Json = dict[str, Any]

EPOCH = 1_420_070_400_000


class DiscordState(Noticed):
    """Guilds with their people, channels and messages, direct messages, commands and files."""

    token = "MTIz.fake.bot-token"
    application = "700000000000000001"

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.users: dict[str, Json] = {}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.commands: dict[str, Json] = {}
        self.webhooks: dict[str, Json] = {}
        self.contents: dict[str, bytes] = {}
        self.ephemerals: dict[str, tuple[str, Json]] = {}
        self.reactions: dict[str, dict[str, list[str]]] = {}
        self.nonces: dict[tuple[str, str], tuple[datetime, str, str]] = {}
        self.closed_dms: set[str] = set()
        self.minded_names: set[str] = set()
        self.openable_dms: int | None = None
        self.privileged = {"members", "presences", "content"}
        self.requests: list[tuple[str, str, Json]] = []
        self.answers: list[tuple[str, str, int]] = []
        self.typing: list[tuple[str, str]] = []
        self.broken: list[str] = []
        self.pings: list[str] = []
        self.sent_events: list[tuple[str, Json]] = []
        self.files_origin = ""
        self.upload_limit = 10 * 1024 * 1024
        self.deliver: Callable[[str, Json, Channel | None, Guild | None], None] | None = None
        self._count = 0
        self.bot = self.add_user("Ticket", bot=True, join=False)
        self.owner = self.add_user("Owner", join=False)
        self.guild = self.add_guild("Acme").id

    # people and places

    def add_guild(self, name: str, owner: str | None = None, permissions: int = may.BOT) -> Guild:
        """Another server with our bot in it; its managed role has these permissions."""
        owner = owner or self.owner
        guild = Guild(self.next_id(), name, owner, self.stamp())
        self.guilds[guild.id] = guild
        guild.roles[guild.id] = _role(guild.id, "@everyone", may.EVERYONE, 0)
        self.join(owner, guild.id, silent=True)
        role = self.add_role("Ticket", permissions, guild=guild.id)
        guild.roles[role] |= {"managed": True, "tags": {"bot_id": self.bot}}
        self.join(self.bot, guild.id, silent=True)
        guild.members[self.bot]["roles"].append(role)
        return guild

    def add_user(
        self, name: str, *roles: str, bot: bool = False, join: bool = True, locale: str = "en-US"
    ) -> str:
        """A person's id; they are in the first server, with these roles, unless ``join=False``."""
        user = self.next_id()
        self.users[user] = {
            "id": user,
            "username": name.lower().replace(" ", "_"),
            "global_name": None if bot else name,
            "discriminator": "0",
            "avatar": None,
            "bot": bot,
            "locale": locale,
            "public_flags": 0,
        }
        if join:
            self.join(user, self.guild, *roles, silent=True)
        return user

    def join(self, user: str, guild: str, *roles: str, silent: bool = False) -> None:
        """The user is in that server from now on."""
        place = self.guilds[guild]
        place.members[user] = {
            "user": self.user(user),
            "roles": list(roles),
            "nick": None,
            "avatar": None,
            "joined_at": self.stamp(),
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
        }
        if not silent:
            told = place.members[user] | {"guild_id": guild}
            self.emit("GUILD_MEMBER_ADD", told, guild=place)

    def add_role(self, name: str, permissions: int = 0, *, guild: str | None = None) -> str:
        """A role's id."""
        place = self.guilds[guild or self.guild]
        role = self.next_id()
        place.roles[role] = _role(role, name, permissions, len(place.roles))
        return role

    def add_channel(
        self,
        name: str,
        kind: str = "text",
        *,
        seen_by: tuple[str, ...] = (),
        tags: tuple[str, ...] = (),
        guild: str | None = None,
    ) -> Channel:
        """A channel: ``text``, ``forum``, ``news``, ``category``, or ``private``.

        A private one is seen by our bot and by the users and roles of ``seen_by``.
        """
        place = self.guilds[guild or self.guild]
        made = Channel(self.next_id(), KINDS[kind], name, place, position=len(self.channels))
        made.tags = [
            {"id": self.next_id(), "name": one, "moderated": False}
            | {"emoji_id": None, "emoji_name": None}
            for one in tags
        ]
        self.channels[made.id] = made
        if kind == "private":
            self.overwrite(made, place.id, deny=may.VIEW_CHANNEL)
            for one in (self.bot, *seen_by):
                self.overwrite(made, one, allow=may.VIEW_CHANNEL)
        return made

    def overwrite(self, channel: Channel, who: str, *, allow: int = 0, deny: int = 0) -> None:
        """Set what a role (``guild id`` for everybody) or a member may do in a channel."""
        kind = 0 if channel.guild is not None and who in channel.guild.roles else 1
        others = [one for one in channel.overwrites if one["id"] != who]
        mine = {"id": who, "type": kind, "allow": str(allow), "deny": str(deny)}
        channel.overwrites = [*others, mine]  # type: ignore[list-item]

    def dm_of(self, user: str) -> Channel:
        """The direct messages between our bot and a user."""
        for channel in self.channels.values():
            if channel.type == DM and channel.recipients == {self.bot, user}:
                return channel
        made = Channel(self.next_id(), DM, recipients={self.bot, user})
        self.channels[made.id] = made
        return made

    # looking

    def user(self, user: str) -> Json:
        """The user object, without what only they may know."""
        hidden = ("locale",)
        return {key: value for key, value in self.users[user].items() if key not in hidden}

    def meets(self, user: str) -> bool:
        """Whether the user shares a server with our bot."""
        return any({user, self.bot} <= set(one.members) for one in self.guilds.values())

    def the_channel(self, channel: object) -> Channel:
        """The channel or thread, or Discord's refusal."""
        found = self.channels.get(str(channel))
        if found is None:
            raise Refusal("channel.unknown")
        return found

    def visible(self, channel: object, user: str) -> Channel:
        """The channel that this user can see, or Discord's refusal."""
        found = self.the_channel(channel)
        if not may.can_see(found, user):
            raise Refusal("access.none")
        return found

    def permitted(self, channel: Channel, user: str, *needed: int) -> None:
        """Refuse unless the user has each of these permissions there."""
        allowed = may.permissions_in(channel, user)
        if any(not allowed & one for one in needed):
            raise Refusal("access.permission")

    def threads_of(self, guild: Guild) -> list[Channel]:
        """The active threads of a server."""
        return [
            one
            for one in self.channels.values()
            if one.guild is guild and one.is_thread and not one.archived
        ]

    # time, numbers, and telling

    def next_id(self) -> str:
        """A snowflake: never given before, later ones greater, made of the clock's time."""
        self._count += 1
        moment = int(self.clock.now().timestamp() * 1000) - EPOCH
        return str((moment << 22) + self._count)

    def stamp(self, at: datetime | None = None) -> str:
        """The present moment as Discord writes it."""
        return (at or self.clock.now()).astimezone(UTC).isoformat(timespec="microseconds")

    def emit(
        self, event: str, data: Json, channel: Channel | None = None, guild: Guild | None = None
    ) -> None:
        """Something happened: it goes to the gateway, which asks who may hear of it."""
        self.sent_events.append((event, data))
        if self.deliver is not None:
            self.deliver(event, data, channel, guild)


def _role(role: str, name: str, permissions: int, position: int) -> Json:
    return {
        "id": role,
        "name": name,
        "permissions": str(permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
