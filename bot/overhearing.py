"""What reaches us though nobody addresses us: which of it is our business at all."""

from uuid import UUID

from bot.identifying import UnknownWorkspace, organisation_of
from bot.incoming import AT_A_DISTANCE, Incoming, Kind
from core.conversation.places import role_at
from core.conversation.workspaces import workspace_settings
from core.database.unit_of_work import Database, UnitOfWork


async def concerns_us(database: Database, incoming: Incoming) -> bool:
    """Whether to take it in: most reactions, and what most bots say, mean nothing to us."""
    if incoming.kind not in {Kind.REACTED, Kind.ALERTED}:
        return True
    try:
        organisation_id = await organisation_of(database, incoming)
    except UnknownWorkspace:
        return False
    async with database.unit_of_work(organisation_id) as uow:
        spot = incoming.spot
        settings = await workspace_settings(uow, spot.platform, spot.workspace)
        if incoming.kind is Kind.REACTED:
            return settings.meaning_of(incoming.text) is not None
        served = await role_at(uow, spot.platform, spot.workspace, spot.channel)
        return served is not None and incoming.sender in settings.alert_bots


async def is_no_answer_due(uow: UnitOfWork, incoming: Incoming, author: UUID | None) -> bool:
    """Whether a refusal would only disturb: nobody spoke to us, and we do not know who it was."""
    if incoming.kind is Kind.ALERTED:
        return True
    if author is not None:
        return False
    if incoming.kind in AT_A_DISTANCE:
        return True
    spot = incoming.spot
    served = await role_at(uow, spot.platform, spot.workspace, spot.channel)
    return incoming.kind is Kind.SAID and not incoming.direct and served is None
