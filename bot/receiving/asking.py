"""What a platform asks the desk while somebody waits: answered in time, or not at all."""

import asyncio

import structlog

from bot.cards import Form
from bot.incoming import Incoming
from bot.ports import Desk

_log = structlog.get_logger(__name__)


async def ask_within(seconds: float, desk: Desk, incoming: Incoming) -> Form | None:
    """The form that this asks for. None: there is none, or it would come too late; the thing
    is then to be told, so that nothing is lost."""
    try:
        async with asyncio.timeout(seconds):
            return await desk.ask(incoming)
    except TimeoutError:
        _log.warning("chat.ask_too_slow", key=incoming.key)
        return None
