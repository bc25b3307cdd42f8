"""What Slack asks and is answered at once: choices while one types, cards under links, homes.

Nothing of it changes anything, so nothing is lost when an answer would come too late.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp

from adapters.slack.inbound.asking import SharedLinks, to_opened_home, to_shared_links, to_typed
from adapters.slack.inbound.payloads import Own
from adapters.slack.platform import SlackPlatform
from adapters.slack.render.blocks import to_options
from bot.cards import Option
from bot.ports import Desk, SendError
from core.clock import Clock

_log = structlog.get_logger(__name__)

_ANY = re.compile(r".*", re.DOTALL)
_SECONDS = 2.0
"""Slack waits three for all of it."""
_CARDS = 5
"""Under the links of one message."""

Payload = dict[str, Any]


class Asked:
    """Answers Slack's questions through the desk."""

    def __init__(
        self, desk: Desk, platform: SlackPlatform, own: Callable[[], Own], clock: Clock
    ) -> None:
        self._desk = desk
        self._platform = platform
        self._own = own
        self._clock = clock

    def watch(self, bolt: AsyncApp) -> None:
        """Hear what is asked. To be called before anything that hears all events."""
        bolt.options(_ANY)(self._on_typing)
        bolt.event("link_shared")(self._on_links)
        bolt.event("app_home_opened")(self._on_home)

    async def _on_typing(self, body: Payload, ack: AsyncAck) -> BoltResponse:
        typed = to_typed(body, self._own(), self._clock.now())
        found: list[Option] = []
        if typed is not None:
            try:
                async with asyncio.timeout(_SECONDS):
                    found = await self._desk.suggest(*typed)
            except TimeoutError:
                _log.warning("slack.suggestions_too_slow", source=typed[1])
        return await ack(**to_options(found))

    async def _on_links(self, body: Payload, ack: AsyncAck) -> None:
        links = to_shared_links(body, self._own())
        if links is not None and links.urls:
            try:
                async with asyncio.timeout(_SECONDS):
                    await self._unfurl(links)
            except (SendError, TimeoutError) as error:
                # A link without a card is still a link.
                _log.warning("slack.not_unfurled", error=repr(error))
        await ack()

    async def _unfurl(self, links: SharedLinks) -> None:
        cards = await self._desk.preview(links.incoming, links.urls, most=_CARDS)
        if cards:
            await self._platform.unfurl(links, cards)

    async def _on_home(self, body: Payload, ack: AsyncAck) -> None:
        incoming = to_opened_home(body, self._own())
        if incoming is not None:
            await self._desk.tell(incoming)
        await ack()
