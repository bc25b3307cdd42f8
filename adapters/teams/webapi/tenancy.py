"""Our tenant's standing: where the Bot Connector answers for it, and whether the app is there.

Teams names that address with everything that it tells us. It is kept with the installation, so
that we can speak first after a restart.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from adapters.teams.webapi.line import EVERYWHERE, Line
from adapters.teams.webapi.own import SLUG, Own
from bot.ports import TryLater
from bot.sending.administrators import tell_administrators
from core.access.actor import the_desk
from core.access.installations import (
    ACTIVE,
    Granted,
    begin_installation,
    bind_workspace,
    end_installation,
    find_installation,
    move_installation,
)
from core.access.vault import Vault
from core.conversation.mapping import begin_serving
from core.conversation.places import served_channels
from core.database.unit_of_work import Database
from core.events.resuming import resume_workspace
from core.settings_chats import TeamsSettings

_log = structlog.get_logger(__name__)
_FRESH = timedelta(seconds=30)
REMOVED = "removed"
_REMOVED_FOR = 300.0
_TOLD = (
    "The app was removed from the team of the triage channel in Microsoft Teams. Nothing is"
    " lost: what is owed there waits, and goes on once the app is added to the team again."
)


class Removed(TryLater):
    """The app was removed: what is owed waits until it is added again."""

    def __init__(self) -> None:
        reason = "The app was removed from Teams: add it to the team again."
        super().__init__(reason, retry_after=_REMOVED_FOR, everywhere=True)


class Tenancy:
    """Keeps the installation of our app in the tenant."""

    def __init__(
        self, database: Database, vault: Vault, organisation_id: UUID, own: Own, line: Line
    ) -> None:
        self._database = database
        self._vault = vault
        self._organisation_id = organisation_id
        self._own = own
        self._line = line
        self._address: str | None = None
        self._ended = False
        self._asked: datetime | None = None

    async def bind(self, settings: TeamsSettings) -> None:
        """The tenant is the organisation's, and its channels are served."""
        async with self._database.unit_of_work(self._organisation_id) as uow:
            tenant = self._own.tenant
            await bind_workspace(uow, SLUG, tenant, "that TEAMS__TENANT_ID names")
            await begin_serving(uow, SLUG, tenant, settings.triage_channel, "triage")
            if settings.support_channel:
                await begin_serving(uow, SLUG, tenant, settings.support_channel, "support")

    async def address(self) -> str:
        """Where to send. Raises :class:`Removed` while the app is not there."""
        now = self._database.clock.now()
        if self._asked is None or now - self._asked >= _FRESH:
            async with self._database.unit_of_work(self._organisation_id) as uow:
                row = await find_installation(uow, SLUG, self._own.tenant)
            self._address = row.url if row else None
            self._ended = row is not None and row.state != ACTIVE
            self._asked = now
        if self._ended:
            raise Removed
        return self._address or EVERYWHERE

    async def learn(self, url: str, *, revives: bool) -> None:
        """Something came in from there: from now on that is where to send.

        ``revives``: it shows that the app is in a team, where it may have been removed before.
        """
        if url == self._address and not (self._ended and revives):
            return
        if not self._line.is_trusted(url):
            _log.warning("teams.address_not_trusted", url=url)
            return
        async with self._database.unit_of_work(self._organisation_id) as uow:
            row = await find_installation(uow, SLUG, self._own.tenant, lock=True)
            if row is not None and row.state != ACTIVE and not revives:
                return
            if row is None or row.state != ACTIVE:
                desk = the_desk(self._organisation_id, SLUG)
                await begin_installation(uow, desk, self._vault, self._granted(url))
                await resume_workspace(uow, SLUG, self._own.tenant)
            elif row.url != url:
                await move_installation(uow, row, url)
        self._address, self._ended, self._asked = url, False, self._database.clock.now()

    async def end(self) -> None:
        """The app was removed: what is owed waits, administrators are told."""
        async with self._database.unit_of_work(self._organisation_id) as uow:
            row = await find_installation(uow, SLUG, self._own.tenant, lock=True)
            desk = the_desk(self._organisation_id, SLUG)
            if row is not None and await end_installation(uow, desk, row, REMOVED):
                await tell_administrators(uow, _TOLD, {(SLUG, self._own.tenant)})
                _log.warning("teams.removed", tenant=self._own.tenant)
        self._asked = None

    async def channels(self, role: str) -> Collection[str]:
        """The channels of our tenant that serve as that."""
        async with self._database.unit_of_work(self._organisation_id) as uow:
            served = await served_channels(uow)
        tenant = self._own.tenant
        return [
            one.channel
            for one in served
            if (one.platform, one.workspace, one.role) == (SLUG, tenant, role)
        ]

    def _granted(self, url: str) -> Granted:
        return Granted(
            platform=SLUG,
            workspace=self._own.tenant,
            name="Microsoft Teams",
            bot_user=self._own.bot,
            bot=self._own.bot,
            bot_name="Ticket",
            url=url,
            scopes=(),
            tokens=None,
        )
