"""Slack as a chat platform: what :class:`bot.ports.ChatPlatform` promises, over the Web API.

Each act goes over the connection of the workspace that its place is in.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from adapters.slack.inbound.payloads import SLUG, Own, to_time
from adapters.slack.render.messages import Message, render
from adapters.slack.sending.bodies import TO_ONE, in_thread, to_body
from adapters.slack.sending.posting import answer_without_token, say
from adapters.slack.sending.showing import ShowsPages
from adapters.slack.sending.voices import to_voice
from adapters.slack.webapi.failures import Expired, error_code
from adapters.slack.webapi.files import is_slack
from adapters.slack.webapi.finding import find_posted
from adapters.slack.webapi.groups import members_of_group
from adapters.slack.webapi.looking import look_up
from adapters.slack.webapi.marking import SlackMarks
from adapters.slack.workspaces.connections import Connection, Workspaces
from adapters.slack.workspaces.reporting import report
from bot.cards import Card, Text
from bot.incoming import Brought, Spot
from bot.ports import (
    Gone,
    OutcomeUnknown,
    PrivateAnswer,
    Profile,
    SendError,
    SentFile,
    TryLater,
    Written,
)
from bot.process.health import ConnectionHealth
from core.clock import Clock
from core.conversation.audience import Audience
from core.settings_chats import SLACK_CHANNEL, SlackSettings


class SlackPlatform(ShowsPages):
    """All Slack workspaces that we are connected to."""

    slug = SLUG
    hears_others = True
    tells_threads = True

    def __init__(
        self, settings: SlackSettings, clock: Clock, workspaces: Workspaces | None = None
    ) -> None:
        self._clock = clock
        self._api = urlsplit(settings.api_url)
        self.workspaces = workspaces or Workspaces(settings, clock)
        self._marks = SlackMarks(clock)

    @property
    def own(self) -> Own | None:
        """Who we are in the workspace of the settings' token; None until Slack has said so."""
        return self.workspaces.fixed.own if self.workspaces.fixed else None

    async def connect(self) -> Own | None:
        """Learn who we are there. Nothing is taken in or sent before that succeeds."""
        connection = await self.workspaces.learn()
        return connection.own if connection else None

    def address(self, spot: Spot, ref: str) -> str | None:
        """The message's permalink, as Slack's clients understand it."""
        connection = self.workspaces.connections().get(spot.workspace)
        if connection is None or not connection.own.url:
            return None
        base = connection.own.url.rstrip("/")
        link = f"{base}/archives/{spot.channel}/p{ref.replace('.', '')}"
        thread = urlencode({"thread_ts": spot.thread, "cid": spot.channel}) if spot.thread else ""
        return f"{link}?{thread}" if thread else link

    def moment_of(self, ref: str) -> datetime | None:
        """The moment that a message's id is."""
        return None if _is_private(ref) else to_time(ref)

    async def health(self, workspaces: tuple[str, ...]) -> list[ConnectionHealth]:
        """How the connections to these stand."""
        return await report(self.workspaces, workspaces)

    async def close(self) -> None:
        """Close the connections to Slack."""
        await self.workspaces.close()

    async def profile(self, workspace: str, user: str) -> Profile | None:
        """Who the user is; None when Slack does not know, does not answer, or it is a bot."""
        try:
            connection = await self.workspaces.of(workspace, hastily=True)
        except SendError:
            return None
        return await connection.people.profile(connection.own, user)

    async def audience_of(self, spot: Spot) -> Audience:
        """Who can see that place now, asked at most once a minute; public when in doubt.

        Raises :class:`TryLater` while it cannot be asked: then nothing is sent.
        """
        try:
            connection = await self.workspaces.of(spot.workspace, hastily=True)
        except TryLater:
            raise
        except SendError:
            return Audience.PUBLIC
        return await connection.people.audience(connection.own, spot.channel)

    async def readers_of(self, spot: Spot) -> frozenset[str]:
        """The members of the channel, asked at most once a minute."""
        connection = await self.workspaces.of(spot.workspace, hastily=True)
        return await connection.people.members_of(spot.channel)

    def channel_fault(self, channel: str) -> str:
        """Channels are known by their ids: a name that was only typed leads nowhere."""
        if SLACK_CHANNEL.fullmatch(channel):
            return ""
        return (
            f"{channel!r} is no channel that I can find. Choose it from the list that opens"
            " after #, or say its id: it looks like C0123ABCD"
        )

    async def why_unread(self, spot: Spot) -> str:
        """Slack's reason for not saying who is in that channel."""
        try:
            await self.readers_of(spot)
        except TryLater:
            return ""
        except SendError as error:
            return error.reason
        return ""

    async def group_fault(self, workspace: str, group: str) -> str:
        """Slack's reason for not saying who is in that user group."""
        try:
            line = await self.workspaces.of(workspace, hastily=True)
            await members_of_group(line.calls, group)
        except TryLater:
            return ""
        except SendError as error:
            return error.reason
        return ""

    async def post(self, spot: Spot, content: Text | Card, *, delivery: UUID) -> str:
        """Post a message that carries its delivery's id, so that it can be found again."""
        line = await self._line(spot)
        return await say(line, spot, content, delivery)

    async def update(self, spot: Spot, ref: str, content: Text | Card) -> None:
        """Replace the message ``ref``."""
        line = await self._line(spot)
        if _is_private(ref):
            raise Gone("A private answer cannot be changed.")
        message = render(content, voiced=bool(to_voice(line, content)))
        await line.calls.write(
            "chat.update", repeatable=True, channel=spot.channel, ts=ref, **to_body(message)
        )

    async def remove(self, spot: Spot, ref: str) -> None:
        """Delete the message ``ref``; one that is gone already counts as deleted."""
        line = await self._line(spot)
        try:
            await line.calls.write("chat.delete", repeatable=True, channel=spot.channel, ts=ref)
        except Gone:
            return

    async def answer(
        self, spot: Spot, to: PrivateAnswer, content: Text | Card, *, delivery: UUID
    ) -> str:
        """Say something that only ``to.viewer`` sees: through the token, there, else directly."""
        line = await self._line(spot)
        message = render(content)
        if to.token and self._lasts(to):
            try:
                await self._respond(line, to.token, spot, message)
            except Expired:
                pass
            else:
                return f"private:{delivery}"
        return await answer_without_token(line, spot, to.viewer, message, delivery)

    async def find(self, spot: Spot, delivery: UUID) -> str | None:
        """The stamp of what that delivery posted; None if it is surely not there."""
        try:
            line = await self._line(spot)
            return await find_posted(line.calls, line.own, spot, delivery)
        except SendError as error:
            if error_code(error) == "thread_not_found":
                return None
            raise OutcomeUnknown(error.reason) from error

    async def read_message(self, spot: Spot, stamp: str) -> Written | None:
        """A message of a channel, or of one of its threads."""
        line = await self._line(spot)
        return await look_up(line.calls, line.own, spot, stamp)

    async def fetch_file(self, brought: Brought) -> AsyncIterator[bytes]:
        """The content of a file that somebody shared."""
        line = await self.workspaces.of(brought.workspace or (self.own.team if self.own else ""))
        async for chunk in line.files.fetch(brought):
            yield chunk

    async def put_file(self, spot: Spot, file: SentFile, *, delivery: UUID) -> str:
        """Share a file there."""
        return await (await self._line(spot)).files.put(spot, file)

    async def find_file(self, spot: Spot, name: str, size: int, delivery: UUID) -> str | None:
        """A file like that which we shared there since that delivery."""
        line = await self._line(spot)
        return await line.files.find(line.own, spot, name, size, delivery)

    async def remove_file(self, spot: Spot, ref: str) -> None:
        """Delete a file of ours."""
        await (await self._line(spot)).files.remove(ref)

    async def mark(self, spot: Spot, ref: str, mark: str, *, was: str | None = None) -> None:
        """A reaction of ours on the message ``ref``."""
        line = await self._line(spot)
        await self._marks.show(line.calls, spot.workspace, spot.channel, ref, mark, was)

    async def _line(self, spot: Spot) -> Connection:
        return await self.workspaces.of(spot.workspace)

    async def _respond(self, line: Connection, token: str, spot: Spot, message: Message) -> None:
        if not is_slack(token, self._api):
            raise Expired("The private answer has no address in Slack.")
        body = to_body(message) | in_thread(spot.thread)
        await line.calls.respond(token, body | TO_ONE)

    def _lasts(self, to: PrivateAnswer) -> bool:
        return to.token_until is None or self._clock.now() < to.token_until


def _is_private(ref: str) -> bool:
    return ref.startswith("private:")
