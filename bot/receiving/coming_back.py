"""What its author removed and then brought back, on a platform on which one can.

The text of what was removed is erased at once, so it is said again: as a message of now, which
reaches everybody whom the first one had reached.
"""

from bot.receiving.amending import handle_amendment, removed_by, standing_of
from bot.receiving.saying import handle_said
from bot.talk import NOTHING, Answer, Talk
from core.conversation.amendments import Standing, is_latest
from core.conversation.refs import forget_ref, place_naming


async def handle_edit(talk: Talk) -> Answer:
    """An edit; or words that come back."""
    incoming, where = talk.incoming, standing_of(talk)
    if where is None or not incoming.back or not incoming.text:
        return await handle_amendment(talk)
    if not await _was_removed(talk, where):
        return await handle_amendment(talk)
    if not await is_latest(talk.uow, where, incoming.kind.value, incoming.text, incoming.at):
        return NOTHING
    return await handle_said(talk)


async def _was_removed(talk: Talk, where: Standing) -> bool:
    """Whether the sender had removed it; then nothing is known of it any more."""
    place_id = await place_naming(talk.uow, **vars(where), kind=removed_by(talk.actor))
    if place_id is not None:
        await forget_ref(talk.uow, place_id, where.external_id)
    return place_id is not None
