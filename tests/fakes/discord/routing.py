"""Which function answers which call, and what a call brings."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web
from multidict import MultiDictProxy

from tests.fakes.discord.rules import Refusal

if TYPE_CHECKING:
    from tests.fakes.discord.server import FakeDiscord

Json = dict[str, Any]


@dataclass
class Call:
    """A call of the REST API: its place in the path, its query, body and files."""

    state: "FakeDiscord"
    route: str
    at: dict[str, str]
    query: dict[str, str]
    body: Json
    files: list[tuple[int, str, bytes]] = field(default_factory=list)
    bot: bool = True

    @property
    def me(self) -> str:
        """Our bot, who calls."""
        return self.state.bot

    def number(self, name: str, default: int, most: int, rule: str) -> int:
        """A limit that was asked for, or Discord's refusal."""
        given = int(self.query.get(name, default))
        if not 1 <= given <= most:
            raise Refusal(rule, name)
        return given


Answer = Json | list[Json] | None
Route = Callable[[Call], Answer]
ROUTES: dict[str, Route] = {}
FREE = ("/interactions/", "/webhooks/{webhook}/{token}")
"""Calls that need no token of the bot, for the path holds one."""


def route(*names: str) -> Callable[[Route], Route]:
    """Answer these calls, each named like ``GET /channels/{channel}``, with a function."""

    def keep(function: Route) -> Route:
        for name in names:
            ROUTES[name] = function
        return function

    return keep


async def call_of(state: "FakeDiscord", name: str, request: web.Request) -> Call:
    """The call that a request makes; refused where its token or body is no good."""
    path = name.partition(" ")[2]
    bot = request.headers.get("Authorization") == f"Bot {state.token}"
    if not bot and not path.startswith(FREE):
        raise Refusal("auth.wrong")
    query = dict(request.query)
    if request.content_type == "multipart/form-data":
        body, files = _parts(await request.post())
    else:
        body, files = _body(await request.read()), []
    return Call(state, name, dict(request.match_info), query, body, files, bot)


def _body(raw: bytes) -> Json:
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise Refusal("body.json") from error
    return body if isinstance(body, dict) else {"list": body}


def _parts(
    form: MultiDictProxy[str | bytes | bytearray | web.FileField],
) -> tuple[Json, list[tuple[int, str, bytes]]]:
    body: Json = {}
    files = []
    for name, value in form.items():
        if isinstance(value, web.FileField):
            number = int(name.removeprefix("files[").removesuffix("]"))
            files.append((number, value.filename, value.file.read()))
        elif name == "payload_json":
            body |= _body(value.encode() if isinstance(value, str) else bytes(value))
        else:
            body[name] = value
    return body, files
