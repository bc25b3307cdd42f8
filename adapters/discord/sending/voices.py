"""Under whose name a message stands in Discord: its author's by a webhook of ours, else ours.

Our own lines stay ours. A name always carries who that is, and nothing that deceives the eye.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

import structlog

from adapters.discord.addresses import Own
from adapters.discord.render.limits import WEBHOOK_NAME
from adapters.discord.render.markup import plain
from adapters.discord.render.messages import ROLES
from adapters.discord.webapi.calls import DiscordCalls, Json
from adapters.discord.webapi.failures import MISSING_PERMISSION, code_of
from adapters.discord.webapi.kept import Kept
from bot.cards import Card, Text
from bot.ports import Refused
from core.clock import Clock

_log = structlog.get_logger(__name__)

_NAME = "Ticket"
_LASTS, _SILENCE = timedelta(hours=1), timedelta(minutes=10)
_ICON = re.compile(r"https://[^\s<>\"]{1,1900}\Z")
_FORBIDDEN = re.compile(r"(?i)(disc)(ord)|(cly)(de)|(every)(one)\Z|(he)(re)\Z")
_VOICES = frozenset({"customer", "agent"})


@dataclass(frozen=True)
class Hook:
    """A webhook of ours in a channel."""

    id: str
    token: str


def to_voice(content: Text | Card) -> dict[str, str]:
    """Name and picture of the author; nothing for what we say ourselves."""
    author = content.author if isinstance(content, Text) else None
    if author is None or author.role not in _VOICES:
        return {}
    suffix = f" · {ROLES[author.role]}"
    name = plain(author.name, WEBHOOK_NAME - len(suffix) - 1, empty="Somebody") + suffix
    # Discord refuses names that look like its own.
    voice = {"username": _FORBIDDEN.sub(_apart, name)}
    if author.avatar_url and _ICON.match(author.avatar_url):
        voice["avatar_url"] = author.avatar_url
    return voice


def _apart(found: re.Match[str]) -> str:
    return "\u2060".join(part for part in found.groups() if part)


class Hooks:
    """Our webhooks, one in each channel. Where we may have none, we speak for ourselves."""

    def __init__(self, calls: DiscordCalls, clock: Clock) -> None:
        self._calls = calls
        self._hooks: Kept[Hook] = Kept(clock, _LASTS)
        self._silent: Kept[bool] = Kept(clock, _SILENCE)

    async def of(self, own: Own, channel: str) -> Hook | None:
        """Our webhook in that channel; None where we may have none."""
        kept = self._hooks.get(channel)
        if kept is not None or self._silent.get(channel):
            return kept
        try:
            return self._hooks.put(channel, await self._found_or_made(own, channel))
        except Refused as refused:
            if code_of(refused) != MISSING_PERMISSION:
                _log.warning("discord.no_webhook", channel=channel, reason=refused.reason)
            self._silent.put(channel, True)
            return None

    def forget(self, channel: str) -> None:
        """The webhook is gone."""
        self._hooks.forget(channel)

    async def _found_or_made(self, own: Own, channel: str) -> Hook:
        path = "/channels/{channel_id}/webhooks"
        for one in await self._calls.listed("GET", path, channel_id=channel):
            if str(one.get("application_id") or "") == own.application and one.get("token"):
                return _to_hook(one)
        # Made twice it does no harm: the first one that is found is used.
        made = await self._calls.do(
            "POST", path, {"name": _NAME}, repeatable=True, channel_id=channel
        )
        return _to_hook(made)


def _to_hook(told: Json) -> Hook:
    return Hook(str(told["id"]), str(told["token"]))
