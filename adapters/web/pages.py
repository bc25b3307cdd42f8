"""Building a page: what one reader sees at one address, read in one unit of work."""

from dataclasses import replace
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from starlette.requests import Request

from adapters.web.addresses import PLATFORM, SUPPORT, Where, channels_of
from adapters.web.channels import Extras, refilled, to_channel_view, to_stream_view
from adapters.web.composing import (
    new_nonce,
    ticket_of,
    to_post_view,
    to_thread_view,
)
from adapters.web.inbound import words_of
from adapters.web.posts import mark_read
from adapters.web.reading import (
    read_post,
    read_reacted,
    read_replies,
    read_root,
    read_roots,
    read_unread,
)
from adapters.web.views import (
    EditView,
    PageView,
    PersonaView,
    PostView,
    QuickAct,
    StreamView,
    ThreadView,
)
from api.pages.session import Visit, csrf_token, theme_of, zone_of
from api.pages.signing_in import ReadPersonas
from api.pages.times import zone_named
from bot.cards import Text
from core.access.actor import Actor
from core.clock import Clock
from core.conversation.files import LARGEST
from core.database.organisations import Organisation
from core.database.unit_of_work import UnitOfWork
from core.tickets.going_on_elsewhere import is_shared_elsewhere

STAFF_ACTS = (
    QuickAct("My tickets", "list view:mine"),
    QuickAct("Unassigned", "list view:unassigned"),
    QuickAct("All tickets", "list view:all"),
    QuickAct("My settings", "settings", "person"),
)
CUSTOMER_ACTS = (
    QuickAct("Open a ticket", "new"),
    QuickAct("My tickets", "list"),
    QuickAct("Help", "help"),
)


class PageBuilder:
    """Builds pages and single posts for a visit."""

    def __init__(
        self, clock: Clock, personas: ReadPersonas | None, largest_file: int = LARGEST
    ) -> None:
        self._clock = clock
        self._largest_file = largest_file
        self._personas = personas

    async def build(
        self, request: Request, visit: Visit, actor: Actor, where: Where, extras: Extras
    ) -> PageView | None:
        """The page at ``where``; None if there is no such channel or thread for this reader."""
        if where.slug not in channels_of(actor):
            return None
        channel = where.channel(actor)
        thread = None
        if where.thread is not None:
            thread = await _thread(visit, actor, where, extras)
            if thread is None:
                return None
        rows, more = await read_roots(visit.uow, actor, channel, where.before)
        if where.before is None:
            await mark_read(visit.uow, _id(actor), channel)
        reacted = await read_reacted(visit.uow, actor, rows)
        stream = to_stream_view(where, rows, more, actor, extras, reacted)
        page = await self.frame(request, visit, actor, where)
        return _completed(page, where, stream, thread, extras, _edit(stream, thread, extras.edit))

    async def frame(
        self, request: Request, visit: Visit, actor: Actor, where: Where | None
    ) -> PageView:
        """The page without posts: the rail and what every part needs to know."""
        channels = {slug: Where(slug).channel(actor) for slug in channels_of(actor)}
        unread = await read_unread(visit.uow, actor, list(channels.values()))
        zone = zone_of(request, actor)
        known = await self._personas(visit.uow) if self._personas else []
        current = where.slug if where else ""
        return PageView(
            reader_name=actor.name,
            reader_role=actor.role.value,
            is_staff=actor.is_staff,
            now=self._clock.now(),
            zone=zone_named(zone),
            zone_name=zone,
            csrf=csrf_token(request),
            url=where.url if where else "/chat/channels",
            back_url=where.url if where else "/chat/channels",
            pane="rail",
            channels=tuple(
                to_channel_view(slug, slug == current, address in unread and slug != current)
                for slug, address in channels.items()
            ),
            quick=STAFF_ACTS if actor.is_staff else CUSTOMER_ACTS,
            personas=tuple(
                PersonaView(p.person_id, p.name, p.role, p.line, p.person_id == actor.person_id)
                for p in known
            ),
            theme=theme_of(request),
            demo=self._personas is not None,
            organisation=await visit.uow.cached(_organisation_name),
            nonce=new_nonce(),
            words=words_of(actor),
            largest_file=self._largest_file,
            channel=current,
            thread_id=where.thread if where else None,
            channel_url=where.channel_url if where else "/chat",
        )

    async def post(self, visit: Visit, actor: Actor, post_id: UUID, slug: str) -> PostView | None:
        """One post for a page that is open already."""
        row = await read_post(visit.uow, actor, post_id)
        if row is None or row.channel != Where(slug).channel(actor):
            return None
        root = await read_post(visit.uow, actor, row.thread_id) if row.thread_id else None
        reacted = await read_reacted(visit.uow, actor, [row])
        return to_post_view(row, actor, slug, reacted, root_is_ticket=ticket_of(root) is not None)


async def _thread(visit: Visit, actor: Actor, where: Where, extras: Extras) -> ThreadView | None:
    assert where.thread is not None
    root = await read_root(visit.uow, actor, where.channel(actor), where.thread)
    if root is None:
        return None
    replies, earlier = await read_replies(visit.uow, actor, root.id, where.until)
    reacted = await read_reacted(visit.uow, actor, [root, *replies])
    at = (PLATFORM, str(actor.organisation_id), root.channel, str(root.id))
    shared = where.slug == SUPPORT and await is_shared_elsewhere(visit.uow, *at)
    thread = to_thread_view(root, replies, actor, where.slug, reacted, shared=shared)
    further = replace(where, until=earlier).url if earlier else None
    if where.until:
        # What is written now stands at the end, which is not shown here.
        latest = replace(where, until=None).url
        return replace(thread, composer=None, earlier_url=further, latest_url=latest)
    composer = refilled(thread.composer, extras) if thread.composer else None
    return replace(thread, composer=composer, earlier_url=further)


async def _organisation_name(uow: UnitOfWork) -> str:
    query = select(Organisation.name).where(Organisation.id == uow.organisation_id)
    return await uow.session.scalar(query) or ""


def _id(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def _edit(stream: StreamView, thread: ThreadView | None, wanted: UUID | None) -> EditView | None:
    posts = [*(thread.posts if thread else ()), *stream.posts]
    post = next((p for p in posts if p.id == wanted and p.own), None)
    return EditView(post, post.content.text) if post and isinstance(post.content, Text) else None


def _completed(
    page: PageView,
    where: Where,
    stream: StreamView,
    thread: ThreadView | None,
    extras: Extras,
    edit: EditView | None,
) -> PageView:
    pane: Literal["stream", "thread"] = "thread" if thread else "stream"
    url = where.url_with(edit=edit.post.id if edit else None)
    return replace(
        page,
        pane=pane,
        stream=stream,
        thread=thread,
        form=extras.form,
        edit=edit,
        notice=extras.notice,
        url=url,
    )
