"""The fake Slack's server: the Web API and the response addresses, over HTTP on loopback."""

import json
from uuid import uuid4

from aiohttp import web

from core.clock import Clock, SystemClock
from tests.fakes.far_end import Listener
from tests.fakes.slack.apps import Apps
from tests.fakes.slack.asking import Asks
from tests.fakes.slack.changing import Changes
from tests.fakes.slack.files import FileHost
from tests.fakes.slack.methods import METHODS, SCOPES, chat_post_message
from tests.fakes.slack.rates import Rates
from tests.fakes.slack.rules import RULES, broken_by_message
from tests.fakes.slack.sending import Sender
from tests.fakes.slack.sockets import SocketHost
from tests.fakes.slack.state import Json, Refusal, SlackState
from tests.fakes.troubles import PAGE, Trouble


class FakeSlack(SlackState):
    """Start it, give ``api_url``, ``token`` and ``signing_secret`` to the adapter, and look.

    ``requests`` holds every call as (method, arguments), ``broken`` the rules that
    were broken, ``pings`` whom messages would have disturbed. Through ``send`` it
    acts as Slack towards us.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock or SystemClock())
        self.send = Sender(self)
        self.change = Changes(self)
        self.ask = Asks(self)
        self.file_host = FileHost(self)
        self.apps = Apps(self)
        self.socket_host = SocketHost(self)
        self.rates: Rates | None = None
        self._listener = Listener()

    @property
    def origin(self) -> str:
        """Where it listens."""
        return self._listener.origin

    @property
    def api_url(self) -> str:
        """The address of the Web API."""
        return f"{self.origin}/api/"

    async def start(self) -> None:
        """Listen; after :meth:`stop`, at the same port again."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/hooks/{hook}", self._hook)
        self.file_host.add_to(app)
        self.socket_host.add_to(app)
        await self._listener.start(app)
        self.files_origin = self.origin

    async def stop(self) -> None:
        """Refuse connections; what was said is kept."""
        self.heal()
        await self._listener.stop()

    def new_hook(self, channel: str, user: str) -> str:
        """A ``response_url``: five uses within half an hour."""
        hook = uuid4().hex
        self.hooks[hook] = {"channel": channel, "user": user, "at": self.clock.now(), "uses": 0}
        return f"{self.origin}/hooks/{hook}"

    def messages(self, channel: str, thread: str | None = None) -> list[Json]:
        """The messages of a channel, or of one of its threads without the root."""
        found = self.channels[channel].messages.values()
        if thread is None:
            return list(found)
        return [one for one in found if one.get("thread_ts") == thread and one["ts"] != thread]

    def calls(self, method: str) -> list[Json]:
        """The arguments of every call of a method."""
        return [args for name, args in self.requests if name == method]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        self.requests.append((method, args))
        trouble = self.take_trouble(method)
        if trouble is not None and trouble.kind not in ("drop", "hang"):
            return await self._tell(_troubled(trouble))
        answer = self._call(method, request, args)
        return await self._finish(request, answer, trouble)

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        args = await _arguments(request)
        self.requests.append(("response_url", args))
        trouble = self.take_trouble("response_url")
        if trouble is not None and trouble.kind not in ("drop", "hang"):
            return await self._tell(_troubled(trouble))
        return await self._finish(request, self._use_hook(request, args), trouble)

    async def _finish(
        self, request: web.Request, answer: web.Response, trouble: Trouble | None
    ) -> web.StreamResponse:
        await self.notify()
        if trouble is not None and trouble.kind == "hang":
            await self.healed.wait()
        if trouble is not None and trouble.kind == "drop" and request.transport:
            request.transport.abort()
        return answer

    def _call(self, method: str, request: web.Request, args: Json) -> web.Response:
        try:
            if method == "oauth.v2.access":
                return web.json_response({"ok": True, **self.apps.access(request, args)})
            token = _token_of(request, args)
            if method == "apps.connections.open":
                return web.json_response({"ok": True, **self.socket_host.open(token)})
            state = self._authorise(method, token, args)
            if self.rates is not None:
                self.rates.check(method, str(args.get("channel")), self.clock.now())
            answer = web.json_response({"ok": True, **METHODS[method](state, args)})
            if state.scopes is not None:
                answer.headers["X-OAuth-Scopes"] = ",".join(sorted(state.scopes))
            return answer
        except Refusal as refusal:
            self.broken.append(refusal.rule)
            limited = refusal.rule.startswith("rate.")
            return web.json_response(
                {"ok": False, "error": refusal.error},
                status=429 if limited else 200,
                headers={"Retry-After": "1"} if limited else {},
            )

    def _authorise(self, method: str, token: str, args: Json) -> SlackState:
        """The workspace in which the call acts."""
        state = self if token == self.token else self.apps.state_of(token, method, args)
        if method not in METHODS:
            raise Refusal("method.unknown")
        wanted = SCOPES.get(method)
        if state.scopes is not None and wanted and not wanted & state.scopes:
            raise Refusal("auth.scope")
        return state

    def _use_hook(self, request: web.Request, args: Json) -> web.Response:
        hook = self.hooks.get(request.match_info["hook"])
        rule = broken_by_message(args)
        if hook is None or (self.clock.now() - hook["at"]).total_seconds() > 1800:
            rule = "hook.expired"
        elif hook["uses"] >= 5:
            rule = "hook.used"
        if rule is not None or hook is None:
            self.broken.append(rule or "hook.expired")
            status = 404 if str(rule).startswith("hook.") else 400
            return web.Response(status=status, text=RULES[rule or "hook.expired"].error)
        hook["uses"] += 1
        if args.get("response_type") == "in_channel":
            chat_post_message(self, {**args, "channel": hook["channel"]})
        else:
            self.note_pings(args)
            shown = {"channel": hook["channel"], "user": hook["user"], "ts": self.next_stamp()}
            self.ephemerals.append({**args, **shown})
        return web.Response(text="ok")

    async def _tell(self, response: web.Response) -> web.Response:
        await self.notify()
        return response


def _troubled(trouble: Trouble) -> web.Response:
    if trouble.kind == "error":
        return web.json_response({"ok": False, "error": trouble.error})
    if trouble.kind == "garbage":
        body = trouble.body or PAGE
        return web.Response(text=body, content_type=trouble.content_type)
    headers = {"Retry-After": trouble.retry_after} if trouble.retry_after else {}
    return web.json_response(
        {"ok": False, "error": trouble.error or "trouble"}, status=trouble.status, headers=headers
    )


def _token_of(request: web.Request, args: Json) -> str:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = given or str(args.get("token") or "")
    if not token:
        raise Refusal("auth.missing")
    return token


async def _arguments(request: web.Request) -> Json:
    """The arguments of a call, however they were sent."""
    if request.content_type == "application/json":
        given: Json = await request.json()
        return given
    form = {name: str(value) for name, value in (await request.post()).items()}
    args: Json = {**dict(request.query), **form}
    for name in ("blocks", "metadata", "view"):
        if isinstance(args.get(name), str):
            args[name] = json.loads(args[name])
    return args
