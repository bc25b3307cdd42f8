"""POST: a page says that its ticket is looked at or written on, and learns who else is there."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.web.responding import NO_STORE, Web
from adapters.web.sending import read_sent
from bot.grammar.parse import to_number
from bot.showing.card_parts import who_replies
from core.errors import HelpdeskError
from core.tickets.collaboration.presence import REPLYING, VIEWING, Present, be_present


async def be_here(web: Web, request: Request) -> Response:
    """Who else is at the ticket, in a line; 404 where the reader has no business."""
    sent = await read_sent(web, request)
    number = to_number(sent.text("ticket"))
    act = REPLYING if sent.text("act") == REPLYING else VIEWING
    async with web.enter(request) as (visit, actor):
        try:
            if number is None:
                return Response(status_code=404, headers=NO_STORE)
            others = await be_present(visit.uow, actor, number, act)
        except HelpdeskError:
            return Response(status_code=404, headers=NO_STORE)
    return JSONResponse({"line": in_words(others)}, headers=NO_STORE)


def in_words(others: Sequence[Present]) -> str:
    """``Sam is replying. Also here: Mia, Kim.``"""
    writing = [one.name for one in others if one.act == REPLYING]
    looking = [one.name for one in others if one.act != REPLYING]
    said = [f"{who_replies(writing)}."] if writing else []
    if looking:
        said.append(f"Also here: {', '.join(looking)}.")
    return " ".join(said)
