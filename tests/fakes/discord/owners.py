"""What happens to a server around us: rights change, channels go, our bot comes and goes."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.fakes.discord import permissions as may
from tests.fakes.discord.gateway import guild_told
from tests.fakes.discord.meaning import Draft
from tests.fakes.discord.places import Channel
from tests.fakes.discord.rest_places import drop_channel
from tests.fakes.discord.threads import set_archived
from tests.fakes.discord.writing import tell, write

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

Json = dict[str, Any]


class Owners:
    """Those who run a server, other apps in it, and Discord itself."""

    def __init__(self, discord: "FakeDiscord") -> None:
        self._discord = discord

    async def permit(self, channel: Channel, who: str, *, allow: int = 0, deny: int = 0) -> None:
        """Change what a role, everybody (the server's id) or a member may do in a channel."""
        state = self._discord
        saw = may.can_see(channel, state.bot)
        state.overwrite(channel, who, allow=allow, deny=deny)
        state.emit("CHANNEL_UPDATE", channel.to_json(state.bot), channel, channel.guild)
        if channel.guild is not None and not saw and may.can_see(channel, state.bot):
            threads = [one for one in state.threads_of(channel.guild) if one.parent is channel]
            seen = [one for one in threads if may.can_see(one, state.bot)]
            told = {
                "guild_id": channel.guild.id,
                "channel_ids": [channel.id],
                "threads": [one.to_json(state.bot) for one in seen],
                "members": [one.members[state.bot] for one in seen if state.bot in one.members],
            }
            state.emit("THREAD_LIST_SYNC", told, channel, channel.guild)
        await state.notify()

    async def set_permissions(
        self, role: str, permissions: int, *, guild: str | None = None
    ) -> None:
        """Change what a role may do in the whole server; its id is the role of everybody."""
        place = self._discord.guilds[guild or self._discord.guild]
        place.roles[role]["permissions"] = str(permissions)
        told = {"guild_id": place.id, "role": place.roles[role]}
        self._discord.emit("GUILD_ROLE_UPDATE", told, None, place)
        await self._discord.notify()

    async def set_roles(self, user: str, *roles: str, guild: str | None = None) -> None:
        """Give a member these roles, and no others."""
        place = self._discord.guilds[guild or self._discord.guild]
        place.members[user]["roles"] = list(roles)
        told = place.members[user] | {"guild_id": place.id}
        self._discord.emit("GUILD_MEMBER_UPDATE", told, None, place)
        await self._discord.notify()

    async def delete_channel(self, channel: Channel) -> None:
        """A channel or thread is removed."""
        drop_channel(self._discord, channel)
        await self._discord.notify()

    async def archive_idle(self) -> None:
        """Discord archives the threads in which nothing was said for their time."""
        now = self._discord.clock.now()
        for guild in self._discord.guilds.values():
            for thread in self._discord.threads_of(guild):
                said = [one["timestamp"] for one in thread.messages.values()]
                idle = now - datetime.fromisoformat(max([thread.archive_at, *said]))
                if idle >= timedelta(minutes=thread.duration):
                    set_archived(self._discord, thread, True)
        await self._discord.notify()

    async def purge(self, *messages: Json) -> None:
        """A moderator removes messages of one channel at once."""
        channel = self._discord.channels[messages[0]["channel_id"]]
        for one in messages:
            del channel.messages[one["id"]]
        told = {"channel_id": channel.id, "ids": [one["id"] for one in messages]}
        if channel.guild is not None:
            told["guild_id"] = channel.guild.id
        self._discord.emit("MESSAGE_DELETE_BULK", told, channel, channel.guild)
        await self._discord.notify()

    async def remove_bot(self, guild: str | None = None) -> None:
        """Our bot is sent away; its threads and webhooks there end with it."""
        state = self._discord
        place = state.guilds[guild or state.guild]
        del place.members[state.bot]
        for channel in state.channels.values():
            if channel.guild is place:
                channel.members.pop(state.bot, None)
        hooks = [key for key, one in state.webhooks.items() if one["guild_id"] == place.id]
        for key in hooks:
            del state.webhooks[key]
        place.commands.clear()
        state.emit("GUILD_DELETE", {"id": place.id})
        await state.notify()

    async def invite_bot(self, guild: str | None = None) -> None:
        """Our bot is let in, with the role that it had."""
        state = self._discord
        place = state.guilds[guild or state.guild]
        role = next(one["id"] for one in place.roles.values() if one["managed"])
        state.join(state.bot, place.id, role, silent=True)
        told = guild_told(state, place)
        del told["unavailable"]  # it stands only where a server comes back
        state.emit("GUILD_CREATE", told, None, place)
        await state.notify()

    async def webhook_says(self, channel: Channel, name: str, text: str, **more: Any) -> Json:
        """Somebody else's webhook posts; the message."""
        state = self._discord
        number = state.next_id()
        author = {"id": number, "username": name, "discriminator": "0000", "bot": True}
        author |= {"global_name": None, "avatar": None}
        draft = Draft(author, {"content": text, **more}, more={"webhook_id": number})
        message = write(state, channel, draft)
        await state.notify()
        return message

    async def unfurl(self, message: Json) -> None:
        """Discord adds a preview of a link: a change in which nobody changed a word."""
        page = {"type": "link", "title": "A page", "url": "https://example.org"}
        message["embeds"] = [page]
        tell(
            self._discord,
            "MESSAGE_UPDATE",
            self._discord.channels[message["channel_id"]],
            message,
        )
        await self._discord.notify()
