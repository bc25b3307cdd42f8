"""Which workspace a request is for, found once its signature is known to be good.

Nothing goes on to the listeners before the workspace's connection knows our own ids: until
then we could answer ourselves for ever.
"""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.inbound.payloads import Own
from adapters.slack.workspaces.connections import Connection, UnknownTeam, Workspaces
from adapters.slack.workspaces.following import CHANGES, Following
from bot.ports import SendError

_log = structlog.get_logger(__name__)

Payload = dict[str, Any]
Ended = Callable[[Payload], Awaitable[None]]
"""What is done when our app was removed from a workspace, or its token taken back."""

ENDINGS = ("app_uninstalled", "tokens_revoked")
NO_RETRY = "x-slack-no-retry"
"""The header of an answer that will never be another one: Slack need not send it again."""
_NO_WORKSPACE = {"url_verification"}
_NOT_CONNECTED = "This workspace is not connected to Deskhand."
_AT: ContextVar[Connection] = ContextVar("slack_connection")


class NotReady(Exception):
    """We cannot tell yet who we are in that workspace: Slack shall send it again."""


class Guard:
    """Stands between Bolt's check of the signature and our listeners."""

    def __init__(
        self,
        workspaces: Workspaces,
        ended: Ended | None = None,
        following: Following | None = None,
    ) -> None:
        self._workspaces = workspaces
        self._ended = ended
        self._following = following

    async def find(
        self, body: Payload, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        """Find the connection that a request is for (Bolt: before ``authorize``)."""
        if body.get("type") in _NO_WORKSPACE or body.get("ssl_check"):
            await next()
            return None
        if (body.get("event") or {}).get("type") in ENDINGS:
            if self._ended is not None:
                await self._ended(body)
            return BoltResponse(status=200, body="")
        try:
            connection = await self._workspaces.meant_by(body)
        except UnknownTeam:
            raise
        except SendError as error:
            raise NotReady(error.reason) from error
        if (body.get("event") or {}).get("type") in CHANGES:
            return await self._follow(body, connection)
        _AT.set(connection)
        await next()
        return None

    async def _follow(self, body: Payload, connection: Connection) -> BoltResponse:
        if self._following is not None:
            try:
                await self._following.hear(body, connection)
            except SendError as error:
                raise NotReady(error.reason) from error
        return BoltResponse(status=200, body="")

    def authorize(self) -> AuthorizeResult:
        """Who we are there, for Bolt: what we said ourselves goes no further."""
        own = self.own
        return AuthorizeResult(
            enterprise_id=None, team_id=own.team, bot_user_id=own.user, bot_id=own.bot
        )

    async def answer(self, error: Exception, body: Payload) -> BoltResponse | None:
        """The answer to what went wrong. Without a good one Slack sends it again."""
        if isinstance(error, UnknownTeam):
            if body.get("command"):
                return BoltResponse(status=200, body=_NOT_CONNECTED)
            return _refusal(404, "unknown workspace", NO_RETRY, "1")
        if isinstance(error, NotReady):
            return _refusal(503, "not connected yet", "Retry-After", "5")
        _log.error("slack.not_handled", error=repr(error), exc_info=error)
        return None

    @property
    def own(self) -> Own:
        """Who we are in the workspace that the present request is for."""
        return _AT.get().own

    def watch(self, bolt: AsyncApp) -> None:
        """Answer Bolt's errors."""
        bolt.error(self.answer)


def _refusal(status: int, said: str, header: str, value: str) -> BoltResponse:
    return BoltResponse(status=status, body={"error": said}, headers={header: value})
