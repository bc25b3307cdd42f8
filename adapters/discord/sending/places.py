"""What Discord can do with a thread: pin, open one in private, show its state by tags, end it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import structlog

from adapters.discord.addresses import FORUMS, PRIVATE_THREAD, TEXT, Own
from adapters.discord.render.limits import TAG_NAME, TAGS, TAGS_APPLIED, THREAD_NAME
from adapters.discord.sending.posting import Writer
from adapters.discord.webapi.calls import DiscordCalls, Json
from adapters.discord.webapi.failures import MISSING_PERMISSION, code_of
from adapters.discord.webapi.finding import since
from adapters.discord.webapi.people import DiscordPeople
from bot.incoming import Spot
from bot.ports import Refused
from bot.ports_places import PlaceState, Turn
from bot.showing.texts import plain

_log = structlog.get_logger(__name__)

_A_WEEK = 10080
_NO_MORE_PINS = 30003
TURNS = {
    Turn.OPEN: "Open",
    Turn.ON_US: "Waiting on us",
    Turn.ON_YOU: "Waiting on you",
    Turn.SOLVED: "Solved",
}
"""The tag of each state."""


class DiscordPlaces:
    """Threads of text channels, and posts of forums."""

    def __init__(
        self,
        calls: DiscordCalls,
        people: DiscordPeople,
        writer: Writer,
        rooms: Sequence[str],
    ) -> None:
        """``rooms``: where private threads may be opened beside a forum, which can hold none."""
        self._calls = calls
        self._people = people
        self._writer = writer
        self._rooms = rooms

    async def pin(self, spot: Spot, ref: str) -> None:
        """Pin our message in its thread."""
        channel = await self._writer.channel_of(spot, ref)
        if channel != spot.thread:
            return  # the root of a thread is its head anyway
        path = "/channels/{channel_id}/messages/pins/{message_id}"

        async def put() -> None:
            await self._calls.do("PUT", path, repeatable=True, channel_id=channel, message_id=ref)

        try:
            await self._writer.awake(channel, put)
        except Refused as refused:
            if code_of(refused) not in {MISSING_PERMISSION, _NO_MORE_PINS}:
                raise
            _log.warning("discord.not_pinned", channel=channel, reason=refused.reason)

    async def open_private(
        self, own: Own, beside: Spot, title: str, account: str, delivery: UUID
    ) -> Spot:
        """A private thread of that account's. Raises :class:`Refused` where there can be none."""
        parent = await self._room_beside(beside.channel)
        name = plain(title, THREAD_NAME)
        thread = await self._opened_before(own, parent, name, delivery)
        if thread is None:
            body = {
                "name": name,
                "type": PRIVATE_THREAD,
                "invitable": False,
                "auto_archive_duration": _A_WEEK,
            }
            path = "/channels/{channel_id}/threads"
            made = await self._calls.do("POST", path, body, repeatable=True, channel_id=parent)
            thread = str(made["id"])
        await self._calls.do(
            "PUT",
            "/channels/{channel_id}/thread-members/{user_id}",
            repeatable=True,
            channel_id=thread,
            user_id=account,
        )
        return beside.model_copy(update={"channel": parent, "thread": thread})

    async def has_room(self, channel: str) -> bool:
        """Whether there can be private threads beside that channel."""
        try:
            await self._room_beside(channel)
        except Refused:
            return False
        return True

    async def _room_beside(self, channel: str) -> str:
        for room in dict.fromkeys((channel, *self._rooms)):
            if (await self._people.channel(room)).get("type") == TEXT:
                return room
        raise Refused("Discord has private threads in text channels alone.")

    async def _opened_before(self, own: Own, parent: str, name: str, delivery: UUID) -> str | None:
        path = "/guilds/{guild_id}/threads/active"
        active = await self._calls.ask("GET", path, guild_id=own.guild)
        for one in active.get("threads") or ():
            ours = str(one.get("owner_id")) == own.user and one.get("type") == PRIVATE_THREAD
            alike = str(one.get("parent_id")) == parent and one.get("name") == name
            if ours and alike and int(one["id"]) > since(delivery):
                return str(one["id"])
        return None

    async def shut(self, spot: Spot) -> None:
        """Lock the thread and put it away."""
        if spot.thread is None or await self._people.is_direct(spot.channel):
            return
        found = (await self._calls.ask("GET", _CHANNEL, channel_id=spot.thread)).get(
            "thread_metadata"
        ) or {}
        if found.get("locked") and found.get("archived"):
            return
        if found.get("archived"):
            await self._writer.set_archived(spot.thread, False)
        await self._writer.set_archived(spot.thread, True, locked=True)

    async def show_state(self, spot: Spot, state: PlaceState) -> None:
        """Tags in a forum; and whoever's ticket is solved finds the thread put away, not locked."""
        if spot.thread is None or await self._people.is_direct(spot.channel):
            return
        thread = await self._calls.ask("GET", _CHANNEL, channel_id=spot.thread)
        is_away = bool((thread.get("thread_metadata") or {}).get("archived"))
        tags = await self._tags(spot.channel, thread, state)
        if tags is not None:
            await self._change(spot.thread, {"archived": False, "applied_tags": tags})
            is_away = False
        if is_away != state.put_away:
            await self._change(spot.thread, {"archived": state.put_away})

    async def _change(self, thread: str, body: Json) -> None:
        self._people.changed(thread)
        await self._calls.do("PATCH", _CHANNEL, body, repeatable=True, channel_id=thread)

    async def _tags(self, channel: str, thread: Json, state: PlaceState) -> list[str] | None:
        """The tags that the post is to have; None where it has them, or none can be had."""
        forum = await self._people.channel(channel)
        if forum.get("type") not in FORUMS:
            return None
        known = await self._with_states(channel, forum.get("available_tags") or [])
        by_name = {str(one["name"]).casefold(): str(one["id"]) for one in known}

        def named(words: Iterable[str]) -> list[str | None]:
            return [by_name.get(plain(word, TAG_NAME).casefold()) for word in words]

        wanted = named((TURNS[state.turn], *state.category))
        # What its author or a moderator has chosen stays.
        ours = named((*TURNS.values(), *state.before))
        before = [str(one) for one in thread.get("applied_tags") or ()]
        kept = [one for one in before if one not in ours]
        tags = list(dict.fromkeys(one for one in (*wanted, *kept) if one))[:TAGS_APPLIED]
        return tags if set(tags) != set(before) else None

    async def _with_states(self, channel: str, known: list[Json]) -> list[Json]:
        """The forum's tags, those of the states among them where we may add them."""
        there = {str(one["name"]).casefold() for one in known}
        missing = [name for name in TURNS.values() if name.casefold() not in there]
        if not missing or len(known) + len(missing) > TAGS:
            return known
        # Only moderators set these by hand.
        added: list[Json] = [{"name": name, "moderated": True} for name in missing]
        try:
            changed = await self._calls.do(
                "PATCH",
                _CHANNEL,
                {"available_tags": [*known, *added]},
                repeatable=True,
                channel_id=channel,
            )
        except Refused as refused:
            _log.warning("discord.no_tags", channel=channel, reason=refused.reason)
            return known
        self._people.changed(channel)
        return list(changed.get("available_tags") or known)


_CHANNEL = "/channels/{channel_id}"
