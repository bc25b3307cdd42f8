"""Which channels serve what: said by administrators, in the chat itself."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.models import Channel
from core.conversation.places import (
    PRIVATE,
    PUBLIC,
    QUESTIONS,
    TICKETS,
    Served,
    serve_channel,
    served_at,
    served_channels,
)
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid, NotFound
from core.events.event import Event
from core.people.teams import find_team

TRIAGE, SUPPORT, OFF = "triage", "support", "off"
ROLES = (TRIAGE, SUPPORT, OFF)
MODES = (PUBLIC, PRIVATE)
POSTS = (QUESTIONS, TICKETS)


@dataclass(frozen=True, kw_only=True)
class ChannelMapped(Event):
    """An administrator said what a channel serves; ``role`` is ``off`` if it is nothing."""

    platform: str
    workspace: str
    channel: str
    role: str
    team_id: UUID | None
    mode: str = PUBLIC
    posts: str = QUESTIONS


async def map_channel(
    uow: UnitOfWork,
    actor: Actor,
    platform: str,
    workspace: str,
    channel: str,
    role: str,
    team: str | None = None,
    *,
    mode: str | None = None,
    posts: str | None = None,
) -> Served | None:
    """Serve a channel, as the queue of one team if ``team`` names one; ``off`` ends it.

    ``mode`` and ``posts`` (see :class:`core.conversation.models.Channel`) stay as they
    were unless they are given. Tickets that stand there already keep their places. Returns
    what is served from now on. Raises :class:`NotFound` for an unknown team.
    """
    require(actor, Permission.CONFIGURE)
    _check_one_of("role", role, ROLES)
    before = await served_at(uow, platform, workspace, channel)
    if role != SUPPORT and (mode or posts):
        field = "mode" if mode else "posts"
        raise Invalid(field=field, problem="only a channel that serves support has one")
    before = before if role == SUPPORT else None
    mode = mode or (before.mode if before else PUBLIC)
    posts = posts or (before.posts if before else QUESTIONS)
    _check_one_of("mode", mode, MODES)
    _check_one_of("posts", posts, POSTS)
    found = await find_team(uow, team) if team else None
    if team and found is None:
        raise NotFound(ref=f"a team called {team}")
    team_id = found.id if found else None
    if role == OFF:
        await uow.session.execute(
            delete(Channel).where(
                Channel.platform == platform,
                Channel.workspace == workspace,
                Channel.channel == channel,
            )
        )
        uow.configuration_changed()
    else:
        await serve_channel(
            uow, platform, workspace, channel, role, team_id, mode=mode, posts=posts
        )
    mapped = ChannelMapped(
        platform=platform,
        workspace=workspace,
        channel=channel,
        role=role,
        team_id=team_id,
        mode=mode,
        posts=posts,
    )
    await uow.record(mapped, actor)
    return await served_at(uow, platform, workspace, channel)


def _check_one_of(field: str, said: str, words: tuple[str, ...]) -> None:
    if said not in words:
        raise Invalid(field=field, problem=f"say one of {', '.join(words)}")


async def begin_serving(
    uow: UnitOfWork, platform: str, workspace: str, channel: str, role: str
) -> None:
    """Serve a channel unless it is known: what an administrator has set for it stays."""
    known = [(c.platform, c.workspace, c.channel) for c in await served_channels(uow)]
    if (platform, workspace, channel) not in known:
        await serve_channel(uow, platform, workspace, channel, role)


async def mapped_channels(
    uow: UnitOfWork, actor: Actor, platform: str, workspace: str
) -> list[Served]:
    """What is served in one workspace."""
    require(actor, Permission.CONFIGURE)
    served = await served_channels(uow)
    return [one for one in served if (one.platform, one.workspace) == (platform, workspace)]
