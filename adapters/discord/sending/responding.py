"""The first answer to an interaction: within three seconds, once."""

import asyncio

import structlog

from adapters.discord.inbound.interactions import Payload
from adapters.discord.render.forms import GO_ON
from adapters.discord.render.messages import EPHEMERAL, render, to_body
from adapters.discord.webapi.calls import DiscordCalls, Json
from adapters.discord.webapi.failures import ACKNOWLEDGED, code_of
from bot.cards import Card, Text
from bot.ports import SendError, TryLater

_log = structlog.get_logger(__name__)
_MESSAGE, _WAIT, _SILENT, _CHANGE, _CHOICES, _MODAL = 4, 5, 6, 7, 8, 9
_PAUSES = (0.1, 0.3, 0.6)
"""Seconds before each further try: the asker waits for three seconds in all."""


class Responder:
    """Answers interactions at once. What comes too late is logged: nothing hangs on it."""

    def __init__(self, calls: DiscordCalls) -> None:
        self._calls = calls

    async def wait(self, asked: Payload) -> None:
        """Show the asker alone that we are at it."""
        await self._answer(asked, _WAIT, {"flags": EPHEMERAL})

    async def take(self, asked: Payload) -> None:
        """Taken; what follows shows elsewhere."""
        await self._answer(asked, _SILENT)

    async def say(
        self, asked: Payload, content: Text | Card, more: list[Json] | None = None
    ) -> None:
        """Tell the asker alone, with these components below; instead of the step of a form that
        led here, if one did."""
        body = to_body([*render(content), *(more or [])], flags=EPHEMERAL)
        await self._answer(asked, _CHANGE if is_step(asked) else _MESSAGE, body)

    async def open(self, asked: Payload, modal: Json) -> None:
        """Open a form."""
        await self._answer(asked, _MODAL, modal)

    async def offer(self, asked: Payload, choices: Json) -> None:
        """Offer choices while somebody types."""
        await self._answer(asked, _CHOICES, choices)

    async def _answer(self, asked: Payload, kind: int, data: Json | None = None) -> None:
        body: Json = {"type": kind} | ({"data": data} if data is not None else {})
        for pause in (*_PAUSES, None):
            error = await self._missed(asked, body)
            # Without an answer Discord tells the asker that we failed, whatever we did.
            if isinstance(error, TryLater) and pause is not None:
                wait = max(pause, error.retry_after or 0.0)
                if wait <= _PAUSES[-1]:
                    await asyncio.sleep(wait)
                    continue
            if error is not None and code_of(error) != ACKNOWLEDGED:  # an earlier try got there
                _log.warning("discord.not_answered", kind=kind, reason=error.reason)
            return

    async def _missed(self, asked: Payload, body: Json) -> SendError | None:
        """Answer, and give back what went wrong."""
        try:
            await self._calls.do(
                "POST",
                "/interactions/{webhook_id}/{webhook_token}/callback",
                body,
                repeatable=True,
                webhook_id=str(asked["id"]),
                webhook_token=str(asked["token"]),
            )
        except SendError as error:
            return error
        return None


def is_private(asked: Payload) -> bool:
    """Whether it was asked on a message that only the asker sees."""
    return bool(int((asked.get("message") or {}).get("flags") or 0) & EPHEMERAL)


def is_step(asked: Payload) -> bool:
    """Whether it was asked on the way from one step of a form to the next."""
    rows = (asked.get("message") or {}).get("components") or ()
    names = (str(one.get("custom_id") or "") for row in rows for one in row.get("components") or ())
    return is_private(asked) and any(name.startswith(f"{GO_ON}:") for name in names)
