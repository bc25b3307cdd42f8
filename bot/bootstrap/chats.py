"""The chat platforms beside our own web chat: connected, looked at, and told about."""

from typing import Any

from adapters.files.checking import check_files
from adapters.models.checking import check_meaning
from api.pages.framing import Frames
from api.pages.hosts import Hosts
from api.pages.session import Door, csrf_token
from bot.bootstrap.platforms import check_chats, connect_platforms
from bot.checks.checked import Checked
from bot.grammar.registry import build_registry
from bot.ports_plugins import Visitor
from bot.process.opening import Opened
from bot.process.roles import ProcessRole
from bot.process.running import Desk
from core.settings import Settings
from core.settings_chats import DiscordSettings


def connect_chats(desk: Desk) -> list[Any]:
    """Connect the desk to every platform that is set; the doors that the web server is to open.

    Only the roles that hear a platform or speak to it need its kit.
    """
    if not desk.roles & {ProcessRole.API, ProcessRole.BOT}:
        return []
    door = build_door(desk.opened)

    async def who(request: Any) -> Visitor | None:
        async with door.enter(request) as visit:
            return Visitor(visit.actor, csrf_token(request)) if visit.actor else None

    desk.who = who
    return connect_platforms(desk)


def frames_of(settings: Settings) -> Frames | None:
    """Which applications may show the web chat inside themselves: Teams, where it is set."""
    if settings.teams is None:
        return None
    from adapters.teams.door.tab import ANCESTORS, PATH

    return Frames(ANCESTORS, PATH)


def build_door(opened: Opened) -> Door:
    """Where browsers come in."""
    hosts = Hosts(opened.database)
    return Door(opened.database, hosts.organisation_of, public_url=opened.settings.address)


async def check_platforms(settings: Settings) -> list[Checked]:
    """How the chat platforms, the file storage and the models do: for ``deskhand doctor``."""
    files = await check_files(settings.files, settings.data_dir)
    meaning = await check_meaning(settings.embeddings)
    return [files, meaning, *await check_chats(settings)]


def slack_manifest(address: str, **how: bool) -> str:
    """The manifest for a desk at this address, which must begin with https:// unless we
    open the connection. ``how``: see :func:`adapters.slack.manifest.build_manifest`."""
    from adapters.slack.manifest import COMMANDS, build_manifest, to_manifest_text

    return to_manifest_text(build_manifest(address, COMMANDS, **how))


def teams_package(address: str, app_id: str, version: str) -> bytes:
    """The app package for a desk at this address, which must begin with https://."""
    from adapters.teams.manifest import build_package

    verbs = build_registry().of("ticket").values()
    return build_package(address, app_id, version, [(verb.name, verb.summary) for verb in verbs])


def discord_manifest(settings: DiscordSettings | None, *, as_json: bool = False) -> str:
    """What connects a server: the install link, permissions, intents and commands."""
    from adapters.discord.manifest import application_of, to_manifest_json, to_manifest_text

    application = application_of(settings.token.get_secret_value()) if settings else None
    return to_manifest_json(application) if as_json else to_manifest_text(application)
