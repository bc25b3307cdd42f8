"""Under whose name a message stands in Discord: its author's by a webhook of ours, else ours."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta

import structlog

from adapters.discord.addresses import Own
from adapters.discord.render.limits import WEBHOOK_NAME
from adapters.discord.webapi.calls import DiscordCalls, Json
from adapters.discord.webapi.failures import MISSING_PERMISSION, code_of
from bot.cards import Card, Text
from bot.ports import OutcomeUnknown, Refused
from bot.process.kept import Kept
from bot.showing.voices import voice_of
from core.clock import Clock

_log = structlog.get_logger(__name__)

_NAME = "Ticket"
_HOOKS = "/channels/{channel_id}/webhooks"
HOOK = "/webhooks/{webhook_id}/{webhook_token}"
HOOK_MESSAGE = f"{HOOK}/messages/{{message_id}}"
_LASTS, _SILENCE = timedelta(hours=1), timedelta(minutes=10)
_FORBIDDEN = re.compile(r"(?i)(disc)(ord)|(cly)(de)|(every)(one)\Z|(he)(re)\Z")


@dataclass(frozen=True)
class Hook:
    """A webhook of ours in a channel."""

    id: str
    token: str

    @property
    def at(self) -> dict[str, str]:
        """What its address is made of."""
        return {"webhook_id": self.id, "webhook_token": self.token}


def inside(channel: str, thread: str) -> Json:
    """How a webhook of the channel is told of one of its threads; nothing for the channel."""
    return {"thread_id": thread} if thread != channel else {}


def to_voice(content: Text | Card) -> dict[str, str]:
    """Name and picture of the author; nothing for what we say ourselves."""
    voice = voice_of(content, WEBHOOK_NAME - 1)
    if voice is None:
        return {}
    picture = {"avatar_url": voice.picture} if voice.picture else {}
    # Discord refuses names that look like its own.
    return {"username": _FORBIDDEN.sub(_apart, voice.name), **picture}


def _apart(found: re.Match[str]) -> str:
    return "\u2060".join(part for part in found.groups() if part)


class Hooks:
    """Our webhooks, one in each channel. Where we may have none, we speak for ourselves."""

    def __init__(self, calls: DiscordCalls, clock: Clock) -> None:
        self._calls = calls
        self._hooks: Kept[Hook] = Kept(clock, _LASTS)
        self._silent: Kept[bool] = Kept(clock, _SILENCE)
        self._looking = asyncio.Lock()

    async def of(self, own: Own, channel: str) -> Hook | None:
        """Our webhook in that channel; None where we may have none."""
        if self._is_known(channel):
            return self._hooks.get(channel)
        # One after the other: who looks while another makes one would make a second.
        async with self._looking:
            if not self._is_known(channel):
                await self._look(own, channel)
        return self._hooks.get(channel)

    def _is_known(self, channel: str) -> bool:
        return self._hooks.get(channel) is not None or bool(self._silent.get(channel))

    async def _look(self, own: Own, channel: str) -> None:
        try:
            self._hooks.put(channel, await self._found_or_made(own, channel))
        except Refused as refused:
            if code_of(refused) != MISSING_PERMISSION:
                _log.warning("discord.no_webhook", channel=channel, reason=refused.reason)
            self._silent.put(channel, True)

    async def that_said(self, own: Own, channel: str, message: Json) -> Hook | None:
        """The webhook of ours under which that message stands, if one does: what it has said no
        other can change, and there may be several, made by two processes at once."""
        said_by = str(message.get("webhook_id") or "")
        ours = await self._ours(own, channel) if said_by else []
        return next((hook for hook in ours if hook.id == said_by), None)

    async def reveal(self, own: Own, channel: str, message: Json) -> Json:
        """What a webhook of ours has said there, as it is shown to itself: without the intent for
        contents our own account sees none of it. Raises :class:`OutcomeUnknown`."""
        hook = await self.that_said(own, channel, message)
        if hook is None:
            raise OutcomeUnknown("Discord does not show what stands there under other names.")
        query, id = inside(channel, str(message["channel_id"])), str(message["id"])
        return await self._calls.ask("GET", HOOK_MESSAGE, query=query, message_id=id, **hook.at)

    def forget(self, channel: str) -> None:
        """The webhook is gone."""
        self._hooks.forget(channel)

    async def _found_or_made(self, own: Own, channel: str) -> Hook:
        for hook in await self._ours(own, channel):
            return hook
        # Made twice it does no harm: each message tells under which it stands.
        made = await self._calls.do(
            "POST", _HOOKS, {"name": _NAME}, repeatable=True, channel_id=channel
        )
        return _to_hook(made)

    async def _ours(self, own: Own, channel: str) -> list[Hook]:
        return [
            _to_hook(one)
            for one in await self._calls.listed("GET", _HOOKS, channel_id=channel)
            if str(one.get("application_id") or "") == own.application and one.get("token")
        ]


def _to_hook(told: Json) -> Hook:
    return Hook(str(told["id"]), str(told["token"]))
