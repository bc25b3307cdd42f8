"""Delivery marks on people's own messages: reactions of ours, which disturb nobody."""

from datetime import datetime, timedelta

import structlog

from adapters.slack.webapi.calls import SlackCalls
from adapters.slack.webapi.failures import error_code
from bot.ports import Gone, Refused
from core.clock import Clock

_log = structlog.get_logger(__name__)
EMOJI = {
    "note": "lock",
    "waiting": "hourglass_flowing_sand",
    "sent": "incoming_envelope",
    "failed": "x",
    "unknown": "grey_question",
    "dead": "headstone",
}
_THERE_ALREADY = {"already_reacted", "no_reaction"}
_SILENCE = timedelta(hours=1)


class SlackMarks:
    """Sets marks. Where the app lacks the permission it stays silent for an hour; the doctor
    says so."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._silent: dict[str, datetime] = {}

    async def show(
        self, calls: SlackCalls, team: str, channel: str, ref: str, mark: str, was: str | None
    ) -> None:
        """The mark instead of the one before, which goes last: one is there at any moment."""
        until = self._silent.get(team)
        if until is not None and self._clock.now() < until:
            return
        await self._react(calls, team, "reactions.add", channel, ref, EMOJI[mark])
        if was in EMOJI and was != mark:
            await self._react(calls, team, "reactions.remove", channel, ref, EMOJI[was])

    async def _react(
        self, calls: SlackCalls, team: str, method: str, channel: str, ref: str, name: str
    ) -> None:
        try:
            await calls.write(method, repeatable=True, channel=channel, timestamp=ref, name=name)
        except Gone:
            raise
        except Refused as refused:
            code = error_code(refused)
            if code in _THERE_ALREADY:
                return
            if code == "missing_scope":
                self._silent[team] = self._clock.now() + _SILENCE
            _log.warning("slack.not_marked", method=method, team=team, error=code)
