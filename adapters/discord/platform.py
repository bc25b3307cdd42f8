"""Discord as a chat platform: what :class:`bot.ports.ChatPlatform` promises, over REST."""

from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from uuid import UUID

from adapters.discord.addresses import SLUG, TEXT, Own, account_in
from adapters.discord.inbound.messages import to_time
from adapters.discord.sending.answering import DIRECT, PRIVATE, Answerer
from adapters.discord.sending.marking import DiscordMarks
from adapters.discord.sending.places import DiscordPlaces
from adapters.discord.sending.posting import Writer
from adapters.discord.sending.voices import Hooks
from adapters.discord.webapi.calls import DiscordCalls
from adapters.discord.webapi.failures import UNKNOWN_CHANNEL, code_of
from adapters.discord.webapi.files import DiscordFiles
from adapters.discord.webapi.finding import find_posted
from adapters.discord.webapi.looking import look_up
from adapters.discord.webapi.people import DiscordPeople
from adapters.discord.webapi.readers import DiscordReaders
from adapters.discord.webapi.reporting import report
from bot.cards import Card, Text
from bot.incoming import Brought, Spot
from bot.ports import (
    OutcomeUnknown,
    PrivateAnswer,
    Profile,
    Refused,
    SendError,
    SentFile,
    TryLater,
    Written,
)
from bot.ports_places import PlaceState
from bot.process.health import ConnectionHealth
from bot.process.watching import Keep
from core.clock import Clock
from core.conversation.audience import Audience
from core.settings_chats import DiscordSettings


class DiscordPlatform:
    """The one server of Discord that we are connected to."""

    slug = SLUG
    hears_others = True
    direct_is_one_conversation = True
    is_a_menu = True
    tells_threads = True

    def __init__(self, settings: DiscordSettings, clock: Clock, keep: Keep | None = None) -> None:
        self._settings = settings
        self.calls = DiscordCalls(settings, clock, keep)
        self.people = DiscordPeople(self.calls, settings.staff_role, clock)
        self._readers = DiscordReaders(self.calls, self.people, clock)
        self._hooks = Hooks(self.calls, clock)
        self.writer = Writer(self.calls, self.people, self._hooks)
        self._answerer = Answerer(self.calls, self.people, self.writer, clock)
        self._files = DiscordFiles(self.calls, settings.api_url)
        rooms = tuple(one for one in (settings.support_channel,) if one)
        self._places = DiscordPlaces(self.calls, self.people, self.writer, rooms)
        self._marks = DiscordMarks(self.calls, clock)

    async def connect(self) -> Own:
        """Learn who we are there. Nothing is taken in or sent before that succeeds."""
        return await self.calls.learn()

    async def close(self) -> None:
        """Close the connections to Discord."""
        await self.calls.close()

    def address(self, spot: Spot, ref: str) -> str | None:
        """The message's link, as Discord's clients understand it."""
        if ref.startswith((PRIVATE, DIRECT)) or account_in(spot.channel):
            return None
        channel = spot.thread if spot.thread and ref != spot.thread else spot.channel
        return f"https://discord.com/channels/{spot.workspace}/{channel}/{ref}"

    def moment_of(self, ref: str) -> datetime | None:
        """The moment that an id holds."""
        return to_time(ref) if ref.isdigit() else None

    async def health(self, workspaces: tuple[str, ...]) -> list[ConnectionHealth]:
        """How the connection stands."""
        return await report(self.calls, self.people, workspaces)

    async def profile(self, workspace: str, user: str) -> Profile | None:
        """Who the user is; None when Discord does not know, does not answer, or it is a bot."""
        try:
            own = await self._own(workspace)
        except SendError:
            return None
        return await self.people.profile(own, user)

    async def audience_of(self, spot: Spot) -> Audience:
        """Who can see that place now, asked at most once a minute; public when in doubt.

        Raises :class:`TryLater` while it cannot be asked: then nothing is sent.
        """
        try:
            own = await self._own(spot.workspace)
        except TryLater:
            raise
        except SendError:
            return Audience.PUBLIC
        return await self.people.audience(own, spot.channel)

    async def readers_of(self, spot: Spot) -> frozenset[str]:
        """The accounts of all who see the channel or the thread, our own among them."""
        return await self._readers.readers_of(await self._own(spot.workspace), spot)

    async def post(self, spot: Spot, content: Text | Card, *, delivery: UUID) -> str:
        """Post a message that carries its delivery's mark, so that it can be found again."""
        return await self.writer.post(await self._own(spot.workspace), spot, content, delivery)

    async def update(self, spot: Spot, ref: str, content: Text | Card) -> None:
        """Replace the message ``ref``."""
        own = await self._own(spot.workspace)
        private = ref.startswith((PRIVATE, DIRECT))
        change = self._answerer.change if private else self.writer.change
        await change(own, spot, ref, content)

    async def remove(self, spot: Spot, ref: str) -> None:
        """Delete the message ``ref``; one that is gone already counts as deleted."""
        await self.writer.remove(await self._own(spot.workspace), spot, ref)

    async def answer(
        self, spot: Spot, to: PrivateAnswer, content: Text | Card, *, delivery: UUID
    ) -> str:
        """Say something that only ``to.viewer`` sees: by the token, else directly."""
        own = await self._own(spot.workspace)
        return await self._answerer.answer(own, spot, to, content, delivery)

    async def find(self, spot: Spot, delivery: UUID) -> str | None:
        """The id of what that delivery posted; None if it is surely not there."""
        try:
            own = await self._own(spot.workspace)
            reveal = partial(self._hooks.reveal, own, spot.channel)
            return await find_posted(self.calls, own, await self._channel(spot), delivery, reveal)
        except SendError as error:
            if code_of(error) == UNKNOWN_CHANNEL:
                return None  # a thread that nobody has begun
            raise OutcomeUnknown(error.reason) from error

    async def read_message(self, spot: Spot, stamp: str) -> Written | None:
        """A message of a channel, or of one of its threads."""
        own = await self._own(spot.workspace)
        return await look_up(self.calls, self.people, own, spot, stamp)

    async def fetch_file(self, brought: Brought) -> AsyncIterator[bytes]:
        """The content of a file that somebody shared."""
        async for chunk in self._files.fetch(brought):
            yield chunk

    async def put_file(self, spot: Spot, file: SentFile, *, delivery: UUID) -> str:
        """Share a file there; the id of the message that holds it."""
        channel = await self._channel(spot)
        return await self._files.put(channel, file, delivery)

    async def find_file(self, spot: Spot, name: str, size: int, delivery: UUID) -> str | None:
        """A file like that which we shared there since that delivery."""
        own = await self._own(spot.workspace)
        return await self._files.find(own, await self._channel(spot), name, size, delivery)

    async def remove_file(self, spot: Spot, ref: str) -> None:
        """Delete a file of ours, with the message that holds it."""
        await self.remove(spot, ref)

    async def mark(self, spot: Spot, ref: str, mark: str, *, was: str | None = None) -> None:
        """A reaction of ours on the message ``ref``."""
        await self._own(spot.workspace)
        channel = await self.writer.channel_of(spot, ref)
        await self._marks.show(channel, ref, mark, was)

    async def pin(self, spot: Spot, ref: str) -> None:
        """Pin our message in its thread."""
        await self._own(spot.workspace)
        await self._places.pin(spot, ref)

    async def has_room(self, beside: Spot) -> bool:
        """Whether a private thread can be opened there, or in the support channel instead."""
        await self._own(beside.workspace)
        return await self._places.has_room(beside.channel)

    async def open_private_thread(
        self, beside: Spot, title: str, account: str, *, delivery: UUID
    ) -> Spot:
        """Open a thread that only that account and staff see."""
        own = await self._own(beside.workspace)
        return await self._places.open_private(own, beside, title, account, delivery)

    @property
    def reads_words(self) -> bool:
        """Whether we have the intent for contents."""
        return self.calls.health.reads_words

    def vocabulary_of(self, words: str, *, staff: bool) -> str:
        """Customers are shown ``/support`` alone."""
        return words if staff or words != "ticket" else "support"

    def begins(self, words: str, *, direct: bool) -> str:
        """As Discord's menu shows it. Directly there is none for staff, whose verbs do alone."""
        return "" if direct and words == "ticket" else f"/{words}"

    def thread_address(self, spot: Spot) -> str | None:
        """The thread's link, as Discord's clients understand it."""
        return f"https://discord.com/channels/{spot.workspace}/{spot.thread or spot.channel}"

    async def takes_panel(self, spot: Spot) -> bool:
        """Whether private threads can be opened there: under text channels alone."""
        await self._own(spot.workspace)
        return (await self.people.channel(spot.channel)).get("type") == TEXT

    async def shut(self, spot: Spot) -> None:
        """Lock the thread and put it away."""
        await self._own(spot.workspace)
        await self._places.shut(spot)

    async def show_state(self, spot: Spot, state: PlaceState) -> None:
        """The thread shows this state, by its tags and by being put away."""
        await self._own(spot.workspace)
        await self._places.show_state(spot, state)

    async def _own(self, workspace: str) -> Own:
        own = await self.calls.learn()
        if workspace != own.guild:
            raise Refused("That place is in another Discord server.")
        return own

    async def _channel(self, spot: Spot) -> str:
        """The channel that one writes to."""
        return await self.writer.channel_of(spot)
