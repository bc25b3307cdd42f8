"""GET: pages, single posts for open pages, completion."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from adapters.web.addresses import Where, channels_of, to_uuid, to_where
from adapters.web.channels import Extras
from adapters.web.inbound import MENTION, SLASH, to_act, words_of
from adapters.web.posts import mark_read
from adapters.web.responding import NO_STORE, Web, go
from bot.incoming import Kind
from core.access.actor import Actor
from core.errors import NotFound


async def show_home(web: Web, request: Request) -> Response:
    """On to the reader's main channel."""
    async with web.enter(request) as (_, actor):
        slug = channels_of(actor)[0]
    return go(Where(slug))


async def show_channels(web: Web, request: Request) -> Response:
    """The list of channels, a page of its own where there is no room beside it."""
    return await web.show(request, None)


async def show_view(web: Web, request: Request) -> Response:
    """A channel, perhaps with a thread open."""
    slug, thread = request.path_params["channel"], request.path_params.get("thread")
    thread_id = to_uuid(thread)
    if thread and thread_id is None:
        async with web.enter(request):
            raise NotFound(ref="that conversation")
    asked = request.query_params
    until = to_uuid(asked.get("until")) if thread_id else None
    where = Where(slug, thread_id, to_uuid(asked.get("before")), until)
    return await web.show(request, where, Extras(edit=to_uuid(asked.get("edit"))))


async def show_post(web: Web, request: Request) -> Response:
    """One post as HTML, for a page that has heard of it; 404 if it is gone or not theirs."""
    place = "thread" if request.query_params.get("place") == "thread" else "stream"
    post_id = to_uuid(request.path_params["post"])
    async with web.enter(request) as (visit, actor):
        where = to_where(request.query_params.get("view", ""), actor)
        post = await web.builder.post(visit, actor, post_id, where.slug) if post_id else None
        if post is None:
            return Response(status_code=404, headers=NO_STORE)
        assert actor.person_id is not None
        await mark_read(visit.uow, actor.person_id, where.channel(actor))
        page = await web.builder.frame(request, visit, actor, where)
    return HTMLResponse(web.renderer.post(post, page, place), headers=NO_STORE)


async def complete(web: Web, request: Request) -> Response:
    """Suggestions for a command as JSON: what to insert, its label and a hint."""
    text = request.query_params.get("text", "")[:500]
    async with web.enter(request) as (_, actor):
        where = to_where(request.query_params.get("channel", ""), actor)
    where = Where(where.slug, to_uuid(request.query_params.get("thread")))
    words, typed, prefix = _typed(text, actor)
    incoming = to_act(Kind.COMMAND, actor, where, "complete", web.clock.now(), typed, words=words)
    found = await web.desk.complete(incoming)
    answers = [
        {"insert": prefix + one.insert, "label": one.label, "hint": one.hint} for one in found
    ]
    return JSONResponse(answers, headers=NO_STORE)


def _typed(text: str, actor: Actor) -> tuple[str, str, str]:
    """The vocabulary, the words typed so far, and what stands before them."""
    if named := SLASH.match(text):
        words = named[1].lower()
        return words, named[2] or "", f"/{words} "
    words = words_of(actor)
    if text.startswith("@"):
        mention = MENTION.match(text)
        return words, mention[1] if mention else "", "@Ticket "
    return words, text[1:], f"/{words} "
