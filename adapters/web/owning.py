"""POST: changing and removing one's own messages, and putting private answers away."""

from dataclasses import replace
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.web.addresses import Where, to_uuid, to_where
from adapters.web.inbound import to_change
from adapters.web.posts import edit_post, remove_post
from adapters.web.reading import PostRow, is_far_back, read_post
from adapters.web.responding import Web, go
from adapters.web.sending import LONGEST, read_sent
from api.pages.session import Visit
from bot.incoming import Kind
from core.access.actor import Actor
from core.errors import NotFound


async def edit(web: Web, request: Request) -> Response:
    """Change one's own message; the desk carries the change to every other place."""
    sent = await read_sent(web, request)
    text = sent.text("text")[:LONGEST]
    async with web.enter(request) as (visit, actor):
        row = await _own(visit, actor, request)
        if text:
            await edit_post(visit.uow, row.id, text)
    if text:
        # Also where it says that already: the desk may not have heard of it the first time.
        where, now = _where(row), web.clock.now()
        await web.desk.tell(to_change(Kind.EDITED, actor, where, row.id, sent.nonce, now, text))
    return go(to_where(sent.text("back"), actor))


async def delete(web: Web, request: Request) -> Response:
    """Remove one's own message; the desk removes it everywhere else."""
    sent = await read_sent(web, request)
    async with web.enter(request) as (visit, actor):
        row = await _own(visit, actor, request)
    # The desk first: what is no longer to be seen here nobody can take back elsewhere.
    where, now = _where(row), web.clock.now()
    await web.desk.tell(to_change(Kind.DELETED, actor, where, row.id, sent.nonce, now))
    async with web.enter(request) as (visit, actor):
        await remove_post(visit.uow, row.id)
    return go(to_where(sent.text("back"), actor))


async def dismiss(web: Web, request: Request) -> Response:
    """Put away an answer that only the reader sees."""
    sent = await read_sent(web, request)
    async with web.enter(request) as (visit, actor):
        row = await visible(visit, actor, request)
        if row.viewer_id == actor.person_id and row.viewer_id is not None:
            await remove_post(visit.uow, row.id)
    return go(to_where(sent.text("back"), actor))


async def show_edit(web: Web, request: Request) -> Response:
    """On to the view in which the message can be changed in place."""
    async with web.enter(request) as (visit, actor):
        row = await _own(visit, actor, request)
        where = _where(row)
        if row.thread_id and await is_far_back(visit.uow, actor, row):
            where = replace(where, until=row.id)
    return RedirectResponse(where.url_with(edit=row.id), 303)


async def visible(visit: Visit, actor: Actor, request: Request) -> PostRow:
    """The post that the request names. Raises ``NotFound`` if it is not theirs to see."""
    post_id = to_uuid(request.path_params["post"])
    row = await read_post(visit.uow, actor, post_id) if post_id else None
    if row is None:
        raise NotFound(ref="that message")
    return row


async def _own(visit: Visit, actor: Actor, request: Request) -> PostRow:
    row = await visible(visit, actor, request)
    if row.author_id is None or row.author_id != actor.person_id:
        raise NotFound(ref="that message")
    return row


def _where(row: PostRow) -> Where:
    slug = row.channel.partition(":")[0]
    thread: UUID | None = row.thread_id
    return Where(slug, thread)
