"""Where messages and cards stand on platforms: unique both ways."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, or_, select, text

from core.conversation.models import Message, MessageRef, Place
from core.conversation.visibility import HOME_ID
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import UNCERTAIN, WAITING
from core.events.models import Delivery
from core.ids import new_id

CARD, MESSAGE, COPY = "card", "message", "copy"
"""What stands somewhere. A copy shows again what was said before its place was opened."""

_KEEP = text(
    "INSERT INTO message_refs"
    " (id, organisation_id, place_id, kind, message_id, external_id, stood_at)"
    " VALUES (:id, :organisation_id, :place_id, :kind, :message_id, :external_id, :stood_at)"
    " ON CONFLICT DO NOTHING"
)
_REF = text(
    "SELECT external_id FROM message_refs WHERE place_id = :place_id AND kind = :kind"
    " AND message_id IS NOT DISTINCT FROM :message_id"
)


async def keep_ref(
    uow: UnitOfWork,
    place_id: UUID,
    kind: str,
    external_id: str,
    message_id: UUID | None = None,
    *,
    stood_at: datetime | None = None,
) -> None:
    """Remember that ``external_id`` shows this message (or the ticket's card), and since when,
    by its platform's own clock."""
    values = {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "place_id": place_id,
        "kind": kind,
        "message_id": message_id,
        "external_id": external_id,
        "stood_at": stood_at,
    }
    await uow.session.execute(_KEEP, values)


async def ref_of(
    uow: UnitOfWork, place_id: UUID, kind: str, message_id: UUID | None = None
) -> str | None:
    """The platform's id of a message (or of the card) in a place."""
    values = {"place_id": place_id, "kind": kind, "message_id": message_id}
    found: str | None = await uow.session.scalar(_REF, values)
    return found


async def place_naming(
    uow: UnitOfWork, platform: str, workspace: str, channel: str, external_id: str, kind: str
) -> UUID | None:
    """The place in a channel in which that is kept of what has this id."""
    found: UUID | None = await uow.session.scalar(
        select(Place.id)
        .join(MessageRef, MessageRef.place_id == Place.id)
        .where(
            Place.platform == platform,
            Place.workspace == workspace,
            Place.channel == channel,
            MessageRef.kind == kind,
            MessageRef.external_id == external_id,
        )
        .limit(1)
    )
    return found


async def forget_ref(uow: UnitOfWork, place_id: UUID, external_id: str) -> None:
    """What stood there is gone."""
    await uow.session.execute(
        delete(MessageRef).where(
            MessageRef.place_id == place_id, MessageRef.external_id == external_id
        )
    )


async def places_showing(uow: UnitOfWork, message_id: UUID) -> list[Place]:
    """The places in which a message stands, or to which it is on its way: it may have been
    rendered already, and what follows it there comes after it."""
    there = select(MessageRef.place_id).where(MessageRef.message_id == message_id)
    coming = select(Delivery.place_id).where(
        Delivery.message_id == message_id,
        Delivery.kind.in_((MESSAGE, COPY)),
        Delivery.state.in_(WAITING),
    )
    query = select(Place).where(Place.id.in_(there.union(coming))).order_by(Place.id)
    return list(await uow.session.scalars(query))


async def is_being_posted(uow: UnitOfWork, platform: str, workspace: str, channel: str) -> bool:
    """Whether a message may stand in that channel already of which we do not know where."""
    leaving = (
        select(Delivery.id)
        .join(Place, Place.id == Delivery.place_id)
        .where(
            Place.platform == platform,
            Place.workspace == workspace,
            Place.channel == channel,
            Delivery.kind.in_((MESSAGE, COPY)),
            Delivery.state.in_(UNCERTAIN),
        )
    )
    return bool(await uow.session.scalar(select(leaving.exists())))


async def standing_in(
    uow: UnitOfWork, places: Sequence[Place], message_ids: Sequence[UUID]
) -> dict[UUID, tuple[Place, str]]:
    """Where each message is to be read in one of these places, with the id there: where it
    stands itself, else on a card, which shows the words with which its ticket began."""
    known = {place.id: place for place in places}
    itself = and_(MessageRef.message_id == Message.id, MessageRef.kind.in_((MESSAGE, COPY)))
    rows = await uow.session.execute(
        select(Message.id, MessageRef.place_id, MessageRef.external_id)
        .join(MessageRef, or_(itself, MessageRef.kind == CARD))
        .join(Place, Place.id == MessageRef.place_id)
        .where(Message.id.in_(message_ids), Place.id.in_(known))
        # The best comes last and stays: the message before a card, its own ticket's place before
        # one of a ticket with which that was merged.
        .order_by(itself, Place.ticket_id == HOME_ID, Place.id)
    )
    return {message_id: (known[place_id], ref) for message_id, place_id, ref in rows}


async def written_at(
    uow: UnitOfWork, platform: str, workspace: str, since: datetime
) -> list[tuple[str, str | None, str]]:
    """Channel, thread and id of what people have written there themselves since then, as far as
    it is not taken back."""
    rows = await uow.session.execute(
        select(Place.channel, Place.thread, MessageRef.external_id)
        .join(MessageRef, MessageRef.place_id == Place.id)
        .join(Message, and_(Message.id == MessageRef.message_id, Message.place_id == Place.id))
        .where(Place.platform == platform, Place.workspace == workspace)
        .where(Message.created_at >= since, Message.deleted_at.is_(None))
    )
    return [(channel, thread, external_id) for channel, thread, external_id in rows]


async def message_at(
    uow: UnitOfWork, platform: str, workspace: str, channel: str, external_id: str
) -> Message | None:
    """The message that a platform's message is."""
    found = await shown_at(uow, platform, workspace, channel, external_id)
    return found[0] if found else None


async def shown_at(
    uow: UnitOfWork, platform: str, workspace: str, channel: str, external_id: str
) -> tuple[Message, Place] | None:
    """The same, with the place in which it stands there."""
    found = await uow.session.execute(
        select(Message, Place)
        .join(MessageRef, MessageRef.message_id == Message.id)
        .join(Place, Place.id == MessageRef.place_id)
        .where(
            Place.platform == platform,
            Place.workspace == workspace,
            Place.channel == channel,
            MessageRef.external_id == external_id,
        )
        .limit(1)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else None


async def ticket_shown_at(
    uow: UnitOfWork, platform: str, workspace: str, channel: str, external_id: str
) -> UUID | None:
    """The ticket whose card a platform's message is."""
    found: UUID | None = await uow.session.scalar(
        select(Place.ticket_id)
        .join(MessageRef, MessageRef.place_id == Place.id)
        .where(
            Place.platform == platform,
            Place.workspace == workspace,
            Place.channel == channel,
            MessageRef.kind == CARD,
            MessageRef.external_id == external_id,
        )
    )
    return found
