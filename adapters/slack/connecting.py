"""Slack put together for a whole desk: doors, installations, sockets."""

from datetime import UTC, datetime

from starlette.routing import Route

from adapters.slack.app import Slack, build_slack
from adapters.slack.door.guarding import Ended
from adapters.slack.door.sockets import SocketLine
from adapters.slack.inbound.naming import Payload, enterprises_of, teams_of
from adapters.slack.inbound.payloads import SLUG
from adapters.slack.workspaces.connections import Workspaces
from adapters.slack.workspaces.following import Following
from adapters.slack.workspaces.granting import Granting
from adapters.slack.workspaces.installations import REMOVED, REVOKED, StoredInstallations
from adapters.slack.workspaces.installing import Installing
from bot.process.roles import ProcessRole
from bot.process.running import Desk
from bot.process.watching import keeping
from core.access.installations import bind_workspace
from core.conversation.mapping import begin_serving
from core.events.pacers import SharedPacer
from core.settings_chats import SlackSettings


def connect_slack(desk: Desk, settings: SlackSettings) -> list[Route]:
    """Connect the desk to Slack: its platform, and the doors that a web server is to open."""
    database, clock = desk.opened.database, desk.opened.database.clock
    granting = Granting(settings, clock)
    kept = StoredInstallations(database, desk.opened.vault, granting)
    pace = SharedPacer(database)
    keep = keeping(database, SLUG)
    workspaces = Workspaces(settings, clock, kept, pace, kept.triage_of, keep)
    following = Following(database, workspaces)
    ended = build_ending(kept, workspaces)
    slack = build_slack(settings, desk.router, clock, workspaces, ended, following)
    desk.looping.append(lambda: following.keep_looking(desk.organisation_id))
    desk.platforms[SLUG] = slack.platform
    desk.closing.append(slack.platform.close)
    if settings.bot_token is not None:
        desk.connecting.append(lambda: _greet(desk, slack, settings))
    if settings.app_token is not None and ProcessRole.BOT in desk.roles:
        line = SocketLine(settings, slack.app.bolt)
        desk.connecting.append(line.open)
        desk.closing.append(line.close)
    routes = slack.routes
    if settings.client_id is not None:
        address = desk.opened.settings.address
        routes += Installing(kept, granting, address, desk.who).routes
    return routes


async def _greet(desk: Desk, slack: Slack, settings: SlackSettings) -> None:
    """The workspace of the settings' token: it is ours, and its triage channel is served."""
    own = await slack.platform.connect()
    assert own is not None
    assert settings.triage_channel is not None
    async with desk.opened.database.unit_of_work(desk.organisation_id) as uow:
        await bind_workspace(uow, SLUG, own.team, "that SLACK__BOT_TOKEN leads to")
        await begin_serving(uow, SLUG, own.team, settings.triage_channel, "triage")


def build_ending(kept: StoredInstallations, workspaces: Workspaces) -> Ended:
    """What is done when Slack says that our app was removed, or its token taken back."""

    async def ended(body: Payload) -> None:
        event = body.get("event") or {}
        revoked = event.get("type") == "tokens_revoked"
        if revoked and not (event.get("tokens") or {}).get("bot"):
            return  # somebody's own token: we have none of those
        where = _enterprise_of(body) or teams_of(body)
        for workspace in where[:1]:
            await kept.end(workspace, REVOKED if revoked else REMOVED, _time_of(body, kept))
            workspaces.forget(workspace)

    return ended


def _enterprise_of(body: Payload) -> tuple[str, ...]:
    """The enterprise, if the app was installed for all of it."""
    first = next(iter(body.get("authorizations") or ()), body)
    whole = first.get("is_enterprise_install") or body.get("is_enterprise_install")
    return enterprises_of(body) if whole else ()


def _time_of(body: Payload, kept: StoredInstallations) -> datetime:
    """When it happened: Slack may tell it late."""
    told = body.get("event_time")
    if isinstance(told, int | float):
        return datetime.fromtimestamp(told, UTC)
    return kept.database.clock.now()
