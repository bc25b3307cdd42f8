"""Whether Teams is connected as it should be."""

from collections.abc import Sequence

import httpx
from sqlalchemy.exc import SQLAlchemyError

from adapters.teams.door.keys import ConnectorKeys
from adapters.teams.webapi.connector import Connector
from adapters.teams.webapi.line import EVERYWHERE, Line, build_http
from adapters.teams.webapi.own import Own
from adapters.teams.webapi.people import TeamsPeople, is_outsider
from adapters.teams.webapi.tokens import BotToken
from bot.checks.checked import Checked, noted, ok, wrong
from bot.ports import SendError
from bot.process.opening import open_database
from core.access.installations import ACTIVE, find_installation
from core.clock import Clock, SystemClock
from core.conversation.places import Served
from core.errors import HelpdeskError
from core.settings import Settings
from core.settings_chats import TeamsSettings

_SIGN_IN = "Check DESKHAND_TEAMS__APP_ID, __APP_PASSWORD and __TENANT_ID against Azure."
_REACH = "Check DESKHAND_TEAMS__OPENID_URL and that this machine can reach Microsoft."
_SERVED = "Add the app to its team, or say `@Ticket desk channel role:off` there."
_TRIAGE = "Add the app to its team, or set DESKHAND_TEAMS__TRIAGE_CHANNEL to the channel's id."


async def check_teams(
    settings: Settings,
    teams: TeamsSettings,
    clock: Clock | None = None,
    served: Sequence[Served] = (),
) -> list[Checked]:
    """Credentials, the Bot Connector's keys, the door, and each channel that is served."""
    clock = clock or SystemClock()
    http = build_http()
    try:
        token = BotToken(teams, http, clock)
        signed_in = await _sign_in(token)
        checked = [signed_in, await _keys(ConnectorKeys(teams, http, clock)), *_door(teams)]
        if signed_in.state == "ok":
            people = _people(settings, teams, Line(teams, http, token), clock)
            checked.append(await _triage(teams, people))
            checked += [await _channel(people, one) for one in _others(teams, served)]
        return checked
    finally:
        await http.aclose()


async def _sign_in(token: BotToken) -> Checked:
    try:
        got = await token.current()
    except SendError as error:
        return wrong("Teams", error.reason, _SIGN_IN)
    if got is None:
        return noted("Teams", "no password: for trying things out on this machine alone")
    return ok("Teams", "Microsoft signs the app in")


async def _keys(keys: ConnectorKeys) -> Checked:
    name = "Teams keys"
    try:
        ring = await keys.fetch()
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        return wrong(name, f"not to be had: {type(error).__name__}", _REACH)
    return ok(name, f"{len(ring.keys)} of {ring.issuer}")


def _door(teams: TeamsSettings) -> list[Checked]:
    if not teams.allow_unauthenticated:
        return []
    told = "Unset DESKHAND_TEAMS__ALLOW_UNAUTHENTICATED before anybody else can reach the port."
    return [noted("Teams door", "open to whoever speaks without a token", told)]


def _people(settings: Settings, teams: TeamsSettings, line: Line, clock: Clock) -> TeamsPeople:
    own = Own(teams.tenant_id, teams.app_id)

    async def service() -> str:
        return await _address(settings, own)

    async def none(_: str) -> tuple[str, ...]:
        return ()

    return TeamsPeople(line, Connector(line, own), own, clock, service, none)


def _others(teams: TeamsSettings, served: Sequence[Served]) -> list[str]:
    """The channels that are served beside that of the settings for staff."""
    named = [one.channel for one in served] + [teams.support_channel or ""]
    return [one for one in dict.fromkeys(named) if one not in ("", teams.triage_channel)]


async def _channel(people: TeamsPeople, channel: str) -> Checked:
    name = f"Teams channel {channel}"
    try:
        members = await people.members_of(channel)
    except SendError as error:
        return wrong(name, error.reason, _SERVED)
    return ok(name, f"{len(members)} members")


async def _triage(teams: TeamsSettings, people: TeamsPeople) -> Checked:
    name, own = "Teams triage channel", Own(teams.tenant_id, teams.app_id)
    try:
        members = await people.members_of(teams.triage_channel)
    except SendError as error:
        return wrong(name, error.reason, _TRIAGE)
    outsiders = sum(is_outsider(one, own) for one in members.values())
    if outsiders:
        told = "Notes are withheld from it while guests or others can read there."
        return noted(name, f"{len(members)} members, {outsiders} from outside", told)
    return ok(name, f"{len(members)} members")


async def _address(settings: Settings, own: Own) -> str:
    """Where the Bot Connector answered last."""
    try:
        async with open_database(settings, migrate=False) as opened:
            organisation_id = await opened.organisation_id()
            if organisation_id is None:
                return EVERYWHERE
            async with opened.database.unit_of_work(organisation_id) as uow:
                row = await find_installation(uow, "teams", own.tenant)
                return row.url if row and row.state == ACTIVE else EVERYWHERE
    except (HelpdeskError, SQLAlchemyError):
        return EVERYWHERE
