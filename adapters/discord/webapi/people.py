"""Who somebody is in our server, what a channel is, and who can see it. Fails closed."""

from collections.abc import Iterable
from datetime import timedelta

import structlog

from adapters.discord.addresses import (
    DM,
    FORUMS,
    THREADS,
    Own,
    Where,
    account_in,
    to_account,
    to_where,
)
from adapters.discord.webapi.calls import DiscordCalls, Json
from adapters.discord.webapi.failures import DIRECTS_TOO_FAST, code_of
from adapters.discord.webapi.permissions import ADMINISTRATOR, members_that_see, roles_that_see
from bot.ports import Profile, Refused, SendError, TryLater
from bot.process.kept import Kept
from core.clock import Clock
from core.conversation.audience import Audience

_log = structlog.get_logger(__name__)

_SHORT, _LONGEST = timedelta(seconds=60), timedelta(days=1)
_NO_MEMBER = 10007
_AVATARS = "https://cdn.discordapp.com"
_MOST_NAMED = 50
"""Members who were let into a channel by name and are looked at; with more it is public."""


class DiscordPeople:
    """The people, roles and channels of our server."""

    def __init__(self, calls: DiscordCalls, staff_role: str, clock: Clock) -> None:
        self._calls = calls
        self._staff_role = staff_role
        self._guilds: Kept[Json] = Kept(clock, _SHORT)
        self._members: Kept[Json] = Kept(clock, _SHORT)
        self._channels: Kept[Json] = Kept(clock, _SHORT)
        self._wheres: Kept[Where] = Kept(clock, _LONGEST)
        self._forums: Kept[bool] = Kept(clock, _LONGEST)
        self._directs: Kept[str] = Kept(clock, _LONGEST)

    async def profile(self, own: Own, user: str) -> Profile | None:
        """Who the user is; None for a bot, somebody who is not in the server, or when Discord
        does not answer.

        Discord vouches for no address, so nobody is known by it: a role makes staff, and
        everybody else in the server is welcome as a customer.
        """
        try:
            member = await self._member(own, user)
            account = member.get("user") or {}
            if not member or account.get("bot"):
                return None
            direct = await self._direct_or_account(user)
        except SendError as error:
            _log.warning("discord.profile_unknown", user=user, reason=error.reason)
            return None
        staff = self._staff_role in map(str, member.get("roles") or ())
        return Profile(
            name=_name(member, account) or user,
            direct=direct,
            guest=not staff,
            staff=staff,
            avatar_url=_avatar(own, member, account),
            welcome=True,
        )

    async def direct(self, user: str) -> str:
        """The channel that reaches the user alone."""
        kept = self._directs.get(user)
        if kept is not None:
            return kept
        opened = await self._calls.do(
            "POST", "/users/@me/channels", {"recipient_id": user}, repeatable=True
        )
        self._wheres.put(str(opened["id"]), Where(str(opened["id"]), direct=True))
        return self._directs.put(user, str(opened["id"]))

    async def _direct_or_account(self, user: str) -> str:
        """Who cannot be reached at present is somebody all the same: their direct messages are
        opened once something is to be said there."""
        try:
            return await self.direct(user)
        except SendError as error:
            if not isinstance(error, Refused) and code_of(error) != DIRECTS_TOO_FAST:
                raise
            _log.warning("discord.direct_not_opened", user=user, reason=error.reason)
            return to_account(user)

    async def opened(self, channel: str) -> str:
        """The channel as Discord knows it; direct messages that are not open yet are opened."""
        user = account_in(channel)
        return await self.direct(user) if user else channel

    async def where(self, channel: str, told: Json | None = None) -> Where | None:
        """The place that a channel or thread is; ``told`` is what came along about it."""
        kept = self._wheres.get(channel)
        if kept is not None:
            return kept
        found = told if told and "type" in told else await self.channel(channel)
        parent = str(found.get("parent_id") or "") if found.get("type") in THREADS else ""
        where = to_where(found, post=bool(parent) and await self.is_forum(parent))
        return self._wheres.put(channel, where) if where is not None else None

    def told_of(self, channels: Iterable[Json]) -> None:
        """Take over what Discord tells of channels and threads by itself, channels first: where
        those are is not asked for then."""
        for one in channels:
            id, parent = str(one.get("id") or ""), str(one.get("parent_id") or "")
            if one.get("type") not in THREADS:
                self._forums.put(id, one.get("type") in FORUMS)
                where = to_where(one)
            elif (is_post := self._forums.get(parent)) is not None:
                where = to_where(one, post=is_post)
            else:
                continue  # its channel is looked at once somebody writes there
            if where is not None:
                self._wheres.put(id, where)

    async def is_direct(self, channel: str) -> bool:
        """Whether that is a channel between one person and us."""
        if account_in(channel):
            return True
        where = await self.where(channel)
        return where is not None and where.direct

    async def is_forum(self, channel: str) -> bool:
        """Whether each thread there is a post of its own."""
        kept = self._forums.get(channel)
        if kept is None:
            kept = self._forums.put(channel, (await self.channel(channel)).get("type") in FORUMS)
        return kept

    async def channel(self, channel: str) -> Json:
        """The channel or thread, asked at most once a minute."""
        kept = self._channels.get(channel)
        if kept is not None:
            return kept
        found = await self._calls.ask("GET", "/channels/{channel_id}", channel_id=channel)
        return self._channels.put(channel, found)

    def changed(self, channel: str) -> None:
        """The channel is to be looked at anew."""
        self._channels.forget(channel)

    def server_changed(self) -> None:
        """So are the roles of the server."""
        self._guilds.clear()
        self._members.clear()

    async def audience(self, own: Own, channel: str) -> Audience:
        """Who can see the channel; public whenever that is not certain.

        Staff are who hold the staff role, and those who may do everything anyway. Raises
        :class:`TryLater` while Discord does not say.
        """
        try:
            return await self._audience(own, channel)
        except TryLater:
            raise
        except SendError as error:
            _log.warning("discord.audience_unknown", channel=channel, reason=error.reason)
            return Audience.PUBLIC

    async def _audience(self, own: Own, channel: str) -> Audience:
        found = await self.channel(await self.opened(channel))
        if found.get("type") in THREADS:
            found = await self.channel(str(found.get("parent_id")))
        if found.get("type") == DM or str(found.get("guild_id")) != own.guild:
            return Audience.PUBLIC
        roles = (await self.guild(own)).get("roles") or []
        if not roles:
            return Audience.PUBLIC
        trusted = {str(one["id"]) for one in roles if self._is_trusted(one)}
        if roles_that_see(found, roles, own.guild) - trusted:
            return Audience.PUBLIC
        named = members_that_see(found) - {own.user}
        if len(named) > _MOST_NAMED:
            return Audience.PUBLIC
        for user in named:
            if not await self._is_staff(own, user):
                return Audience.PUBLIC
        return Audience.INTERNAL

    def _is_trusted(self, role: Json) -> bool:
        tags = role.get("tags") or {}
        everything = int(role["permissions"]) & ADMINISTRATOR
        return bool(str(role["id"]) == self._staff_role or everything or tags.get("bot_id"))

    async def _is_staff(self, own: Own, user: str) -> bool:
        member = await self._member(own, user)
        held = set(map(str, member.get("roles") or ()))
        return bool((member.get("user") or {}).get("bot")) or self._staff_role in held

    async def guild(self, own: Own) -> Json:
        """The server with its roles, asked at most once a minute."""
        kept = self._guilds.get(own.guild)
        if kept is not None:
            return kept
        found = await self._calls.ask("GET", "/guilds/{guild_id}", guild_id=own.guild)
        return self._guilds.put(own.guild, found)

    async def _member(self, own: Own, user: str) -> Json:
        """The member; nothing for somebody who is not in the server."""
        kept = self._members.get(user)
        if kept is not None:
            return kept
        try:
            found = await self._calls.ask(
                "GET", "/guilds/{guild_id}/members/{member_id}", guild_id=own.guild, member_id=user
            )
        except Refused as refused:
            if code_of(refused) != _NO_MEMBER:
                raise
            found = {}
        return self._members.put(user, found)


def _name(member: Json, account: Json) -> str:
    names = (member.get("nick"), account.get("global_name"), account.get("username"))
    return next((str(name) for name in names if name), "")


def _avatar(own: Own, member: Json, account: Json) -> str | None:
    user = account.get("id")
    if member.get("avatar"):
        return f"{_AVATARS}/guilds/{own.guild}/users/{user}/avatars/{member['avatar']}.png?size=128"
    if account.get("avatar"):
        return f"{_AVATARS}/avatars/{user}/{account['avatar']}.png?size=128"
    return None
