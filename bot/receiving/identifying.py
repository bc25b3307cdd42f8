"""Who is speaking: from a platform's user to an actor with rights."""

from uuid import UUID

from bot.incoming import Incoming
from bot.ports import ChatPlatform, Refused
from core.access.actor import Actor
from core.conversation.places import role_at
from core.conversation.refs import shown_at
from core.conversation.workspaces import workspace_settings
from core.database.organisations import find_organisation
from core.database.unit_of_work import Database
from core.errors import ErrorKind, HelpdeskError
from core.people.actors import actor_for
from core.people.identities import actor_of, known_identity, link_identity


class UnknownSender(HelpdeskError):
    """The platform does not tell us who that is, at present."""

    kind = ErrorKind.UNAVAILABLE
    code = "identity.unavailable"
    text = "{platform} is not telling me who you are. Please try again in a moment."


class UnreachableSender(HelpdeskError):
    """The platform lets us know and answer only who has added us, and they have not."""

    kind = ErrorKind.DENIED
    code = "identity.unreachable"
    text = "{platform} lets me answer only who has added me. Please do, and say it again."


class UnknownWorkspace(HelpdeskError):
    """Nobody has connected that workspace."""

    kind = ErrorKind.NOT_FOUND
    code = "workspace.unknown"
    text = "This workspace is not connected to Deskhand."


async def organisation_of(database: Database, incoming: Incoming) -> UUID:
    """The organisation of the workspace. Raises :class:`UnknownWorkspace`."""
    key = f"{incoming.spot.platform}:{incoming.spot.workspace}"
    async with database.system() as session:
        found = await find_organisation(session, "workspace", key)
    if found is None:
        raise UnknownWorkspace
    return found


async def identify(
    database: Database,
    organisation_id: UUID,
    incoming: Incoming,
    platforms: dict[str, ChatPlatform],
) -> Actor:
    """The actor behind the message. The platform is asked only for somebody new, or
    when its word has become old; never inside a transaction.

    Raises ``NotLinked``, ``Suspended``, :class:`UnknownSender` or :class:`UnreachableSender`.
    """
    spot = incoming.spot
    async with database.unit_of_work(organisation_id) as uow:
        identity = await known_identity(uow, spot.platform, spot.workspace, incoming.sender)
        if identity is not None:
            return await actor_of(uow, identity)
    return await introduce(database, organisation_id, incoming, platforms)


async def introduce(
    database: Database,
    organisation_id: UUID,
    incoming: Incoming,
    platforms: dict[str, ChatPlatform],
    *,
    by_code: bool = False,
) -> Actor:
    """Ask the platform who that is, and link the account; ``by_code``: whoever it is.

    Raises what :func:`identify` raises.
    """
    spot = incoming.spot
    try:
        profile = await platforms[spot.platform].profile(spot.workspace, incoming.sender)
    except Refused as error:
        raise UnreachableSender(platform=spot.platform.capitalize()) from error
    if profile is None:
        raise UnknownSender(platform=spot.platform.capitalize())
    async with database.unit_of_work(organisation_id) as uow:
        role = await role_at(uow, spot.platform, spot.workspace, spot.channel)
        identity = await link_identity(
            uow,
            spot.platform,
            spot.workspace,
            incoming.sender,
            profile,
            welcome=role == "support" or profile.welcome,
            by_code=by_code,
        )
        return await actor_of(uow, identity)


async def contact_behind(
    database: Database, organisation_id: UUID, incoming: Incoming
) -> Actor | None:
    """The contact in whose name an alert bot speaks; None for a bot that is not allowed to."""
    spot = incoming.spot
    async with database.unit_of_work(organisation_id) as uow:
        settings = await workspace_settings(uow, spot.platform, spot.workspace)
        bot = settings.alert_bots.get(incoming.sender)
        return await actor_for(uow, bot.person_id, spot.platform) if bot else None


async def author_of_removed(
    database: Database, organisation_id: UUID, incoming: Incoming
) -> Actor | None:
    """Who takes a message back where the platform does not say: its author, who wrote it there.

    None for one that we put there ourselves: whoever removes a copy takes nothing back.
    """
    spot, stamp = incoming.spot, incoming.stamp or ""
    async with database.unit_of_work(organisation_id) as uow:
        at = (spot.platform, spot.workspace, spot.channel)
        found = await shown_at(uow, *at, stamp)
        if found is None:
            return None
        message, place = found
        if message.author_id is None or message.place_id != place.id:
            return None
        return await actor_for(uow, message.author_id, spot.platform)
