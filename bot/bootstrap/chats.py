"""The chat platforms beside our own web chat: each is loaded only where its settings are."""

from typing import Any

from adapters.files.checking import check_files
from adapters.models.checking import check_meaning
from api.pages.framing import Frames
from api.pages.hosts import Hosts
from api.pages.session import Door, csrf_token
from bot.checks.checked import Checked, noted
from bot.grammar.registry import build_registry
from bot.opening import Opened
from bot.roles import ProcessRole
from bot.running import Desk
from core.clock import SystemClock
from core.settings import Settings
from core.settings_chats import DiscordSettings


def connect_chats(desk: Desk) -> list[Any]:
    """Connect the desk to every platform that is set; the doors that the web server is to open.

    Only the roles that hear a platform or speak to it need its kit.
    """
    if not desk.roles & {ProcessRole.API, ProcessRole.BOT}:
        return []
    _connect_discord(desk)
    return [*_connect_slack(desk), *_connect_teams(desk)]


def _connect_discord(desk: Desk) -> None:
    settings = desk.opened.settings.discord
    if settings is not None:
        from adapters.discord.connecting import connect_discord

        connect_discord(desk, settings)


def _connect_slack(desk: Desk) -> list[Any]:
    settings = desk.opened.settings.slack
    if settings is None:
        return []
    from adapters.slack.connecting import connect_slack
    from adapters.slack.workspaces.installing import Visitor

    door = build_door(desk.opened)

    async def who(request: Any) -> Visitor | None:
        async with door.enter(request) as visit:
            return Visitor(visit.actor, csrf_token(request)) if visit.actor else None

    return connect_slack(desk, settings, who)


def _connect_teams(desk: Desk) -> list[Any]:
    settings = desk.opened.settings.teams
    if settings is None:
        return []
    from adapters.teams.connecting import connect_teams

    return [*connect_teams(desk, settings)]


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
    return [
        files,
        meaning,
        *await _check_slack(settings),
        *await _check_teams(settings),
        *await _check_discord(settings),
    ]


async def _check_slack(settings: Settings) -> list[Checked]:
    if settings.slack is None:
        told = "The handbook says how: Connect a Slack workspace."
        return [noted("Slack", "not connected", told)]
    from adapters.slack.workspaces.checking import (
        check_slack,  # a large SDK: loaded only where it is used
    )
    from adapters.slack.workspaces.checking_workspaces import check_connected

    slack = await check_slack(settings.slack, SystemClock())
    return [*slack, *await check_connected(settings, settings.slack)]


async def _check_teams(settings: Settings) -> list[Checked]:
    if settings.teams is None:
        told = "The handbook says how: Connect Microsoft Teams."
        return [noted("Teams", "not connected", told)]
    from adapters.teams.checking import check_teams

    return await check_teams(settings, settings.teams)


async def _check_discord(settings: Settings) -> list[Checked]:
    if settings.discord is None:
        told = "The handbook says how: Connect a Discord server."
        return [noted("Discord", "not connected", told)]
    from adapters.discord.checking import check_discord

    return await check_discord(settings.discord, SystemClock())


def slack_manifest(address: str, *, socket: bool = False) -> str:
    """The manifest for a desk at this address, which must begin with https:// unless we
    open the connection (``socket``)."""
    from adapters.slack.manifest import COMMANDS, build_manifest, to_manifest_text

    return to_manifest_text(build_manifest(address, COMMANDS, socket=socket))


def teams_package(address: str, app_id: str) -> bytes:
    """The app package for a desk at this address, which must begin with https://."""
    from adapters.teams.manifest import build_package

    verbs = build_registry().of("ticket").values()
    return build_package(address, app_id, [(verb.name, verb.summary) for verb in verbs])


def discord_manifest(settings: DiscordSettings | None, *, as_json: bool = False) -> str:
    """What connects a server: the install link, permissions, intents and commands."""
    from adapters.discord.manifest import application_of, to_manifest_json, to_manifest_text

    application = application_of(settings.token.get_secret_value()) if settings else None
    return to_manifest_json(application) if as_json else to_manifest_text(application)
