"""The door through which Slack reaches us: one address for events, commands and acts.

What changes something is told to the desk before Slack hears that we have it; what
opens a form is asked. Anything that goes wrong is not acknowledged, so that Slack
sends it again or tells the person.
"""

import logging
import re
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import (
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from adapters.slack.door.asked import Asked
from adapters.slack.door.guarding import Ended, Guard
from adapters.slack.inbound.events import to_incoming
from adapters.slack.inbound.payloads import Own, to_press, to_slash_command, to_submission
from adapters.slack.inbound.shortcuts import to_shortcut
from adapters.slack.platform import SlackPlatform
from adapters.slack.render.forms import CALLBACK, origin_of, to_errors, to_view
from adapters.slack.workspaces.connections import Workspaces
from adapters.slack.workspaces.following import Following
from bot.incoming import Incoming
from bot.ports import Desk, SendError
from bot.receiving.asking import ask_within
from core.clock import Clock
from core.settings_chats import SlackSettings

_log = structlog.get_logger(__name__)

PATH = "/slack/events"
_LARGEST_BODY = 2_000_000
_ASK_SECONDS = 2.0
_ANY = re.compile(r".*", re.DOTALL)

Payload = dict[str, Any]


@dataclass(frozen=True)
class Slack:
    """Slack, connected: the platform to send through and the door for what comes in."""

    platform: SlackPlatform
    app: "SlackDoor"

    @property
    def routes(self) -> list[Route]:
        """The door's address, to be added to the web application's routes."""
        return [Route(PATH, self.app, methods=["POST"])]


def build_slack(
    settings: SlackSettings,
    desk: Desk,
    clock: Clock,
    workspaces: Workspaces | None = None,
    ended: Ended | None = None,
    following: Following | None = None,
) -> Slack:
    """The adapter for all workspaces. Opens nothing before ``platform.connect()``; ``ended``
    hears that our app was removed from one, ``following`` that a user group has changed."""
    platform = SlackPlatform(settings, clock, workspaces)
    guard = Guard(platform.workspaces, ended, following)
    return Slack(platform=platform, app=SlackDoor(settings, platform, desk, clock, guard))


class SlackDoor:
    """An ASGI application. Slack's signature is checked by Bolt: 401 without a good one."""

    def __init__(
        self,
        settings: SlackSettings,
        platform: SlackPlatform,
        desk: Desk,
        clock: Clock,
        guard: Guard,
    ) -> None:
        self._platform = platform
        self._desk = desk
        self._clock = clock
        self._guard = guard
        self.bolt = self._build_bolt(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of Slack."""
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        body = await _read(request)
        if body is None:
            return JSONResponse({"error": "too large"}, 413)
        bolt_request = _to_bolt(request, body)
        if bolt_request is None:
            return JSONResponse({"error": "invalid request"}, 401)
        return to_starlette_response(await self.bolt.async_dispatch(bolt_request))

    def _build_bolt(self, settings: SlackSettings) -> AsyncApp:
        # Below this level Bolt writes whole bodies, forged ones too, into the log.
        logger = logging.getLogger("slack_bolt.deskhand")
        logger.setLevel(logging.WARNING)

        async def authorize() -> AuthorizeResult:
            return self._guard.authorize()

        # Without a secret (sockets only) nobody can sign: all that comes by HTTP is refused.
        secret = settings.signing_secret
        bolt = AsyncApp(
            name="deskhand",
            logger=logger,
            signing_secret=secret.get_secret_value() if secret else token_urlsafe(32),
            before_authorize=self._guard.find,
            authorize=authorize,
            process_before_response=True,
        )
        self._guard.watch(bolt)
        Asked(self._desk, self._platform, self._own, self._clock).watch(bolt)
        bolt.shortcut(_ANY)(self._on_shortcut)
        bolt.command(_ANY)(self._on_command)
        bolt.event(_ANY)(self._on_event)
        bolt.action(_ANY)(self._on_action)
        bolt.view(CALLBACK)(self._on_submission)
        return bolt

    async def _on_event(self, body: Payload, ack: AsyncAck) -> None:
        incoming = to_incoming(body, self._own())
        if incoming is not None:
            await self._desk.tell(incoming)
        await ack()

    async def _on_command(self, body: Payload, ack: AsyncAck) -> None:
        incoming = to_slash_command(body, self._own(), self._clock.now())
        if incoming is None:
            await ack("I don't know this command.")
            return
        await self._open_or_tell(incoming, body)
        await ack()

    async def _on_action(self, body: Payload, ack: AsyncAck) -> None:
        incoming = to_press(body, self._own(), self._clock.now())
        if incoming is not None:
            await self._open_or_tell(incoming, body)
        await ack()

    async def _on_shortcut(self, body: Payload, ack: AsyncAck) -> None:
        incoming = to_shortcut(body, self._own(), self._clock.now())
        if incoming is not None:
            await self._open_or_tell(incoming, body)
        await ack()

    async def _on_submission(self, body: Payload, ack: AsyncAck) -> BoltResponse:
        incoming = to_submission(body, self._own(), self._clock.now())
        if incoming is None:
            return await ack()
        form = await ask_within(_ASK_SECONDS, self._desk, incoming)
        if form is None:
            await self._desk.tell(incoming)
            return await ack()
        errors = to_errors(form, body["view"])
        if errors is not None:
            return await ack(response_action="errors", errors=errors)
        return await ack(response_action="update", view=to_view(form, origin_of(incoming, form)))

    async def _open_or_tell(self, incoming: Incoming, body: Payload) -> None:
        """Open the form that this asks for; whatever opens none is told."""
        trigger = body.get("trigger_id")
        form = await ask_within(_ASK_SECONDS, self._desk, incoming) if trigger else None
        if form is not None and trigger:
            try:
                await self._platform.open_form(str(trigger), form, incoming)
            except SendError as error:
                # The person pressed something: the desk answers in words instead.
                _log.warning("slack.form_not_opened", key=incoming.key, reason=error.reason)
            else:
                return
        await self._desk.tell(incoming)

    def _own(self) -> Own:
        """Who we are where the present request comes from."""
        return self._guard.own


async def _read(request: Request) -> bytes | None:
    """The body; None when it is larger than anything Slack sends."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            return None
    return bytes(body)


def _to_bolt(request: Request, body: bytes) -> AsyncBoltRequest | None:
    """The request as Bolt takes it; None for what Bolt would trip over.

    Bolt reads body and headers before it compares signatures, and an oddly shaped
    one is as good as unsigned.
    """
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and signature.isascii()):
        return None
    try:
        return to_async_bolt_request(request, body)
    except (ValueError, TypeError, AttributeError, LookupError):
        return None
