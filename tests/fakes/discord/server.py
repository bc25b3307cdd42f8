"""The fake Discord's server: REST, gateway and file network, over HTTP on loopback."""

from collections import deque
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from core.clock import Clock, SystemClock
from tests.fakes.discord import (
    commands,
    rest_messages,
    rest_places,
    rest_reactions,
    rest_threads,
    rest_webhooks,
)
from tests.fakes.discord.asking import Asks
from tests.fakes.discord.faults import Faults, answer_of
from tests.fakes.discord.files import FileHost
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.owners import Owners
from tests.fakes.discord.people import People
from tests.fakes.discord.rates import Rates
from tests.fakes.discord.routing import ROUTES, call_of
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.showing import file_of
from tests.fakes.discord.state import DiscordState
from tests.fakes.far_end import Listener

Json = dict[str, Any]

CALLS = (commands, rest_messages, rest_places, rest_reactions, rest_threads, rest_webhooks)
"""The modules whose functions answer calls."""


class FakeDiscord(DiscordState):
    """Start it, give ``api_url``, ``gateway_url`` and ``token`` to the bot, and look.

    ``requests`` holds every call as (route, path, body), ``broken`` the rules that were
    broken, ``pings`` whom our messages would have disturbed. Through ``people``, ``ask`` and
    ``owners`` users act; ``gateway``, ``faults``, ``rates``, ``file_host`` go wrong on demand.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.interactions: dict[str, Interaction] = {}
        super().__init__(clock or SystemClock())
        self.gateway = Gateway(self)
        self.deliver = self.gateway.deliver
        self.people = People(self)
        self.owners = Owners(self)
        self.ask = Asks(self)
        self.faults = Faults(self)
        self.file_host = FileHost(self)
        self.rates: Rates | None = None
        self.invalid: deque[datetime] = deque()
        self.most_invalid = 10_000
        self._listener = Listener()

    @property
    def origin(self) -> str:
        """Where it listens."""
        return self._listener.origin

    @property
    def api_url(self) -> str:
        """For ``discord.http.Route.BASE``."""
        return f"{self.origin}/api/v10"

    @property
    def gateway_url(self) -> str:
        """For ``DiscordWebSocket.DEFAULT_GATEWAY``."""
        return f"ws://127.0.0.1:{self._listener.port}/gateway"

    async def start(self) -> None:
        """Listen; after :meth:`stop`, at the same port again."""
        app = web.Application(client_max_size=256 * 1024 * 1024)
        for name in sorted(ROUTES, key=_fixed_first):
            method, _, path = name.partition(" ")
            app.router.add_route(method, f"/api/v10{path}", self._answer_to(name))
        self.gateway.add_to(app)
        self.file_host.add_to(app)
        app.router.add_route("*", "/api/{rest:.*}", self._unknown)
        await self._listener.start(app)
        self.files_origin = self.origin

    async def stop(self) -> None:
        """Refuse connections; what was said is kept."""
        self.faults.heal()
        await self.gateway.close()
        await self._listener.stop()

    async def goes_down(self, status: int | None = None) -> None:
        """Connections are refused, and sockets cut; with a status every call is given that."""
        if status is None:
            await self.gateway.drop()
            await self.stop()
            return
        self.faults.down = status
        self.gateway.refuses = True
        await self.gateway.drop()

    async def comes_back(self) -> None:
        """All is well again."""
        self.faults.heal()
        if not self._listener.listens:
            await self.start()

    def calls(self, route: str) -> list[Json]:
        """The bodies of every call of a route."""
        return [body for name, _, body in self.requests if name == route]

    def resolved(self, channel: str, ids: list[str]) -> Json:
        """What ids of people, roles and channels stand for in an interaction."""
        found: Json = {}
        guild = self.guilds[self.guild]
        for one in ids:
            if one in self.users:
                found.setdefault("users", {})[one] = self.user(one)
                if one in guild.members:
                    member = {k: v for k, v in guild.members[one].items() if k != "user"}
                    found.setdefault("members", {})[one] = member | {"permissions": "0"}
            elif one in guild.roles:
                found.setdefault("roles", {})[one] = guild.roles[one]
            elif one in self.channels:
                told = self.channels[one].to_json() | {"permissions": "0"}
                found.setdefault("channels", {})[one] = told
        return found

    def link(self, record: Json) -> Json:
        """A file that was brought to an interaction, with its address."""
        return file_of(self, self.application, record)

    def _answer_to(self, route: str) -> Any:
        async def answer(request: web.Request) -> web.StreamResponse:
            if self._is_banned():
                self.broken.append("rate.banned")
                return web.Response(status=429, text="error code: 1015")
            trouble = self.faults.meet(route)
            if trouble is not None:
                early = await self.faults.before(trouble, request)
                if early is not None:
                    return await self._tell(route, request, early)
            answer = await self._call(route, request)
            await self._tell(route, request, answer)
            return answer if trouble is None else await self.faults.after(trouble, request, answer)

        return answer

    async def _call(self, route: str, request: web.Request) -> web.Response:
        headers: dict[str, str] = {}
        try:
            call = await call_of(self, route, request)
            if self.rates is not None:
                refused, headers = self.rates.take(route, call.at, call.body)
                if refused is not None:
                    shared = "X-RateLimit-Global" in refused.headers
                    self.broken.append("rate.global" if shared else "rate.route")
                    return refused
            self.requests.append((route, request.path, call.body))
            told = ROUTES[route](call)
        except Refusal as refusal:
            self.broken.append(refusal.rule)
            return answer_of(refusal.to_json(), refusal.row.status, headers)
        if told is None:
            return web.Response(status=204, headers=headers)
        return answer_of(told, 200, headers)

    async def _tell(self, route: str, request: web.Request, answer: web.Response) -> web.Response:
        self.answers.append((route, request.path, answer.status))
        shared = answer.headers.get("X-RateLimit-Scope") == "shared"
        if answer.status in (401, 403, 429) and not shared:
            self.invalid.append(self.clock.now())
        await self.notify()
        return answer

    def _is_banned(self) -> bool:
        """Whether ten minutes have seen too many calls that were no good."""
        since = self.clock.now() - timedelta(minutes=10)
        while self.invalid and self.invalid[0] <= since:
            self.invalid.popleft()
        return len(self.invalid) >= self.most_invalid

    async def _unknown(self, request: web.Request) -> web.Response:
        self.broken.append("route.unknown")
        refusal = Refusal("route.unknown")
        return await self._tell(request.method, request, answer_of(refusal.to_json(), 404))


def _fixed_first(name: str) -> list[bool]:
    """Paths with words of their own are tried before those with a name in that place."""
    return [part.startswith("{") for part in name.partition(" ")[2].split("/")]
