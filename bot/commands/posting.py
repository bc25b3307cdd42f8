"""``show post:here``: a ticket's card for all who read where it is asked for.

It is a post like any other, as things are now: the card that is kept up to date stands in its
own place already, and a channel has one of each ticket.
"""

from bot.cards import Button, Card, Fact
from bot.receiving.readers import Readers, all_may_see, readers_here, readers_of
from bot.showing.ticket_cards import staff_card
from bot.talk import Answer, Talk
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.errors import Denied, ErrorKind, HelpdeskError, Invalid
from core.tickets.reading.queries import get_ticket
from core.tickets.reading.views import TicketView, view_ticket

POST, HERE = "post", "here"


class NotForAllHere(HelpdeskError):
    """Somebody reads there who may not see the ticket."""

    kind = ErrorKind.DENIED
    code = "chat.not_for_all_here"
    text = (
        "A ticket's card is for staff who may see it, and others may read here. {ref} was not"
        " posted. Say it in a triage channel that has this ticket."
    )


async def post_buttons(talk: Talk, view: TicketView) -> tuple[Button, ...]:
    """The way to post it here, where it may be. What the platform says is asked then."""
    readers = await readers_of(talk, Audience.INTERNAL, alone=False)
    if not await _may_stand(talk, view, readers):
        return ()
    return (Button(label="Post here", says=f"show {view.ref} {POST}:{HERE}"),)


async def run_post(talk: Talk, number: int, where: str) -> Answer:
    """Post the card here. Raises :class:`NotForAllHere`."""
    if where != HERE:
        raise Invalid(field=POST, problem=f"{where!r} is not {HERE}")
    await get_ticket(talk.uow, talk.actor, number, Permission.READ)
    if not talk.actor.is_staff:
        raise Denied(act="post tickets")
    view = await view_ticket(talk.uow, talk.actor, number)
    if not await _may_stand(talk, view, await readers_here(talk)):
        raise NotForAllHere(ref=view.ref)
    return Answer(here=_posted(talk, view), for_staff=True)


async def _may_stand(talk: Talk, view: TicketView, readers: Readers) -> bool:
    return talk.is_read_along and await all_may_see(talk, view, readers)


def _posted(talk: Talk, view: TicketView) -> Card:
    """Its acts would soon be those of an old view: the one act shows it as it is."""
    card = staff_card(view, talk.uow.now)
    as_of = Fact(name="As of", moment=talk.uow.now)
    show = Button(label="Show", says=f"show {view.ref}")
    by = f"Posted by {talk.actor.name}"
    changed = {"facts": (*card.facts, as_of), "buttons": (show,), "selects": (), "footer": by}
    return card.model_copy(update=changed)
