"""Files that were offered on a card, and that their reader wants now.

Teams waits some fifteen seconds for an answer, and a large file takes longer on a slow line:
then it is answered that all is well, and the rest is said in the chat.
"""

import asyncio

import structlog

from adapters.teams.platform import TeamsPlatform
from adapters.teams.sending.files import Offered
from adapters.teams.webapi.own import Payload, part, to_spot
from bot.cards import Text
from bot.incoming import Spot
from bot.ports import SendError
from core.ids import new_id

_log = structlog.get_logger(__name__)

_IN_TIME = 12.0
"""Seconds in which what goes wrong is told by Teams itself."""
_LOST = "📎 {name} could not be brought: {reason} Ask for it again, or open the ticket's page."


class Bringing:
    """Brings each file once, however often its card is pressed meanwhile."""

    def __init__(self, platform: TeamsPlatform) -> None:
        self._platform = platform
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._late: set[str] = set()

    async def answer(self, activity: Payload) -> None:
        """Bring what was accepted. Raises what goes wrong while Teams still waits; later than
        that its reader is told in the chat."""
        value = part(activity, "value")
        offered = self._platform.files.wanted(value)
        if offered is None:
            return
        spot = to_spot(activity, self._platform.own)
        offer = str(activity.get("replyToId") or "")
        key = f"{spot.channel} {offer or offered.key}"
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.create_task(self._bring_or_tell(key, offered, value, spot, offer))
            self._under_way[key] = task
        done, _ = await asyncio.wait({task}, timeout=_IN_TIME)
        if done:
            task.result()
        else:
            self._late.add(key)

    async def _bring_or_tell(
        self, key: str, offered: Offered, value: Payload, spot: Spot, offer: str
    ) -> None:
        try:
            await self._bring(offered, value, spot, offer)
        except Exception as error:
            if key not in self._late:
                raise
            _log.warning("teams.file_not_brought", error=repr(error))
            await self._tell(error, offered, spot)
        finally:
            self._late.discard(key)
            del self._under_way[key]

    async def _bring(self, offered: Offered, value: Payload, spot: Spot, offer: str) -> None:
        posting = self._platform.posting
        shown = await self._platform.files.bring(offered, value)
        await posting.say(spot, shown)
        if offer:
            await posting.take_back(spot, offer)

    async def _tell(self, error: Exception, offered: Offered, spot: Spot) -> None:
        reason = error.reason if isinstance(error, SendError) else "something went wrong."
        words = Text(text=_LOST.format(name=offered.name, reason=reason))
        try:
            await self._platform.post(spot, words, delivery=new_id())
        except SendError as also:
            _log.warning("teams.loss_not_told", error=repr(also))
