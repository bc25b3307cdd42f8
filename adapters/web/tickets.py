"""``/chat/tickets/1042``: an address for a ticket that can be sent around."""

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from adapters.web.addresses import PLATFORM, Where, channels_of, to_uuid
from adapters.web.responding import Web, go
from core.access.actor import Actor
from core.conversation.models import Place
from core.conversation.places import CUSTOMER, INTERNAL
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.tickets.views import view_ticket


async def show_ticket(web: Web, request: Request) -> Response:
    """On to the reader's own thread of the ticket; to their main channel if it has none.

    Raises :class:`NotFound` for a ticket that is not theirs.
    """
    said = request.path_params["number"]
    if not said.isdecimal() or len(said) > 12:
        raise NotFound(ref="that ticket")
    async with web.enter(request) as (visit, actor):
        view = await view_ticket(visit.uow, actor, int(said))
        thread = await _thread(visit.uow, actor, view.id)
    return go(Where(channels_of(actor)[0], to_uuid(thread)))


async def _thread(uow: UnitOfWork, actor: Actor, ticket_id: object) -> str | None:
    found: str | None = await uow.session.scalar(
        select(Place.thread)
        .where(Place.ticket_id == ticket_id, Place.platform == PLATFORM)
        .where(Place.channel == channels_of(actor)[0])
        .where(Place.role == (INTERNAL if actor.is_staff else CUSTOMER))
        .where(Place.thread.is_not(None))
        .limit(1)
    )
    return found
