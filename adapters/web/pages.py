"""Building a page: what one reader sees at one address, read in one unit of work."""

from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from starlette.requests import Request

from adapters.web.addresses import DIRECT, SUPPORT, TRIAGE, Where, channels_of
from adapters.web.composing import (
    new_nonce,
    stream_composer,
    ticket_of,
    to_post_view,
    to_thread_view,
)
from adapters.web.inbound import words_of
from adapters.web.posts import mark_read
from adapters.web.reading import (
    PostRow,
    read_post,
    read_replies,
    read_root,
    read_roots,
    read_unread,
)
from adapters.web.views import (
    ChannelView,
    ComposerView,
    EditView,
    FormView,
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

CHANNELS = {
    TRIAGE: ("triage", "inbox", "Every ticket, one card. Its thread is the staff's room."),
    SUPPORT: ("support", "thread", "Ask anything. Only you and our staff see it."),
    DIRECT: ("Deskhand and you", "person", "What Deskhand tells you, and what you ask of it."),
}
EMPTY = {
    TRIAGE: (
        "No tickets yet",
        "They appear here as soon as somebody writes. To open one yourself, type /ticket new.",
    ),
    SUPPORT: (
        "How can we help?",
        "Ask in your own words below. You get what our help centre knows at once, "
        "and a person when you want one.",
    ),
    DIRECT: (
        "Nothing here yet",
        "Deskhand writes here when something is for you alone. Type /help to see what it can do.",
    ),
}
STAFF_ACTS = (
    QuickAct("My tickets", "list view:mine"),
    QuickAct("Unassigned", "list view:unassigned"),
    QuickAct("All tickets", "list view:all"),
)
CUSTOMER_ACTS = (
    QuickAct("Open a ticket", "new"),
    QuickAct("My tickets", "list"),
    QuickAct("Help", "help"),
)


@dataclass(frozen=True)
class Extras:
    """What a page shows beside its posts: a form, an edit, a refused text, a notice."""

    form: FormView | None = None
    edit: UUID | None = None
    text: str = ""
    error: str = ""
    nonce: str = ""
    composer: UUID | None = None
    notice: str = ""


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
        """The page at ``where``; None if there is no such thread for this reader."""
        channel = where.channel(actor)
        thread = None
        if where.thread is not None:
            thread = await self._thread(visit, actor, where, extras)
            if thread is None:
                return None
        rows, more = await read_roots(visit.uow, actor, channel, where.before)
        if where.before is None:
            await mark_read(visit.uow, _id(actor), channel)
        stream = _stream(where, rows, more, actor, extras)
        page = await self.frame(request, visit, actor, where)
        return _completed(page, where, stream, thread, extras, _edit(stream, thread, extras.edit))

    async def _thread(
        self, visit: Visit, actor: Actor, where: Where, extras: Extras
    ) -> ThreadView | None:
        assert where.thread is not None
        root = await read_root(visit.uow, actor, where.channel(actor), where.thread)
        if root is None:
            return None
        replies = await read_replies(visit.uow, actor, root.id)
        thread = to_thread_view(root, replies, actor, where.slug)
        return replace(thread, composer=_refilled(thread.composer, extras))

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
                _channel(slug, slug == current, address in unread and slug != current)
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
        return to_post_view(row, actor, slug, root_is_ticket=ticket_of(root) is not None)


async def _organisation_name(uow: UnitOfWork) -> str:
    query = select(Organisation.name).where(Organisation.id == uow.organisation_id)
    return await uow.session.scalar(query) or ""


def _refilled(composer: ComposerView, extras: Extras) -> ComposerView:
    """The composer with a text that was refused there, to be sent again under its nonce."""
    if composer.thread != extras.composer:
        return composer
    nonce = extras.nonce or composer.nonce
    return replace(composer, text=extras.text, error=extras.error, nonce=nonce)


def _id(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def _channel(slug: str, current: bool, unread: bool) -> ChannelView:
    title, icon, _ = CHANNELS[slug]
    return ChannelView(title, Where(slug).url, icon, slug, current, unread)


def _stream(
    where: Where, rows: list[PostRow], more: bool, actor: Actor, extras: Extras
) -> StreamView:
    title, _, topic = CHANNELS[where.slug]
    empty_title, empty_text = EMPTY[where.slug]
    latest = where.before is None
    return StreamView(
        title=title,
        topic=topic,
        empty_title=empty_title,
        empty_text=empty_text,
        posts=tuple(to_post_view(row, actor, where.slug) for row in rows),
        composer=_refilled(stream_composer(where.slug), extras) if latest else None,
        earlier_url=Where(where.slug, before=rows[0].id).url if more else None,
        latest_url=None if latest else where.channel_url,
    )


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
    joiner = "&" if "?" in where.url else "?"
    url = f"{where.url}{joiner}edit={edit.post.id}" if edit else where.url
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
