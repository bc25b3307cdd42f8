"""Who reacted how: as it is told in a place, to a reader, and which of it is the reader's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, select

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.models import Message, MessageRef, Place
from core.conversation.places import INTERNAL
from core.database.unit_of_work import UnitOfWork
from core.people.models import Person
from core.tickets.collaboration.reacting import reactable
from core.tickets.collaboration.reaction_models import MessageReaction
from core.tickets.reading.readers import customer_of


@dataclass(frozen=True)
class Reaction:
    """An emoji on a message: who put it there, and whether the reader did so by no chat."""

    emoji: str
    people: tuple[str, ...]
    own: bool


async def reactions_shown(
    uow: UnitOfWork, message: Message, place: Place
) -> dict[str, tuple[str, ...]]:
    """Who reacted how, as it is to be told in a place: each emoji with names, oldest first.
    What somebody put on the message in that very place stands there by itself."""
    rows = (await uow.session.execute(_on(message.id))).all()
    if not rows:
        return {}
    here = {(row.emoji, row.person_id) for row, _ in rows if row.place_id == place.id}
    customer = None if place.role == INTERNAL else await customer_of(uow, place)
    found: dict[str, dict[UUID, str]] = {}
    for row, name in rows:
        for_them = place.role == INTERNAL or row.by_staff or row.person_id == customer
        if for_them and (row.emoji, row.person_id) not in here:
            found.setdefault(row.emoji, {})[row.person_id] = name
    return {emoji: tuple(names.values()) for emoji, names in found.items()}


async def list_reactions(uow: UnitOfWork, actor: Actor, message_id: UUID) -> list[Reaction]:
    """Who reacted how to a message that one may read, oldest first. Raises :class:`NotFound`
    for a message that is not there for the actor."""
    message, _ = await reactable(uow, actor, message_id, Permission.READ)
    names: dict[str, dict[UUID, str]] = {}
    own = set()
    for row, name in (await uow.session.execute(_on(message.id))).all():
        if not (actor.is_staff or row.by_staff or row.person_id == actor.person_id):
            continue
        names.setdefault(row.emoji, {})[row.person_id] = name
        if row.person_id == actor.person_id and row.place_id is None:
            own.add(row.emoji)
    return [Reaction(emoji, tuple(by.values()), emoji in own) for emoji, by in names.items()]


async def own_reactions_at(
    uow: UnitOfWork, actor: Actor, platform: str, workspace: str, channel: str, refs: Sequence[str]
) -> dict[str, frozenset[str]]:
    """Of what stands in a channel that which is a message of a ticket, each with the emoji
    that the actor put on it by no place."""
    mine = and_(
        MessageReaction.message_id == Message.id,
        MessageReaction.person_id == actor.person_id,
        MessageReaction.place_id.is_(None),
    )
    rows = await uow.session.execute(
        select(MessageRef.external_id, MessageReaction.emoji)
        .join(Place, Place.id == MessageRef.place_id)
        .join(Message, Message.id == MessageRef.message_id)
        .outerjoin(MessageReaction, mine)
        .where(
            Place.platform == platform,
            Place.workspace == workspace,
            Place.channel == channel,
            MessageRef.external_id.in_(refs),
            Message.deleted_at.is_(None),
        )
    )
    found: dict[str, frozenset[str]] = {}
    for ref, emoji in rows:
        found[ref] = found.get(ref, frozenset()) | ({emoji} if emoji else set())
    return found


def _on(message_id: UUID) -> Select[MessageReaction, str]:
    return (
        select(MessageReaction, Person.name)
        .join(Person, Person.id == MessageReaction.person_id)
        .where(MessageReaction.message_id == message_id)
        .order_by(MessageReaction.id)
    )
