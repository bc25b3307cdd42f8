"""The first answer to an interaction: within three seconds, once."""

import structlog

from adapters.discord.inbound.interactions import Payload
from adapters.discord.render.forms import GO_ON
from adapters.discord.render.messages import EPHEMERAL, render, to_body
from adapters.discord.webapi.calls import DiscordCalls, Json
from bot.cards import Card, Text
from bot.ports import SendError

_log = structlog.get_logger(__name__)
_MESSAGE, _WAIT, _SILENT, _CHANGE, _CHOICES, _MODAL = 4, 5, 6, 7, 8, 9


class Responder:
    """Answers interactions at once. What comes too late is logged: nothing hangs on it."""

    def __init__(self, calls: DiscordCalls) -> None:
        self._calls = calls

    async def wait(self, asked: Payload) -> bool:
        """Show the asker alone that we are at it."""
        return await self._answer(asked, _WAIT, {"flags": EPHEMERAL})

    async def take(self, asked: Payload) -> bool:
        """Taken; what follows shows elsewhere."""
        return await self._answer(asked, _SILENT)

    async def say(
        self, asked: Payload, content: Text | Card, more: list[Json] | None = None
    ) -> bool:
        """Tell the asker alone, with these components below; instead of the step of a form that
        led here, if one did."""
        body = to_body([*render(content), *(more or [])], flags=EPHEMERAL)
        kind = _CHANGE if is_step(asked) else _MESSAGE
        return await self._answer(asked, kind, body)

    async def open(self, asked: Payload, modal: Json) -> bool:
        """Open a form."""
        return await self._answer(asked, _MODAL, modal)

    async def offer(self, asked: Payload, choices: Json) -> bool:
        """Offer choices while somebody types."""
        return await self._answer(asked, _CHOICES, choices)

    async def _answer(self, asked: Payload, kind: int, data: Json | None = None) -> bool:
        body: Json = {"type": kind} | ({"data": data} if data is not None else {})
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
            _log.warning("discord.not_answered", kind=kind, reason=error.reason)
            return False
        return True


def is_private(asked: Payload) -> bool:
    """Whether it was asked on a message that only the asker sees."""
    return bool(int((asked.get("message") or {}).get("flags") or 0) & EPHEMERAL)


def is_step(asked: Payload) -> bool:
    """Whether it was asked on the way from one step of a form to the next."""
    rows = (asked.get("message") or {}).get("components") or ()
    names = (str(one.get("custom_id") or "") for row in rows for one in row.get("components") or ())
    return is_private(asked) and any(name.startswith(f"{GO_ON}:") for name in names)
