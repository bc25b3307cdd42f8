"""Installations as the database keeps them, and their tokens, renewed before they end."""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from adapters.slack.inbound.payloads import Own
from adapters.slack.workspaces.connections import Installed, Removed
from adapters.slack.workspaces.granting import SLUG, Granting
from bot.ports import SendError, TryLater
from bot.sending.administrators import tell_administrators
from core.access.actor import Actor, the_desk
from core.access.installations import (
    ACTIVE,
    BoundElsewhere,
    Granted,
    Tokens,
    begin_installation,
    end_installation,
    find_installation,
    installation_serving,
    meet_team,
    open_tokens,
    renew_tokens,
)
from core.access.models import Installation
from core.access.vault import Vault
from core.conversation.places import served_channels
from core.database.organisations import find_organisation
from core.database.unit_of_work import Database
from core.events.leasing import hold, let_go
from core.events.resuming import resume_workspace
from core.ids import new_id

_log = structlog.get_logger(__name__)

EARLY = timedelta(minutes=30)
"""How long before its end a token is renewed. Slack's live for twelve hours."""
_AGAIN = timedelta(minutes=1)
_RENEWING = 30.0
_NO_TOKEN_FOR = 300.0
_CLOCKS_DIFFER = timedelta(seconds=5)
REMOVED, REVOKED = "removed", "revoked"
_WHY = {REMOVED: "was removed from", REVOKED: "has lost its token for"}
_TOLD = (
    "Our app {why} the Slack workspace {name}. Nothing is lost: what is owed there waits, and"
    " goes on in the same places once the app is installed again at /slack/install."
)


class StoredInstallations:
    """Keeps and finds installations of all organisations."""

    def __init__(self, database: Database, vault: Vault, granting: Granting) -> None:
        self.database = database
        self.vault = vault
        self.granting = granting

    async def find(self, team: str, enterprises: Collection[str]) -> Installed | None:
        """The installation that serves this team: its own, or its enterprise's."""
        organisation_id = await self._organisation_of(team, *enterprises)
        if organisation_id is None:
            return None
        async with self.database.unit_of_work(organisation_id) as uow:
            row = await installation_serving(uow, SLUG, team, enterprises)
            if row is None:
                return None
            if row.is_enterprise_wide:
                try:
                    await meet_team(uow, row, team)
                except BoundElsewhere:
                    return None
            return self._to_installed(row, team)

    async def begin(self, organisation_id: UUID, actor: Actor, granted: Granted) -> Installation:
        """Keep an installation; what waited for it goes on. Raises ``BoundElsewhere``."""
        async with self.database.unit_of_work(organisation_id) as uow:
            row = await begin_installation(uow, actor, self.vault, granted)
            for team in row.teams:
                await resume_workspace(uow, SLUG, team)
            return row

    async def end(self, workspace: str, reason: str, at: datetime) -> None:
        """Our app was removed there at that time: what is owed waits, administrators are told."""
        organisation_id = await self._organisation_of(workspace)
        if organisation_id is None:
            return
        async with self.database.unit_of_work(organisation_id) as uow:
            row = await find_installation(uow, SLUG, workspace, lock=True)
            # What Slack tells late may be about an installation before this one.
            if row is None or at < row.installed_at - _CLOCKS_DIFFER:
                _log.warning("slack.removed_unknown", workspace=workspace)
                return
            if await end_installation(uow, the_desk(organisation_id, SLUG), row, reason):
                told = _TOLD.format(name=row.name, why=_WHY[reason])
                places = {(SLUG, team) for team in (*row.teams, row.workspace)}
                await tell_administrators(uow, told, places)
                _log.warning("slack.removed", workspace=workspace, reason=reason)

    async def triage_of(self, team: str) -> frozenset[str]:
        """The triage channels of a team."""
        organisation_id = await self._organisation_of(team)
        if organisation_id is None:
            return frozenset()
        async with self.database.unit_of_work(organisation_id) as uow:
            served = await served_channels(uow)
        return frozenset(
            one.channel
            for one in served
            if (one.platform, one.workspace, one.role) == (SLUG, team, "triage")
        )

    async def _organisation_of(self, *workspaces: str) -> UUID | None:
        async with self.database.system() as session:
            for workspace in workspaces:
                found = await find_organisation(session, "workspace", f"{SLUG}:{workspace}")
                if found is not None:
                    return found
        return None

    def _to_installed(self, row: Installation, team: str) -> Installed:
        own = Own(team, row.bot_user, row.bot, row.bot_name, row.url)
        active = row.state == ACTIVE
        return Installed(
            key=row.workspace,
            own=own,
            token=StoredToken(self, row.organisation_id, row.workspace) if active else None,
            name=row.name,
            scopes=frozenset(row.scopes),
            since=row.installed_at,
            is_enterprise_wide=row.is_enterprise_wide,
        )


def _to_wait(error: SendError) -> TryLater:
    """Without a token all of the workspace waits; a refusal is no fault of what was to be sent."""
    if isinstance(error, TryLater):
        return error
    reason = "Slack does not renew the token: install the app again at /slack/install."
    return TryLater(reason, retry_after=_NO_TOKEN_FOR, everywhere=True)


class StoredToken:
    """The token of one installation. One process renews it, all of them read it."""

    def __init__(self, kept: StoredInstallations, organisation_id: UUID, workspace: str) -> None:
        self._kept = kept
        self._organisation_id = organisation_id
        self._workspace = workspace
        self._me = new_id()
        self._lock = asyncio.Lock()
        self._tokens: Tokens | None = None
        self._tried: datetime | None = None

    async def current(self) -> str:
        """The token to use now, renewed if it ends soon."""
        async with self._lock:
            if self._tokens is None or self._ends_soon(self._tokens):
                await self._follow(None)
            assert self._tokens is not None
            return self._tokens.token

    async def renewed(self, refused: str) -> bool:
        """Slack says that this one has ended: whether there is another one now."""
        async with self._lock:
            await self._follow(refused)
            return self._tokens is not None and self._tokens.token != refused

    def _ends_soon(self, tokens: Tokens) -> bool:
        now = self._kept.database.clock.now()
        return tokens.expires_at is not None and tokens.expires_at - now < EARLY

    async def _follow(self, refused: str | None) -> None:
        """Read what is kept now, and renew that if need be."""
        self._tokens = await self._read()
        if self._tokens.token != refused and not self._ends_soon(self._tokens):
            return
        now = self._kept.database.clock.now()
        waits = refused is None and self._tried is not None and now - self._tried < _AGAIN
        if self._tokens.refresh_token is None or waits:
            return
        self._tried = now
        try:
            await self._renew(refused)
        except SendError as error:
            if refused is not None or self._has_ended(now):
                raise _to_wait(error) from error
            # The token still serves for a while.
            _log.warning("slack.not_renewed", workspace=self._workspace, reason=error.reason)

    def _has_ended(self, now: datetime) -> bool:
        ends = self._tokens.expires_at if self._tokens else None
        return ends is not None and ends <= now

    async def _renew(self, refused: str | None) -> None:
        database, name = self._kept.database, f"renew:{SLUG}:{self._workspace}"
        async with database.system() as session:
            now = database.clock.now()
            if not await hold(session, name, self._me, now, seconds=_RENEWING):
                raise TryLater("The Slack token is being renewed.", retry_after=1.0)
        try:
            # Another process may have renewed it just before.
            self._tokens = await self._read()
            if self._tokens.token != refused and not self._ends_soon(self._tokens):
                return
            assert self._tokens.refresh_token is not None
            tokens = await self._kept.granting.renew(self._tokens.refresh_token)
            async with database.unit_of_work(self._organisation_id) as uow:
                row = await find_installation(uow, SLUG, self._workspace, lock=True)
                if row is None or row.state != ACTIVE:
                    raise Removed
                await renew_tokens(uow, self._kept.vault, row, tokens)
            self._tokens = tokens
            _log.info("slack.renewed", workspace=self._workspace)
        finally:
            async with database.system() as session:
                await let_go(session, name, self._me)

    async def _read(self) -> Tokens:
        async with self._kept.database.unit_of_work(self._organisation_id) as uow:
            row = await find_installation(uow, SLUG, self._workspace)
            tokens = open_tokens(self._kept.vault, row) if row is not None else None
        if tokens is None:
            raise Removed
        return tokens
