"""POST: an emoji on what somebody said, and taking it back."""

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.addresses import PLATFORM, to_where
from adapters.web.owning import visible
from adapters.web.responding import Web, go
from adapters.web.sending import read_sent
from bot.receiving.reacting import NotHereYet
from core.conversation.refs import message_at
from core.tickets.collaboration.reacting import react, unreact


async def put(web: Web, request: Request) -> Response:
    """Put an emoji on a message (``on``), or take it away (``off``): the page says which, so
    that a press that comes twice is one. It is the core's at once, and no post of ours."""
    sent = await read_sent(web, request)
    async with web.enter(request) as (visit, actor):
        row = await visible(visit, actor, request)
        workspace = str(actor.organisation_id)
        message = await message_at(visit.uow, PLATFORM, workspace, row.channel, str(row.id))
        if message is None:
            raise NotHereYet
        if sent.text("off"):
            await unreact(visit.uow, actor, message.id, sent.text("off"))
        else:
            await react(visit.uow, actor, message.id, sent.text("on"))
    return go(to_where(sent.text("back"), actor))
