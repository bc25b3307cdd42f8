"""What an edit, a removal or a change of files owes to the places where a message stands."""

from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor
from core.conversation.audience import Audience
from core.conversation.destinations import why_not
from core.conversation.models import Place
from core.conversation.places import INTERNAL, address
from core.conversation.refs import places_showing
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import WAITING, owe, owe_all
from core.events.models import Delivery
from core.tickets.announcements.announcing import card_for
from core.tickets.announcements.serving import served_places
from core.tickets.events import MessageDeleted, MessageEdited, MessageFilesChanged
from core.tickets.models import Ticket
from core.tickets.sending import NoteSent

TAKEN_BACK = "taken_back"
"""The kind of a delivery that takes away the files which a message no longer has."""


async def announce_amendment(
    uow: UnitOfWork, actor: Actor, event: MessageEdited | MessageFilesChanged | MessageDeleted
) -> None:
    """Edits and removals reach every place in which the message stands; files that were taken
    back disappear from what their author said there as well."""
    ticket = await uow.session.get(Ticket, event.ticket_id)
    assert ticket is not None
    kind = "remove" if isinstance(event, MessageDeleted) else "edit"
    showing = await places_showing(uow, event.message_id)
    served = await served_places(uow, ticket)
    knows = event.place_id
    if knows and await _is_changed_by_us(uow, knows, event.message_id):
        knows = None  # an earlier change may undo this one, or have done so before we heard of it
    owed = [(p, kind) for p in showing if p.id != knows and not why_not(p, kind)]
    if isinstance(event, MessageFilesChanged):
        said = await uow.session.get(Place, event.place_id) if event.place_id else None
        places = {p.id: p for p in [*showing, *served, *([said] if said else [])]}
        owed += [(p, TAKEN_BACK) for p in places.values()]
    # What was taken back is no answer any more: whose turn it is stands on every card.
    taken = isinstance(event, MessageDeleted) and event.audience == Audience.PUBLIC.value
    cards = [card_for(uow, p) for p in served if taken or p.role == INTERNAL]
    changes = [
        owe(uow, address(p), kind, ticket_id=event.ticket_id, message_id=event.message_id)
        for p, kind in owed
    ]
    owe_all(uow, changes + cards)


async def _is_changed_by_us(uow: UnitOfWork, place_id: UUID, message_id: UUID) -> bool:
    """Whether what its author wrote there is changed by our hand as well: where that cannot be,
    such a delivery is withheld."""
    edits = select(Delivery.id).where(
        Delivery.place_id == place_id,
        Delivery.message_id == message_id,
        Delivery.kind == "edit",
        Delivery.state.in_((*WAITING, "sent")),
    )
    return bool(await uow.session.scalar(select(edits.exists())))


async def announce_sending(uow: UnitOfWork, actor: Actor, event: NoteSent) -> None:
    """The note's copies show that it was sent."""
    owe_all(
        uow,
        [
            owe(uow, address(p), "edit", ticket_id=event.ticket_id, message_id=event.message_id)
            for p in await places_showing(uow, event.message_id)
            if p.id != event.place_id
        ],
    )
