"""Who reads a channel or a thread: everybody whom Discord's roles let see it, one by one.

Discord lists members only for applications with the Server Members Intent.
"""

from datetime import timedelta

from adapters.discord.addresses import DM, PRIVATE_THREAD, THREADS, Own
from adapters.discord.webapi.calls import DiscordCalls, Json
from adapters.discord.webapi.failures import UNKNOWN_CHANNEL, code_of
from adapters.discord.webapi.people import DiscordPeople
from adapters.discord.webapi.permissions import MANAGE_THREADS, VIEW_CHANNEL, may_in
from bot.incoming import Spot
from bot.ports import Refused, TryLater
from bot.process.kept import Kept
from core.clock import Clock

_LASTS = timedelta(seconds=60)
_PAGE, _PAGES = 1000, 10


class DiscordReaders:
    """The readers of our server's channels, as they were a minute ago at the earliest."""

    def __init__(self, calls: DiscordCalls, people: DiscordPeople, clock: Clock) -> None:
        self._calls = calls
        self._people = people
        self._members: Kept[list[Json]] = Kept(clock, _LASTS)

    async def readers_of(self, own: Own, spot: Spot) -> frozenset[str]:
        """The accounts of all who see it. Raises :class:`Refused` where that cannot be said."""
        place = await self._place(spot)
        if place.get("type") == DM:
            return frozenset({own.user, *(str(one["id"]) for one in place.get("recipients") or ())})
        channel = place
        if place.get("type") in THREADS:
            channel = await self._people.channel(str(place.get("parent_id")))
        guild = await self._people.guild(own)
        members = await self._all_members(own)
        allowed = {_id_of(one): _allowed(channel, guild, one) for one in members}
        seeing = {user for user, may in allowed.items() if may & VIEW_CHANNEL}
        if place.get("type") == PRIVATE_THREAD:
            inside = await self._inside(str(place["id"]))
            seeing = {user for user in seeing if user in inside or allowed[user] & MANAGE_THREADS}
        return frozenset(seeing)

    async def _place(self, spot: Spot) -> Json:
        if spot.thread is None or await self._people.is_direct(spot.channel):
            return await self._people.channel(await self._people.opened(spot.channel))
        try:
            return await self._people.channel(spot.thread)
        except Refused as refused:
            if code_of(refused) != UNKNOWN_CHANNEL:
                raise
            return await self._people.channel(spot.channel)  # nobody has begun the thread yet

    async def _all_members(self, own: Own) -> list[Json]:
        kept = self._members.get(own.guild)
        if kept is not None:
            return kept
        found: list[Json] = []
        after = "0"
        for _ in range(_PAGES):
            query = {"limit": str(_PAGE), "after": after}
            page = await self._listed("/guilds/{guild_id}/members", query, guild_id=own.guild)
            found += page
            if len(page) < _PAGE:
                return self._members.put(own.guild, found)
            after = _id_of(page[-1])
        # Whoever was not looked at might be a customer.
        raise Refused("The server has more members than can be looked at.")

    async def _inside(self, thread: str) -> set[str]:
        """Who is in a private thread."""
        page = await self._listed("/channels/{channel_id}/thread-members", channel_id=thread)
        return {str(one["user_id"]) for one in page}

    async def _listed(
        self, path: str, query: dict[str, str] | None = None, **at: str
    ) -> list[Json]:
        try:
            return await self._calls.listed("GET", path, query=query or {}, **at)
        except TryLater:
            raise
        except Refused as refused:
            reason = f"Discord does not list who is there (Server Members Intent): {refused.reason}"
            raise Refused(reason) from refused


def _id_of(member: Json) -> str:
    return str((member.get("user") or {}).get("id"))


def _allowed(channel: Json, guild: Json, member: Json) -> int:
    """What a member may do there; the owner of the server may do everything."""
    user = _id_of(member)
    if user == str(guild.get("owner_id")):
        return ~0
    held = [str(one) for one in member.get("roles") or ()]
    return may_in(channel, guild.get("roles") or [], held, user, str(guild["id"]))
