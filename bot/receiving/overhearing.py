"""What reaches us though nobody addresses us: which of it is our business at all."""

from uuid import UUID

from bot.incoming import AT_A_DISTANCE, REACTIONS, Incoming, Kind
from bot.receiving.identifying import UnknownWorkspace, organisation_of
from bot.receiving.reacting import is_on_its_way
from core.conversation.places import place_or_mirror_at, role_at
from core.conversation.refs import message_at, shown_at
from core.conversation.workspaces import workspace_settings
from core.database.unit_of_work import Database, UnitOfWork
from core.people.identities import account_of

_AMONG_OTHERS = frozenset({Kind.SAID, Kind.EDITED, Kind.DELETED})
"""What people do among themselves too, wherever we can read along."""


async def concerns_us(database: Database, incoming: Incoming) -> bool:
    """Whether to take it in: reactions to what is no message of a ticket, what most bots say,
    and what people say to each other where we neither serve nor have a ticket, mean nothing to
    us."""
    overheard = incoming.kind in _AMONG_OTHERS and not incoming.direct
    if not overheard and incoming.kind not in {*REACTIONS, Kind.ALERTED}:
        return True
    try:
        organisation_id = await organisation_of(database, incoming)
    except UnknownWorkspace:
        return overheard  # it may just be about to be connected
    async with database.unit_of_work(organisation_id) as uow:
        spot = incoming.spot
        if overheard:
            return await _is_said_to_us(uow, incoming)
        if incoming.kind in REACTIONS:
            return await _is_act(uow, incoming) or await _may_travel(uow, incoming)
        settings = await workspace_settings(uow, spot.platform, spot.workspace)
        served = await role_at(uow, spot.platform, spot.workspace, spot.channel)
        return served is not None and incoming.sender in settings.alert_bots


async def _is_said_to_us(uow: UnitOfWork, incoming: Incoming) -> bool:
    """Whether it stands in a channel that we serve, where a ticket has a place, or is a
    message that we know. Elsewhere not even its author is to be looked up."""
    spot = incoming.spot
    at = (spot.platform, spot.workspace, spot.channel)
    if await role_at(uow, *at) is not None:
        return True
    if await place_or_mirror_at(uow, *at, spot.thread or incoming.stamp) is not None:
        return True
    return incoming.kind is not Kind.SAID and await _is_known(uow, incoming)


async def _is_act(uow: UnitOfWork, incoming: Incoming) -> bool:
    """Whether a reaction says a command."""
    spot = incoming.spot
    settings = await workspace_settings(uow, spot.platform, spot.workspace)
    means = settings.meaning_of(incoming.text) is not None
    return means and incoming.kind is Kind.REACTED


async def _may_travel(uow: UnitOfWork, incoming: Incoming) -> bool:
    """Whether a reaction is on a message that we know, or that is about to be handled. Where
    others read along, who only looks on is not even looked up."""
    spot, sender = incoming.spot, incoming.sender
    at = (spot.platform, spot.workspace)
    coming = await is_on_its_way(uow, incoming)  # asked first: then it is found if it has come
    found = await shown_at(uow, *at, spot.channel, incoming.stamp or "")
    if found is None:
        return coming
    return not found[1].shared or await account_of(uow, *at, sender) is not None


async def _is_known(uow: UnitOfWork, incoming: Incoming) -> bool:
    spot, stamp = incoming.spot, incoming.stamp or ""
    return await message_at(uow, spot.platform, spot.workspace, spot.channel, stamp) is not None


async def is_no_answer_due(uow: UnitOfWork, incoming: Incoming, author: UUID | None) -> bool:
    """Whether a refusal would only disturb: nobody spoke to us, and we do not know who it was."""
    if incoming.kind is Kind.ALERTED:
        return True
    if incoming.kind in REACTIONS and not await _is_act(uow, incoming):
        return True
    if author is not None:
        return False
    if incoming.kind in AT_A_DISTANCE:
        return True
    spot = incoming.spot
    served = await role_at(uow, spot.platform, spot.workspace, spot.channel)
    return incoming.kind is Kind.SAID and not incoming.direct and served is None
