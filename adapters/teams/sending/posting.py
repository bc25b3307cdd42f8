"""Where a message goes in Teams, and what we call it afterwards."""

import json
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import structlog

from adapters.teams.sending.pacing import TeamsPace
from adapters.teams.webapi.connector import Connector
from adapters.teams.webapi.failures import NotAllowed, unclear
from adapters.teams.webapi.line import Json, Line, to_json
from adapters.teams.webapi.own import (
    Own,
    has_threads,
    is_account,
    is_personal,
    to_channel,
    to_conversation,
)
from adapters.teams.webapi.people import ServiceOf, TeamsPeople
from bot.incoming import Spot
from bot.ports import Gone, OutcomeUnknown, Refused
from bot.process.kept import Kept

_log = structlog.get_logger(__name__)

ADD_ME = "I can answer you only privately: add Ticket (Apps > Ticket > Add) and say it again."
ONCE = timedelta(minutes=1)
"""So long the same person is not asked again in the same place."""
_PRIVATE, _TARGETED = "private:", "targeted:"


def is_private(ref: str) -> bool:
    """Whether it names an answer to one person, who may have asked somewhere else."""
    return ref.startswith(_PRIVATE)


@dataclass(frozen=True)
class Posting:
    """Says things at spots, to everybody there or to one person alone."""

    line: Line
    connector: Connector
    people: TeamsPeople
    own: Own
    pace: TeamsPace
    service: ServiceOf
    asked: Kept[bool]
    """Who was asked lately, and where, to let us answer them."""

    async def say(self, spot: Spot, activity: Json) -> str:
        """Say it there: as a thread of its own where a channel has no thread yet."""
        channel = await self._open(spot.channel)
        await self.pace.take(channel)
        service = await self.service()
        if spot.thread is None and has_threads(channel):
            asked = {
                "isGroup": True,
                "channelData": {"channel": {"id": channel}, "tenant": {"id": self.own.tenant}},
                "activity": activity,
            }
            begun, ref = await self.connector.begin(service, asked)
            ref = ref or begun.removeprefix(f"{to_channel(begun)};messageid=")
            if not ref or ref == begun:
                raise unclear("Teams did not say where the message is.", repeatable=False)
            return ref
        return await self.connector.send(service, to_conversation(channel, spot.thread), activity)

    async def change(self, spot: Spot, ref: str, activity: Json) -> None:
        """Replace what we said there."""
        conversation, message = await self._where(spot, ref)
        await self.pace.take(to_channel(conversation))
        await self.connector.change(await self.service(), conversation, message, activity)

    async def take_back(self, spot: Spot, ref: str) -> None:
        """Remove what we said there; what is gone already counts as removed."""
        try:
            conversation, message = await self._where(spot, ref)
            await self.pace.take(to_channel(conversation))
            await self.connector.remove(await self.service(), conversation, message)
        except Gone:
            return

    async def whisper(self, spot: Spot, viewer: str, activity: Json, *, targeted: bool) -> str:
        """Say it to one person alone: in the channel where Teams can, else in their chat.

        Raises :class:`NotAllowed` where Teams lets us do neither; the person is told so there.
        """
        if is_personal(spot.channel):
            return await self.say(spot, activity)
        if targeted and not is_account(spot.channel):
            try:
                return await self._target(spot, viewer, activity)
            except Refused:
                pass  # Teams does not know that there, or the person is not in it
        try:
            direct = await self.people.direct(viewer)
            await self.pace.take(direct)
            sent = await self.connector.send(await self.service(), direct, activity)
        except NotAllowed:
            await self._ask_to_be_added(spot, viewer)
            raise
        return f"{_PRIVATE}{direct}#{sent}"

    async def _ask_to_be_added(self, spot: Spot, viewer: str) -> None:
        """Say where they asked that there is no way to answer them, and nothing of the answer;
        once, however many answers there are to what they did."""
        key = f"{spot.channel} {viewer}"
        if self.asked.get(key):
            return
        try:
            await self.say(spot, {"type": "message", "textFormat": "plain", "text": ADD_ME})
        except (Refused, OutcomeUnknown) as error:
            _log.warning("teams.not_asked_to_be_added", reason=error.reason)
        self.asked.put(key, True)

    async def _target(self, spot: Spot, viewer: str, activity: Json) -> str:
        conversation = to_conversation(spot.channel, spot.thread)
        await self.pace.take(spot.channel)
        service = (await self.service()).rstrip("/")
        path = f"{quote(conversation, safe='')}/activities?isTargetedActivity=true"
        said = activity | {
            "from": {"id": self.own.bot},
            "recipient": {"id": viewer},
            "conversation": {"id": conversation},
        }
        answer = await self.line.call(
            "POST",
            f"{service}/v3/conversations/{path}",
            content=_json(said),
            headers={"Content-Type": "application/json; charset=utf-8"},
            # Nobody but its reader minds the same private answer twice; a lost one is worse.
            repeatable=True,
        )
        return f"{_TARGETED}{to_json(answer, repeatable=True).get('id') or ''}"

    async def _open(self, channel: str) -> str:
        return await self.people.direct(channel) if is_account(channel) else channel

    async def _where(self, spot: Spot, ref: str) -> tuple[str, str]:
        """The conversation and the id in it that a name of ours stands for."""
        if ref.startswith(_TARGETED):
            raise Gone("A private answer in a channel cannot be changed.")
        if ref.startswith(_PRIVATE):
            conversation, _, message = ref.removeprefix(_PRIVATE).rpartition("#")
            return conversation, message
        channel = await self._open(spot.channel)
        if not has_threads(channel):
            return channel, ref
        return to_conversation(channel, spot.thread or ref), ref


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
