"""How each connected workspace does, as Slack tells it: for the doctor."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from adapters.slack.webapi.calls import SlackCalls
from adapters.slack.workspaces.checking import check_scopes
from adapters.slack.workspaces.connections import Workspaces
from adapters.slack.workspaces.granting import SLUG, Granting
from adapters.slack.workspaces.installations import StoredInstallations, StoredToken
from adapters.slack.workspaces.reporting import faults_of
from bot.checks.checked import Checked, ok, wrong
from bot.ports import SendError
from bot.process.opening import open_database
from core.access.installations import ACTIVE, all_installations
from core.access.models import Installation
from core.access.vault import Vault
from core.conversation.places import served_channels
from core.database.unit_of_work import Database
from core.errors import HelpdeskError
from core.settings import Settings
from core.settings_chats import SlackSettings

_AGAIN = "Install it again at /slack/install; what is owed there goes on by itself."


async def check_connected(settings: Settings, slack: SlackSettings) -> list[Checked]:
    """The same for this machine's desk; nothing while its database cannot be looked into,
    which is told elsewhere."""
    try:
        async with open_database(settings, start=False, migrate=False) as opened:
            organisation_id = await opened.organisation_id()
            if organisation_id is None:
                return []
            return await check_workspaces(slack, opened.database, opened.vault, organisation_id)
    except (HelpdeskError, SQLAlchemyError):
        return []


async def check_workspaces(
    settings: SlackSettings, database: Database, vault: Vault, organisation_id: UUID
) -> list[Checked]:
    """Each installation: is it there, does its token serve, what may it do; and what is wrong
    in each workspace."""
    kept = StoredInstallations(database, vault, Granting(settings, database.clock))
    async with database.unit_of_work(organisation_id) as uow:
        installations = await all_installations(uow, SLUG)
        served = await served_channels(uow)
    checked = []
    for row in installations:
        checked += await _installation(settings, kept, row)
    teams = {one.workspace for one in served if one.platform == SLUG}
    teams.update(team for row in installations for team in row.teams)
    return [*checked, *await _faults(settings, kept, sorted(teams))]


async def _faults(
    settings: SlackSettings, kept: StoredInstallations, teams: Iterable[str]
) -> list[Checked]:
    """What is wrong though the connections stand; those that do not are told above."""
    workspaces = Workspaces(settings, kept.database.clock, kept, triage_of=kept.triage_of)
    checked = []
    try:
        for team in teams:
            with suppress(SendError):
                for fault in await faults_of(await workspaces.of(team)):
                    checked.append(wrong(f"Slack {team}", fault.what, fault.mend))
    finally:
        await workspaces.close()
    return checked


async def _installation(
    settings: SlackSettings, kept: StoredInstallations, row: Installation
) -> list[Checked]:
    name = f"Slack {row.name}"
    if row.state != ACTIVE:
        when = f"{row.ended_at:%Y-%m-%d %H:%M} UTC" if row.ended_at else "some time ago"
        return [wrong(name, f"the app was {row.end_reason} on {when}", _AGAIN)]
    token = StoredToken(kept, row.organisation_id, row.workspace)
    calls = SlackCalls(settings.api_url, token, kept.database.clock)
    try:
        _, granted = await calls.who_we_are()
    except SendError as error:
        return [wrong(name, error.reason, _AGAIN)]
    finally:
        await calls.close()
    since = f"installed since {row.installed_at:%Y-%m-%d %H:%M} UTC"
    return [ok(name, since), check_scopes(granted, f"{name} permissions")]
