"""What goes wrong at the fake Discord, where, and how often."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.troubles import PAGE, Trouble, Troubles

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

KINDS = ("status", "limited", "garbage", "refuse", "drop", "lost", "hang")


@dataclass
class DiscordTrouble(Trouble):
    """A fault of Discord's: ``limited`` may be that of the whole bot."""

    status: int = 502
    retry_after: float = 0.05
    is_global: bool = False

    @property
    def acts(self) -> bool:
        """Whether the call is done, and its answer alone goes wrong."""
        return super().acts or self.kind == "lost"


class Faults(Troubles):
    """The troubles of the moment, and whether the whole of Discord is down."""

    new_trouble = DiscordTrouble

    def __init__(self, discord: "FakeDiscord") -> None:
        super().__init__()
        self._discord = discord
        self.down: int | None = None

    def trouble(self, kind: str, *routes: str, **more: Any) -> None:
        """Make calls fail; a route is named like ``POST /channels/{channel}/messages``.

        ``status``: refused with ``status``, or with a page as ``body``. ``limited``: 429 with
        ``retry_after``. ``garbage``: 200 with a page of HTML. ``refuse``: the connection is
        reset before anything was done. ``drop``, ``lost``, ``hang``: what was asked is done, then
        the connection is reset, or ``status`` is given, or the answer waits for :meth:`heal`.
        """
        assert kind in KINDS
        super().trouble(kind, *routes, **more)

    def heal(self) -> None:
        """End every trouble; answers that were held back are given."""
        super().heal()
        self.down = None
        self._discord.gateway.refuses = False
        self._discord.file_host.trouble = None

    def meet(self, route: str) -> Trouble | None:
        """The trouble that this call meets."""
        if self.down is not None:
            return DiscordTrouble("status", status=self.down)
        return self.take_trouble(route)

    async def before(self, trouble: Trouble, request: web.Request) -> web.Response | None:
        """The answer of a call that is not done at all."""
        if trouble.kind == "refuse":
            _reset(request)
        if trouble.kind == "garbage":
            return web.Response(text=PAGE, content_type="text/html")
        if trouble.kind == "limited":
            return limited(trouble.retry_after, is_global=trouble.is_global)
        if trouble.body and not trouble.acts:
            told = {"status": trouble.status, "content_type": trouble.content_type}
            return web.Response(text=trouble.body, **told)
        return None if trouble.acts else _failed(trouble.status)

    async def after(
        self, trouble: Trouble, request: web.Request, answer: web.Response
    ) -> web.Response:
        """The answer of a call that was done."""
        if trouble.kind == "hang":
            await self.healed.wait()
        if trouble.kind == "drop":
            _reset(request)
        return _failed(trouble.status) if trouble.kind == "lost" else answer


def limited(retry_after: float, *, is_global: bool, shared: bool = False) -> web.Response:
    """A 429, as Discord gives it: ``Via`` tells its own from those of its gate keepers."""
    scope = "global" if is_global else "shared" if shared else "user"
    headers = {"Via": "1.1 google", "Retry-After": str(retry_after), "X-RateLimit-Scope": scope}
    if is_global:
        headers["X-RateLimit-Global"] = "true"
    body = {"message": "You are being rate limited.", "retry_after": retry_after}
    return answer_of(body | {"global": is_global, "code": 0}, 429, headers)


def answer_of(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON whose content type is given exactly as Discord gives it."""
    raw = web.json_response(body).body
    response = web.Response(body=raw, status=status, headers=headers or {})
    response.headers["Content-Type"] = "application/json"
    return response


def _failed(status: int) -> web.Response:
    return answer_of({"message": f"{status}: Server Error", "code": 0}, status)


def _reset(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
