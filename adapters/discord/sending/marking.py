"""Delivery marks on people's own messages: reactions of ours, which disturb nobody."""

from datetime import timedelta

import structlog

from adapters.discord.webapi.calls import DiscordCalls
from adapters.discord.webapi.failures import ARCHIVED, MISSING_PERMISSION, code_of
from bot.ports import Refused
from bot.process.kept import Kept
from core.clock import Clock

_log = structlog.get_logger(__name__)
EMOJI = {
    "note": "🔒",
    "waiting": "⏳",
    "sent": "📨",
    "failed": "❌",
    "unknown": "❔",
    "dead": "🪦",
}
_REACTION = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"
_SILENCE = timedelta(hours=1)
_UNDONE = frozenset({ARCHIVED, 10014, 30010, 90001})
"""A thread that is put away, an emoji that is not there, too many, one who blocks us."""


class DiscordMarks:
    """Sets marks. Where we lack the permission we stay silent for an hour; the doctor says so."""

    def __init__(self, calls: DiscordCalls, clock: Clock) -> None:
        self._calls = calls
        self._silent: Kept[bool] = Kept(clock, _SILENCE)

    async def show(self, channel: str, ref: str, mark: str, was: str | None) -> None:
        """The mark instead of the one before, which goes last: one is there at any moment."""
        if self._silent.get(channel):
            return
        await self._react("PUT", channel, ref, EMOJI[mark])
        if was in EMOJI and was != mark:
            await self._react("DELETE", channel, ref, EMOJI[was])

    async def _react(self, method: str, channel: str, ref: str, emoji: str) -> None:
        try:
            await self._calls.do(
                method, _REACTION, repeatable=True, channel_id=channel, message_id=ref, emoji=emoji
            )
        except Refused as refused:
            code = code_of(refused)
            if code == MISSING_PERMISSION:
                self._silent.put(channel, True)
            elif code not in _UNDONE:
                raise
            _log.warning("discord.not_marked", method=method, error=code)
