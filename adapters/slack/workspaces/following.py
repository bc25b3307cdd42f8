"""Teams follow Slack's user groups: at once when Slack tells of a change, and now and then."""

import asyncio
from uuid import UUID

import structlog

from adapters.slack.inbound.naming import Payload
from adapters.slack.inbound.payloads import SLUG
from adapters.slack.webapi.groups import members_of_group
from adapters.slack.workspaces.connections import Connection, Workspaces
from bot.ports import SendError
from core.access.actor import the_desk
from core.database.organisations import find_organisation
from core.database.unit_of_work import Database
from core.people.groups import follow_group, groups_to_follow

_log = structlog.get_logger(__name__)

CHANGES = ("subteam_members_changed", "subteam_updated")
_LOOK = 10.0


class Following:
    """Asks Slack who is in a group, and brings the team in line."""

    def __init__(self, database: Database, workspaces: Workspaces) -> None:
        self._database = database
        self._workspaces = workspaces

    async def hear(self, body: Payload, line: Connection) -> None:
        """A group has changed in that workspace."""
        event = body.get("event") or {}
        group = event.get("subteam_id") or (event.get("subteam") or {}).get("id")
        async with self._database.system() as session:
            key = f"{SLUG}:{line.own.team}"
            organisation_id = await find_organisation(session, "workspace", key)
        if group and organisation_id is not None:
            await self._follow(organisation_id, line, str(group))

    async def look(self, organisation_id: UUID) -> None:
        """Follow all groups of an organisation whose turn it is."""
        async with self._database.unit_of_work(organisation_id) as uow:
            due = [(one.workspace, one.external_id) for one in await groups_to_follow(uow, SLUG)]
        for workspace, group in due:
            try:
                line = await self._workspaces.of(workspace, hastily=True)
                await self._follow(organisation_id, line, group)
            except SendError as error:
                _log.warning("slack.group_not_followed", group=group, reason=error.reason)

    async def keep_looking(self, organisation_id: UUID) -> None:
        """For ever: who came to be known since then comes into the team too."""
        while True:
            await asyncio.sleep(_LOOK)
            try:
                await self.look(organisation_id)
            except Exception as error:
                _log.warning("slack.groups_not_followed", error=repr(error))

    async def _follow(self, organisation_id: UUID, line: Connection, group: str) -> None:
        members = await members_of_group(line.calls, group)
        async with self._database.unit_of_work(organisation_id) as uow:
            desk = the_desk(organisation_id, SLUG)
            await follow_group(uow, desk, SLUG, line.own.team, group, members)
