"""GET: choices for a field of a form, while somebody types into it."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from adapters.web.addresses import Where, to_uuid, to_where
from adapters.web.inbound import to_act
from adapters.web.responding import NO_STORE, Web
from bot.incoming import Kind

_LONGEST = 200


async def find(web: Web, request: Request) -> Response:
    """The choices that fit, as the lines of a listbox."""
    asked = request.query_params
    async with web.enter(request) as (_, actor):
        where = to_where(asked.get("channel", ""), actor)
    where = Where(where.slug, to_uuid(asked.get("thread")))
    text = asked.get("text", "")[:_LONGEST]
    stamp = to_uuid(asked.get("stamp"))
    more = {"stamp": str(stamp)} if stamp else {}
    typed = to_act(Kind.FORM, actor, where, "finding", web.clock.now(), text, **more)
    found = await web.desk.suggest(typed, asked.get("source", ""))
    return HTMLResponse(web.renderer.options(found), headers=NO_STORE)
