"""Slack as a chat platform: what :class:`bot.ports.ChatPlatform` promises, over the Web API."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from adapters.slack.calls import SlackCalls
from adapters.slack.failures import Expired, error_code
from adapters.slack.files import SlackFiles, is_slack
from adapters.slack.finding import find_posted, to_metadata
from adapters.slack.forms import origin_of, to_view
from adapters.slack.inbound import SLUG, Own
from adapters.slack.people import SlackPeople
from adapters.slack.render import Message, render
from bot.cards import Card, Form, Text
from bot.incoming import Brought, Incoming, Spot
from bot.ports import (
    Gone,
    OutcomeUnknown,
    PrivateAnswer,
    Profile,
    Refused,
    SendError,
    SentFile,
)
from core.clock import Clock
from core.conversation.audience import Audience
from core.settings import SlackSettings

_AGAIN = timedelta(seconds=5)
_FORM_SECONDS = 2.0
# Slack must not go looking for names or links in what we say.
_AS_WRITTEN = {"parse": "none", "link_names": False}
_QUIET = {"unfurl_links": False, "unfurl_media": False}
_TO_ONE = {"response_type": "ephemeral", "replace_original": False}
# Where the channel cannot hold a private answer, a direct message can.
_NOT_THERE = {
    "user_not_in_channel",
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "channel_is_archived",
    "restricted_action",
}


class SlackPlatform:
    """One Slack workspace, connected by one bot token."""

    slug = SLUG

    def __init__(self, settings: SlackSettings, clock: Clock) -> None:
        self._clock = clock
        self._api = urlsplit(settings.api_url)
        self.calls = SlackCalls(settings, clock)
        self._people = SlackPeople(self.calls, settings.triage_channel, clock)
        self._files = SlackFiles(self.calls, self._api, settings.bot_token.get_secret_value())
        self._own: Own | None = None
        self._asked: datetime | None = None

    @property
    def own(self) -> Own | None:
        """Who we are in the workspace; None until Slack has said so."""
        return self._own

    async def connect(self) -> Own:
        """Learn who we are. Nothing is taken in or sent before that succeeds."""
        if self._own is None:
            self._asked = self._clock.now()
            told = await self.calls.write("auth.test", repeatable=True)
            ids = {name: str(told.get(f"{name}_id") or "") for name in ("team", "user", "bot")}
            if not all(ids.values()):
                raise Refused("The token is not a bot token of one workspace.")
            self._own = Own(
                **ids, name=str(told.get("user") or "Ticket"), url=str(told.get("url") or "")
            )
        return self._own

    def address(self, spot: Spot, ref: str) -> str | None:
        """The message's permalink, as Slack's clients understand it."""
        if self._own is None or not self._own.url:
            return None
        link = f"{self._own.url.rstrip('/')}/archives/{spot.channel}/p{ref.replace('.', '')}"
        thread = urlencode({"thread_ts": spot.thread, "cid": spot.channel}) if spot.thread else ""
        return f"{link}?{thread}" if thread else link

    async def is_ready(self) -> bool:
        """Whether we know who we are; tries to learn it, though not at every call."""
        if self._own is None:
            asked = self._asked
            if asked is not None and self._clock.now() - asked < _AGAIN:
                return False
            try:
                await self.connect()
            except SendError:
                return False
        return True

    async def close(self) -> None:
        """Close the connections to Slack."""
        await self.calls.close()

    async def profile(self, workspace: str, user: str) -> Profile | None:
        """Who the user is; None when Slack does not know, does not answer, or it is a bot."""
        if not await self.is_ready() or self._own is None or workspace != self._own.team:
            return None
        return await self._people.profile(self._own, user)

    async def audience_of(self, spot: Spot) -> Audience:
        """Who can see that place now, asked at most once a minute; public when in doubt."""
        if not await self.is_ready() or self._own is None or spot.workspace != self._own.team:
            return Audience.PUBLIC
        return await self._people.audience(self._own, spot.channel)

    async def post(self, spot: Spot, content: Text | Card, *, delivery: UUID) -> str:
        """Post a message that carries its delivery's id, so that it can be found again."""
        await self._require(spot)
        return await self._post(spot.channel, spot.thread, render(content), delivery, again=False)

    async def update(self, spot: Spot, ref: str, content: Text | Card) -> None:
        """Replace the message ``ref``."""
        await self._require(spot)
        if _is_private(ref):
            raise Gone("A private answer cannot be changed.")
        message = render(content)
        await self.calls.write(
            "chat.update", repeatable=True, channel=spot.channel, ts=ref, **_body(message)
        )

    async def remove(self, spot: Spot, ref: str) -> None:
        """Delete the message ``ref``; one that is gone already counts as deleted."""
        await self._require(spot)
        try:
            await self.calls.write("chat.delete", repeatable=True, channel=spot.channel, ts=ref)
        except Gone:
            return

    async def answer(
        self, spot: Spot, to: PrivateAnswer, content: Text | Card, *, delivery: UUID
    ) -> str:
        """Say something that only ``to.viewer`` sees: through the token, there, else directly."""
        await self._require(spot)
        message = render(content)
        if to.token and self._lasts(to):
            try:
                await self._respond(to.token, spot, message)
            except Expired:
                pass
            else:
                return f"private:{delivery}"
        return await self._answer_without_token(spot, to.viewer, message, delivery)

    async def find(self, spot: Spot, delivery: UUID) -> str | None:
        """The stamp of what that delivery posted; None if it is surely not there."""
        try:
            await self._require(spot)
            return await find_posted(self.calls, await self.connect(), spot, delivery)
        except SendError as error:
            if error_code(error) == "thread_not_found":
                return None
            raise OutcomeUnknown(error.reason) from error

    async def open_form(self, trigger: str, form: Form, incoming: Incoming) -> None:
        """Open a form for who just pressed or typed. The trigger lives three seconds."""
        view = to_view(form, origin_of(incoming, form))
        await self.calls.write(
            "views.open", repeatable=False, within=_FORM_SECONDS, trigger_id=trigger, view=view
        )

    def fetch_file(self, brought: Brought) -> AsyncIterator[bytes]:
        """The content of a file that somebody shared."""
        return self._files.fetch(brought)

    async def put_file(self, spot: Spot, file: SentFile, *, delivery: UUID) -> str:
        """Share a file there."""
        await self._require(spot)
        return await self._files.put(spot, file)

    async def find_file(self, spot: Spot, name: str, size: int, delivery: UUID) -> str | None:
        """A file like that which we shared there since that delivery."""
        await self._require(spot)
        return await self._files.find(await self.connect(), spot, name, size, delivery)

    async def remove_file(self, spot: Spot, ref: str) -> None:
        """Delete a file of ours."""
        await self._require(spot)
        await self._files.remove(ref)

    async def _require(self, spot: Spot) -> None:
        own = await self.connect()
        if spot.workspace != own.team:
            raise Refused("That place is in another Slack workspace.")

    async def _post(
        self, channel: str, thread: str | None, message: Message, delivery: UUID, *, again: bool
    ) -> str:
        body = _body(message) | _QUIET | _in_thread(thread)
        posted = await self.calls.write(
            "chat.postMessage",
            repeatable=again,
            channel=channel,
            metadata=to_metadata(delivery),
            **body,
        )
        if not posted.get("ts"):
            raise OutcomeUnknown("Slack did not say where the message is.")
        return str(posted["ts"])

    async def _respond(self, token: str, spot: Spot, message: Message) -> None:
        if not is_slack(token, self._api):
            raise Expired("The private answer has no address in Slack.")
        body = _body(message) | _in_thread(spot.thread)
        await self.calls.respond(token, body | _TO_ONE)

    async def _answer_without_token(
        self, spot: Spot, viewer: str, message: Message, delivery: UUID
    ) -> str:
        try:
            posted = await self.calls.write(
                "chat.postEphemeral",
                repeatable=True,
                channel=spot.channel,
                user=viewer,
                **(_body(message) | _in_thread(spot.thread)),
            )
        except Refused as refused:
            if error_code(refused) not in _NOT_THERE:
                raise
        else:
            return f"private:{posted.get('message_ts') or delivery}"
        direct = await self._people.direct(viewer)
        # Nobody but its reader minds the same private answer twice; a lost one is worse.
        return await self._post(direct, None, message, delivery, again=True)

    def _lasts(self, to: PrivateAnswer) -> bool:
        return to.token_until is None or self._clock.now() < to.token_until


def _body(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": message.blocks, **_AS_WRITTEN}


def _in_thread(thread: str | None) -> dict[str, Any]:
    return {"thread_ts": thread} if thread else {}


def _is_private(ref: str) -> bool:
    return ref.startswith("private:")
