"""Edits and removals of what was said, made on a platform by its author."""

from uuid import UUID

from bot.incoming import Kind
from bot.receiving.brought_files import take_files_away
from bot.showing.relation_cards import untold_text
from bot.talk import NOTHING, Answer, Talk
from core.access.actor import Actor
from core.conversation.amendments import Standing, is_latest, settle, told_early
from core.conversation.models import Message, Place
from core.conversation.refs import forget_ref, keep_ref, message_at
from core.tickets.amending import delete_message, edit_message


async def handle_amendment(talk: Talk) -> Answer:
    """An edit or removal of a message that we know, or that is still on its way to a ticket's
    thread; others are none of our business."""
    incoming, where = talk.incoming, standing_of(talk)
    if where is None:
        return NOTHING
    message = await message_at(talk.uow, **vars(where))
    if message is None and talk.place is None:
        return NOTHING
    if not await is_latest(talk.uow, where, incoming.kind.value, incoming.text, incoming.at):
        return NOTHING
    if message is not None:
        await settle(talk.uow, where)
        await take_files_away(talk, message.id)
        return await _amend(talk, message.id, where, incoming.kind.value, incoming.text)
    return NOTHING


async def amend_early(talk: Talk, message_id: UUID) -> None:
    """What became of a message before its platform told us of it."""
    where = standing_of(talk)
    told = await told_early(talk.uow, where) if where else None
    if where and told:
        await _amend(talk, message_id, where, *told)


async def _amend(talk: Talk, message_id: UUID, where: Standing, kind: str, text: str) -> Answer:
    place_id = await _said_at(talk, message_id)
    if kind == Kind.DELETED:
        await delete_message(talk.uow, talk.actor, message_id, place_id=place_id)
        if place_id:
            await forget_ref(talk.uow, place_id, where.external_id)
            await keep_ref(talk.uow, place_id, removed_by(talk.actor), where.external_id)
    elif text:
        edited = await edit_message(talk.uow, talk.actor, message_id, text, place_id=place_id)
        return Answer(private=untold_text(edited))
    return NOTHING


async def _said_at(talk: Talk, message_id: UUID) -> UUID | None:
    """The place in which it was changed; directly, what is no answer names none."""
    if talk.place is not None or not talk.incoming.direct:
        return talk.place.id if talk.place else None
    message = await talk.uow.session.get(Message, message_id)
    place = await talk.uow.session.get(Place, message.place_id) if message else None
    spot = talk.incoming.spot
    here = place is not None and (place.platform, place.channel) == (spot.platform, spot.channel)
    return place.id if place is not None and here else None


def removed_by(actor: Actor) -> str:
    """The name under which it is kept that somebody removed their own message somewhere."""
    return f"removed:{actor.person_id}"


def standing_of(talk: Talk) -> Standing | None:
    """The message that is spoken of, as its platform names it."""
    spot, stamp = talk.incoming.spot, talk.incoming.stamp
    return Standing(spot.platform, spot.workspace, spot.channel, stamp) if stamp else None
