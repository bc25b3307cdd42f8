"""Teams put together for a whole desk: the way out, the door, and what runs beside them."""

from dataclasses import dataclass
from uuid import UUID

import httpx
from starlette.routing import Route

from adapters.teams.app import TeamsDoor
from adapters.teams.door.invokes import Invokes
from adapters.teams.door.keys import ConnectorKeys, Doorkeeper
from adapters.teams.door.lifecycle import Lifecycle
from adapters.teams.door.telling import Telling
from adapters.teams.inbound.origins import Origins
from adapters.teams.platform import TeamsPlatform
from adapters.teams.sending.files import TeamsFiles
from adapters.teams.sending.pacing import TeamsPace
from adapters.teams.sending.posting import ONCE, Posting
from adapters.teams.webapi.connector import Connector
from adapters.teams.webapi.line import Line, build_http
from adapters.teams.webapi.own import SLUG, Own
from adapters.teams.webapi.people import TeamsPeople
from adapters.teams.webapi.tenancy import Tenancy
from adapters.teams.webapi.tokens import BotToken
from bot.ports_repeats import KnowsRepeats
from bot.process.kept import Kept
from bot.process.opening import Opened
from bot.process.running import Desk
from bot.process.watching import Watch, keeping
from core.conversation.files import Files
from core.settings_chats import TeamsSettings


@dataclass(frozen=True)
class Teams:
    """Teams, connected."""

    platform: TeamsPlatform
    door: TeamsDoor
    keys: ConnectorKeys
    tenancy: Tenancy
    http: httpx.AsyncClient


def build_teams(
    settings: TeamsSettings,
    listener: KnowsRepeats,
    opened: Opened,
    organisation_id: UUID,
    files: Files,
) -> Teams:
    """The adapter, for a desk that listens. Opens nothing yet."""
    clock, address = opened.database.clock, opened.settings.address
    own = Own(settings.tenant_id, settings.app_id)
    http = build_http()
    watch = Watch(clock, keeping(opened.database, SLUG), own.tenant)
    line = Line(settings, http, BotToken(settings, http, clock), watch)
    connector = Connector(line, own)
    tenancy = Tenancy(opened.database, opened.vault, organisation_id, own, line)
    people = TeamsPeople(line, connector, own, clock, tenancy.address, tenancy.channels)
    pace = TeamsPace(opened.database, clock, own.tenant)
    asked: Kept[bool] = Kept(clock, ONCE)
    posting = Posting(line, connector, people, own, pace, tenancy.address, asked)
    platform = TeamsPlatform(
        own,
        posting,
        TeamsFiles(line, files, opened.vault),
        Origins(opened.vault),
        address=address,
        targeted=settings.targeted,
    )
    keys = ConnectorKeys(settings, http, clock)
    telling = Telling(listener, clock)
    door = TeamsDoor(
        own,
        telling,
        clock,
        Doorkeeper(settings, keys),
        Invokes(listener, telling, platform, clock, address),
        Lifecycle(own, tenancy, people),
        platform.origins,
    )
    return Teams(platform, door, keys, tenancy, http)


def connect_teams(desk: Desk, settings: TeamsSettings) -> list[Route]:
    """Connect the desk to Teams: its platform, and the door that a web server is to open."""
    assert desk.files is not None
    teams = build_teams(settings, desk.router, desk.opened, desk.organisation_id, desk.files)
    desk.platforms[SLUG] = teams.platform
    desk.connecting.append(lambda: teams.tenancy.bind(settings))
    # They are there before anybody knocks: the door waits for no fetching.
    desk.connecting.append(teams.keys.fetch)
    desk.closing += [teams.http.aclose, teams.keys.close]
    return teams.door.routes
