"""What an allowed bot says in a served channel: a ticket in the name of its contact."""

from sqlalchemy import func, select

from bot.commands.opening import subject_of
from bot.receiving.standing_messages import stands_there
from bot.talk import NOTHING, Answer, Talk
from core.access.actor import the_desk
from core.conversation.beginning import begin_place
from core.conversation.places import place_at, role_at
from core.people.models import Person
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.replying import note

ALERTS_A_MINUTE = 10
"""More tickets than these no bot opens in a minute: two desks could answer each other for ever."""


async def handle_alert(talk: Talk) -> Answer:
    """Open a ticket; the thread under the alert is its place where customers are served."""
    # What the same bot says at the same time waits here, so that each is counted.
    contact = await talk.uow.session.get(Person, talk.actor.person_id, with_for_update=True)
    before = await _opened_lately(talk)
    if contact is None or before >= ALERTS_A_MINUTE:
        return NOTHING
    await _name(talk, contact)
    incoming, spot = talk.incoming, talk.incoming.spot
    place = None
    role = await role_at(talk.uow, spot.platform, spot.workspace, spot.channel)
    if role == "support" and incoming.stamp:
        key = (spot.platform, spot.workspace, spot.channel, incoming.stamp)
        if await place_at(talk.uow, *key):
            return NOTHING  # somebody made a ticket of it already
        place = await begin_place(talk.uow, *key, talk.actor.person_id, shared=talk.is_read_along)
    ticket = await open_ticket(
        talk.uow,
        talk.actor,
        TicketDraft(subject=subject_of(incoming.text), description=incoming.text),
        place_id=place.id if place else None,
    )
    if place is not None:
        await stands_there(talk, place, ticket)
    if before + 1 == ALERTS_A_MINUTE:
        await _tell_of_pause(talk, ticket)
    return NOTHING


async def _opened_lately(talk: Talk) -> int:
    since = func.date_trunc("minute", talk.uow.now)
    found: int | None = await talk.uow.session.scalar(
        select(func.count()).where(
            Ticket.requester_id == talk.actor.person_id, Ticket.created_at >= since
        )
    )
    return found or 0


async def _name(talk: Talk, contact: Person) -> None:
    """The contact is called what its bot calls itself, unless somebody named it."""
    name = talk.incoming.name.strip()[:200]
    if name and contact.name == f"Bot {talk.incoming.sender}":
        contact.name, contact.updated_at = name, talk.uow.now
        await talk.uow.session.flush()


async def _tell_of_pause(talk: Talk, ticket: Ticket) -> None:
    text = (
        f"{talk.incoming.name or talk.incoming.sender} has opened {ALERTS_A_MINUTE} tickets "
        "within this minute. What else it says before the minute is over becomes no ticket."
    )
    await note(talk.uow, the_desk(talk.uow.organisation_id), ticket.number, text)
