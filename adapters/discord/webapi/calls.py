"""Calls to Discord's REST API, every failure told as a SendError."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from discord.http import Route

from adapters.discord.addresses import Own
from adapters.discord.webapi.failures import NoSense, in_our_words, is_limit, mapped
from adapters.discord.webapi.health import Health
from adapters.discord.webapi.wire import DiscordHttp
from bot.ports import SendError, TryLater
from bot.process.watching import Keep
from core.clock import Clock
from core.settings_chats import DiscordSettings

Json = dict[str, Any]
_CONTENT = 1 << 18 | 1 << 19  # the intent, for small applications and for those reviewed
_TRANSFER = aiohttp.ClientTimeout(total=120, connect=4)


class DiscordCalls:
    """Our line to Discord. Connections open with the first call."""

    def __init__(self, settings: DiscordSettings, clock: Clock, keep: Keep | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._http: DiscordHttp | None = None
        self._opening = asyncio.Lock()
        self._own: Own | None = None
        self.health = Health(clock, keep, settings.guild_id)

    @property
    def own(self) -> Own | None:
        """Who we are; None until Discord has said so."""
        return self._own

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def learn(self) -> Own:
        """Ask Discord who we are in the server of the settings. Raises :class:`SendError`."""
        if self._own is None:
            user = await self.ask("GET", "/users/@me")
            application = await self.ask("GET", "/oauth2/applications/@me")
            self.health.reads_words = self._settings.message_content and is_given(application)
            guild = self._settings.guild_id
            member = await self.ask(
                "GET",
                "/guilds/{guild_id}/members/{member_id}",
                guild_id=guild,
                member_id=user["id"],
            )
            roles = await self.listed("GET", "/guilds/{guild_id}/roles", guild_id=guild)
            own_role = [
                str(one["id"])
                for one in roles
                if str((one.get("tags") or {}).get("bot_id") or "") == str(user["id"])
            ]
            self._own = Own(
                application=str(application["id"]),
                user=str(user["id"]),
                name=str((member.get("nick") or user.get("username")) or "Ticket"),
                guild=guild,
                role=own_role[0] if own_role else "",
            )
        return self._own

    async def lacks_words(self) -> bool:
        """Whether plain messages are to be read, and Discord does not tell what they say."""
        application = await self.ask("GET", "/oauth2/applications/@me")
        return self._settings.message_content and not is_given(application)

    async def ask(self, method: str, path: str, *, query: Json | None = None, **at: str) -> Json:
        """Read one thing."""
        return _object(await self._call(method, path, True, {"params": query or {}}, at))

    async def listed(
        self, method: str, path: str, *, query: Json | None = None, **at: str
    ) -> list[Json]:
        """Read several things. Raises :class:`TryLater` for an answer that is no list: that
        nothing is there was not said."""
        found = await self._call(method, path, True, {"params": query or {}}, at)
        if not isinstance(found, list):
            raise TryLater("Discord's answer made no sense.")
        return [one for one in found if isinstance(one, dict)]

    async def do(
        self,
        method: str,
        path: str,
        body: Json | list[Json] | None = None,
        *,
        repeatable: bool,
        query: Json | None = None,
        **at: str,
    ) -> Json:
        """Have Discord do something, once.

        ``repeatable``: done twice it does no harm, so an unknown outcome is tried again.
        """
        how: Json = {"params": query or {}}
        if body is not None:
            how["json"] = body
        told = await self._call(method, path, repeatable, how, at)
        return told if isinstance(told, dict) else {}

    async def upload(self, channel: str, payload: Json, name: str, content: bytes) -> Json:
        """Post a message with a file."""
        kind = "application/octet-stream"
        form = [
            {"name": "payload_json", "value": json.dumps(payload)},
            {"name": "files[0]", "value": content, "filename": name, "content_type": kind},
        ]
        how: Json = {"form": form, "timeout": _TRANSFER}
        path = "/channels/{channel_id}/messages"
        told = await self._call("POST", path, False, how, {"channel_id": channel})
        return told if isinstance(told, dict) else {}

    async def _call(
        self, method: str, path: str, repeatable: bool, how: Json, at: dict[str, str]
    ) -> Any:
        async with self._watched(f"{method} {path}", repeatable=repeatable):
            http = await self._ready()
            told = await http.request(Route(method, path, **at), **how)
            if isinstance(told, str) and told:
                raise NoSense("not JSON")
            return told

    async def _ready(self) -> DiscordHttp:
        async with self._opening:
            if self._http is None:
                http = DiscordHttp(self._settings, self._clock)
                try:
                    await http.static_login(self._settings.token.get_secret_value().strip())
                except BaseException:
                    await http.close()
                    raise
                self._http = http
            return self._http

    @asynccontextmanager
    async def _watched(self, what: str, *, repeatable: bool) -> AsyncIterator[None]:
        try:
            with mapped(what, repeatable=repeatable):
                yield
        except SendError as error:
            reason = in_our_words(error)
            await self.health.failed(what, error, limited=is_limit(error), reason=reason)
            raise


def is_given(application: Json) -> bool:
    """Whether the application has the intent by which the contents of messages are told."""
    return bool(int(application.get("flags") or 0) & _CONTENT)


def _object(told: Any) -> Json:
    if not isinstance(told, dict):
        raise TryLater("Discord's answer made no sense.")
    return told
