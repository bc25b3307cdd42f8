"""Slack as a chat platform: what :class:`bot.ports.ChatPlatform` promises, over the Web API."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from adapters.slack.calls import SlackCalls
from adapters.slack.failures import Expired, error_code
from adapters.slack.finding import find_posted, to_metadata
from adapters.slack.forms import origin_of, to_view
from adapters.slack.inbound import SLUG, Own
from adapters.slack.people import SlackPeople
from adapters.slack.render import Message, render
from bot.cards import Card, Form, Text
from bot.incoming import Incoming, Spot
from bot.ports import (
    Gone,
    OutcomeUnknown,
    PrivateAnswer,
    Profile,
    Refused,
    SendError,
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
            self._own = Own(**ids, name=str(told.get("user") or "Ticket"))
        return self._own

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
        if not self._is_slack(token):
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

    def _is_slack(self, url: str) -> bool:
        """Whether an address is Slack's own: nothing is sent anywhere else."""
        parts = urlsplit(url)
        if (parts.scheme, parts.netloc) == (self._api.scheme, self._api.netloc):
            return True
        host = parts.hostname or ""
        return parts.scheme == "https" and host.endswith((".slack.com", ".slack-gov.com"))


def _body(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": message.blocks, **_AS_WRITTEN}


def _in_thread(thread: str | None) -> dict[str, Any]:
    return {"thread_ts": thread} if thread else {}


def _is_private(ref: str) -> bool:
    return ref.startswith("private:")
