"""What people do in the fake Discord; each act is told to us as Discord tells it."""

from typing import TYPE_CHECKING, Any

from tests.fakes.copying import copied
from tests.fakes.discord import permissions as may
from tests.fakes.discord.meaning import Draft
from tests.fakes.discord.places import PRIVATE_THREAD, PUBLIC_THREAD, Channel
from tests.fakes.discord.rest_messages import the_message
from tests.fakes.discord.rest_reactions import react, unreact
from tests.fakes.discord.rest_threads import grow, post
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.showing import shown
from tests.fakes.discord.threads import add_member, announce, begin, edit, kind_for, remove_member
from tests.fakes.discord.writing import (
    change,
    check_deletable,
    check_open,
    check_writable,
    put,
    remove,
    write,
)

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

Json = dict[str, Any]
Files = dict[str, bytes] | None
Place = Channel | str


class People:
    """Their hands. A place is a channel, a thread, or an id; what they may not is refused."""

    def __init__(self, discord: "FakeDiscord") -> None:
        self._discord = discord

    async def say(
        self, user: str, place: Place, text: str = "", *, files: Files = None, **more: Any
    ) -> Json:
        """Write into a channel, thread or direct messages; the message."""
        channel = self._place(place, user)
        draft = Draft(self._discord.user(user), {"content": text, **more}, _brought(files))
        check_writable(self._discord, channel, user, draft)
        message = write(self._discord, channel, draft)
        await self._discord.notify()
        return message

    async def dm(self, user: str, text: str = "", *, files: Files = None) -> Json:
        """Write to our bot alone; the message."""
        return await self.say(user, self._discord.dm_of(user), text, files=files)

    async def reply(
        self, user: str, message: Json, text: str, *, ping: bool = True, files: Files = None
    ) -> Json:
        """Answer a message; ``ping=False`` turns the mention of its author off."""
        reference = {"message_id": message["id"]}
        channel = message["channel_id"]
        said = await self.say(user, channel, text, files=files, message_reference=reference)
        said["pings_answered"] = ping
        return said

    async def forward(self, user: str, message: Json, place: Place) -> Json:
        """Forward a message: a copy of what it holds now, without its author."""
        reference = {"type": 1, "channel_id": message["channel_id"], "message_id": message["id"]}
        kept = ("type", "content", "embeds", "attachments", "components", "mentions", "timestamp")
        copy = {key: message[key] for key in (*kept, "sticker_items") if key in message}
        snapshots = [{"message": copied(copy)}]
        return await self._put(
            user, place, message_reference=reference, message_snapshots=snapshots
        )

    async def stick(self, user: str, place: Place, name: str) -> Json:
        """Send a sticker."""
        sticker = {"id": self._discord.next_id(), "name": name, "format_type": 1}
        return await self._put(user, place, sticker_items=[sticker])

    async def poll(self, user: str, place: Place, question: str, *answers: str) -> Json:
        """Begin a poll."""
        asked = [
            {"answer_id": number, "poll_media": {"text": one}}
            for number, one in enumerate(answers, 1)
        ]
        poll = {"question": {"text": question}, "answers": asked, "allow_multiselect": False}
        return await self._put(user, place, poll=poll)

    async def _put(self, user: str, place: Place, **more: Any) -> Json:
        """Write what is no text."""
        channel = self._place(place, user)
        draft = Draft(self._discord.user(user), {}, more=more)
        check_writable(self._discord, channel, user, draft)
        message = put(self._discord, channel, draft, {})
        await self._discord.notify()
        return message

    async def post(
        self,
        user: str,
        forum: Channel,
        title: str,
        text: str = "",
        *,
        tags: tuple[str, ...] = (),
        files: Files = None,
    ) -> Channel:
        """Begin a post in a forum, with the tags of these names; the thread."""
        named = {one["name"]: one["id"] for one in forum.tags}
        body = {"name": title, "applied_tags": [named[one] for one in tags]}
        draft = Draft(self._discord.user(user), {"content": text}, _brought(files))
        made, _ = post(self._discord, self._place(forum, user), user, body, draft)
        await self._discord.notify()
        return made

    async def thread(
        self,
        user: str,
        place: Place,
        name: str,
        *,
        message: Json | None = None,
        private: bool = False,
    ) -> Channel:
        """Begin a thread, from a message or without one."""
        channel = self._place(place, user)
        if message is not None:
            made = grow(self._discord, channel, message, user, {"name": name})
        else:
            needed = may.CREATE_PRIVATE_THREADS if private else may.CREATE_PUBLIC_THREADS
            self._discord.permitted(channel, user, needed)
            kind = kind_for(channel, PRIVATE_THREAD if private else PUBLIC_THREAD)
            made = begin(self._discord, channel, user, {"name": name}, kind)
            announce(self._discord, made)
        await self._discord.notify()
        return made

    async def edit(self, user: str, message: Json, text: str, **more: Any) -> Json:
        """Change one's own message."""
        if message["author"]["id"] != user:
            raise Refusal("message.not_own")
        channel = self._discord.channels[message["channel_id"]]
        check_open(channel, user, writing=False)
        draft = Draft(message["author"], {"content": text, **more})
        change(self._discord, channel, message, draft)
        await self._discord.notify()
        return message

    async def delete(self, user: str, message: Json) -> None:
        """Remove a message: one's own, or as a moderator."""
        channel = self._place(message["channel_id"], user)
        if message["author"]["id"] != user:
            self._discord.permitted(channel, user, may.MANAGE_MESSAGES)
        check_deletable(channel, user)
        remove(self._discord, channel, the_message(channel, message["id"]))
        await self._discord.notify()

    async def react(self, user: str, message: Json, emoji: str) -> None:
        """Put an emoji on a message."""
        channel = self._place(message["channel_id"], user)
        react(self._discord, channel, message, user, emoji)
        await self._discord.notify()

    async def unreact(self, user: str, message: Json, emoji: str) -> None:
        """Take one's emoji off a message."""
        channel = self._place(message["channel_id"], user)
        unreact(self._discord, channel, message, user, emoji)
        await self._discord.notify()

    async def change_thread(self, user: str, thread: Channel, **what: Any) -> None:
        """Archive, wake, lock, rename or tag a thread (``archived``, ``locked``, ``name``...)."""
        edit(self._discord, self._place(thread, user), user, what)
        await self._discord.notify()

    async def enter(self, user: str, thread: Channel) -> None:
        """Join a thread."""
        add_member(self._discord, self._place(thread, user), user)
        await self._discord.notify()

    async def leave(self, user: str, thread: Channel) -> None:
        """Leave a thread."""
        remove_member(self._discord, thread, user)
        await self._discord.notify()

    async def join_server(self, user: str, *roles: str, guild: str | None = None) -> None:
        """Become a member."""
        self._discord.join(user, guild or self._discord.guild, *roles)
        await self._discord.notify()

    async def leave_server(self, user: str, guild: str | None = None) -> None:
        """Be a member no more; they are in no thread there either."""
        place = self._discord.guilds[guild or self._discord.guild]
        del place.members[user]
        for one in self._discord.channels.values():
            if one.guild is place:
                one.members.pop(user, None)
        told = {"guild_id": place.id, "user": self._discord.user(user)}
        self._discord.emit("GUILD_MEMBER_REMOVE", told, None, place)
        await self._discord.notify()

    def close_dms(self, user: str) -> None:
        """Take no direct messages from our bot any more."""
        self._discord.closed_dms.add(user)

    def sees(self, user: str, place: Place) -> list[Json]:
        """The messages that this user sees there now, their own private answers included."""
        channel = self._discord.the_channel(place.id if isinstance(place, Channel) else place)
        if not may.permissions_in(channel, user) & may.READ_HISTORY:
            return []
        private = [
            message
            for whose, message in self._discord.ephemerals.values()
            if whose == user and message["channel_id"] == channel.id
        ]
        found = sorted([*channel.messages.values(), *private], key=lambda one: int(one["id"]))
        return [shown(self._discord, one, user) for one in found]

    def _place(self, place: Place, user: str) -> Channel:
        return self._discord.visible(place.id if isinstance(place, Channel) else place, user)


def _brought(files: Files) -> list[tuple[int, str, bytes]]:
    return [(number, *one) for number, one in enumerate((files or {}).items())]
