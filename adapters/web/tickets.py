"""``/chat/tickets/1042``: an address for a ticket that can be sent around."""

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.addresses import PLATFORM, SUPPORT, Where, channels_of, to_uuid
from adapters.web.platform import link_person
from adapters.web.posts import add_said
from adapters.web.responding import Web, go
from core.access.actor import Actor
from core.conversation.models import Place
from core.conversation.places import CUSTOMER, INTERNAL
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.ids import new_id
from core.tickets.going_on_elsewhere import go_on_at, opening_words, own_ticket
from core.tickets.reading.views import view_ticket


async def show_ticket(web: Web, request: Request) -> Response:
    """On to the reader's own thread of the ticket; to their main channel if it has none.

    Raises :class:`NotFound` for a ticket that is not theirs.
    """
    said = request.path_params["number"]
    if not said.isdecimal() or len(said) > 12:
        raise NotFound(ref="that ticket")
    async with web.enter(request) as (visit, actor):
        view = await view_ticket(visit.uow, actor, int(said))
        thread = await thread_of(visit.uow, actor, view.id)
    return go(Where(channels_of(actor)[0], to_uuid(thread)))


async def begin_thread(uow: UnitOfWork, actor: Actor, number: int) -> str:
    """The address of the customer's own thread of a ticket; it is begun, under the words with
    which they opened the ticket, where they had none."""
    assert actor.person_id is not None
    await link_person(uow, actor.person_id)
    ticket = await own_ticket(uow, actor, number)
    thread = to_uuid(await thread_of(uow, actor, ticket.id))
    if thread is None:
        thread, words = new_id(), await opening_words(uow, actor, number)
        await add_said(uow, thread, SUPPORT, None, actor.person_id, words)
        workspace = str(uow.organisation_id)
        at = {"platform": PLATFORM, "workspace": workspace, "channel": SUPPORT}
        await go_on_at(uow, actor, number, **at, thread=str(thread))
    return Where(SUPPORT, thread).url


async def thread_of(uow: UnitOfWork, actor: Actor, ticket_id: object) -> str | None:
    """The reader's thread of a ticket."""
    found: str | None = await uow.session.scalar(
        select(Place.thread)
        .where(Place.ticket_id == ticket_id, Place.platform == PLATFORM)
        .where(Place.channel == channels_of(actor)[0])
        .where(Place.role == (INTERNAL if actor.is_staff else CUSTOMER))
        .where(Place.thread.is_not(None))
        .limit(1)
    )
    return found
