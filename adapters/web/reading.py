"""Reading posts: every query goes through :func:`visible_to`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import aliased

from adapters.web.addresses import PLATFORM, SUPPORT, TRIAGE, direct_channel
from adapters.web.models import ChatPost, ChatRead
from bot.cards import Card, Text, content_json
from core.access.actor import Actor
from core.database.unit_of_work import UnitOfWork
from core.people.models import Person
from core.tickets.collaboration.reacted import own_reactions_at

PAGE = 50
LONGEST_THREAD = 300


@dataclass(frozen=True)
class PostRow:
    """A post as it is stored, with its author's name and what its thread holds."""

    id: UUID
    channel: str
    thread_id: UUID | None
    author_id: UUID | None
    author_name: str | None
    author_role: str | None
    viewer_id: UUID | None
    content: Text | Card
    created_at: datetime
    edited_at: datetime | None
    replies: int
    last_reply: datetime | None


def visible_to(actor: Actor, *, with_removed: bool = False) -> ColumnElement[bool]:
    """The one filter on posts: customers see their own support threads, staff the triage
    channel, everybody their direct channel; private posts only their viewer."""
    me = actor.person_id
    if me is None:
        return false()
    root = aliased(ChatPost)
    if actor.is_staff:
        shared = ChatPost.channel == TRIAGE
    else:
        own = exists().where(
            root.id == func.coalesce(ChatPost.thread_id, ChatPost.id),
            or_(root.author_id == me, and_(root.author_id.is_(None), root.viewer_id == me)),
        )
        shared = and_(ChatPost.channel == SUPPORT, own)
    return and_(
        true() if with_removed else ChatPost.deleted_at.is_(None),
        or_(ChatPost.viewer_id.is_(None), ChatPost.viewer_id == me),
        or_(ChatPost.channel == direct_channel(me), shared),
    )


async def read_roots(
    uow: UnitOfWork, actor: Actor, channel: str, before: UUID | None = None
) -> tuple[list[PostRow], bool]:
    """A channel's newest roots, oldest first, and whether there are earlier ones."""
    query = _rows(actor).where(ChatPost.channel == channel, ChatPost.thread_id.is_(None))
    if before:
        edge = aliased(ChatPost)
        query = query.where(
            tuple_(ChatPost.created_at, ChatPost.id)
            < select(edge.created_at, edge.id).where(edge.id == before).scalar_subquery()
        )
    query = query.order_by(ChatPost.created_at.desc(), ChatPost.id.desc()).limit(PAGE + 1)
    rows = [_to_row(row) for row in await uow.session.execute(query)]
    return rows[:PAGE][::-1], len(rows) > PAGE


async def read_replies(
    uow: UnitOfWork, actor: Actor, root_id: UUID, until: UUID | None = None
) -> tuple[list[PostRow], UUID | None]:
    """What was said under a root, oldest first, and until where to read on if there is more.

    Of a very long thread that is the latest part, ``until`` the reply given if one is.
    """
    query = _rows(actor).where(ChatPost.thread_id == root_id)
    if until:
        edge = aliased(ChatPost)
        query = query.where(
            tuple_(ChatPost.created_at, ChatPost.id)
            <= select(edge.created_at, edge.id).where(edge.id == until).scalar_subquery()
        )
    query = query.order_by(ChatPost.created_at.desc(), ChatPost.id.desc()).limit(LONGEST_THREAD + 1)
    rows = [_to_row(row) for row in await uow.session.execute(query)]
    earlier = rows[LONGEST_THREAD].id if len(rows) > LONGEST_THREAD else None
    return rows[:LONGEST_THREAD][::-1], earlier


async def is_far_back(uow: UnitOfWork, actor: Actor, reply: PostRow) -> bool:
    """Whether so much was said after a reply that the latest part does not show it."""
    later = (
        select(func.count())
        .select_from(ChatPost)
        .where(
            ChatPost.thread_id == reply.thread_id,
            tuple_(ChatPost.created_at, ChatPost.id) > tuple_(reply.created_at, reply.id),
            visible_to(actor),
        )
    )
    return int(await uow.session.scalar(later) or 0) >= LONGEST_THREAD


async def read_post(uow: UnitOfWork, actor: Actor, post_id: UUID) -> PostRow | None:
    """One post, if the actor may see it."""
    row = (await uow.session.execute(_rows(actor).where(ChatPost.id == post_id))).one_or_none()
    return _to_row(row) if row else None


async def read_root(uow: UnitOfWork, actor: Actor, channel: str, root_id: UUID) -> PostRow | None:
    """The root of a thread in that channel, if the actor may see it."""
    root = await read_post(uow, actor, root_id)
    return root if root and root.channel == channel and root.thread_id is None else None


async def read_unread(uow: UnitOfWork, actor: Actor, channels: list[str]) -> set[str]:
    """Those of the channels in which somebody else said something since the actor looked."""
    seen = (
        select(ChatRead.read_at)
        .where(ChatRead.person_id == actor.person_id, ChatRead.channel == ChatPost.channel)
        .scalar_subquery()
    )
    query = select(ChatPost.channel).where(
        ChatPost.channel.in_(channels),
        or_(seen.is_(None), ChatPost.created_at > seen),
        ChatPost.author_id.is_distinct_from(actor.person_id),
        visible_to(actor),
    )
    return set(await uow.session.scalars(query.distinct()))


async def read_changed(
    uow: UnitOfWork, actor: Actor, since: datetime, most: int
) -> list[tuple[str, UUID, UUID | None]]:
    """Channel, id and thread of what changed since then, the oldest first, ``most`` at most."""
    rows = await uow.session.execute(
        select(ChatPost.channel, ChatPost.id, ChatPost.thread_id)
        .where(ChatPost.changed_at >= since, visible_to(actor, with_removed=True))
        .order_by(ChatPost.changed_at)
        .limit(most)
    )
    return [(channel, post_id, thread_id) for channel, post_id, thread_id in rows]


async def read_reacted(
    uow: UnitOfWork, actor: Actor, rows: Sequence[PostRow]
) -> dict[UUID, frozenset[str]]:
    """Those of the posts of one channel that are a ticket's messages, with the reader's own
    emoji on each."""
    if not rows:
        return {}
    refs = [str(row.id) for row in rows]
    at = (PLATFORM, str(actor.organisation_id), rows[0].channel)
    found = await own_reactions_at(uow, actor, *at, refs)
    return {UUID(ref): emoji for ref, emoji in found.items()}


def _rows(actor: Actor) -> Select[Any]:
    reply = aliased(ChatPost)
    under = and_(
        reply.thread_id == ChatPost.id,
        reply.deleted_at.is_(None),
        or_(reply.viewer_id.is_(None), reply.viewer_id == actor.person_id),
    )
    is_root = ChatPost.thread_id.is_(None)
    count = select(func.count()).where(under).scalar_subquery()
    last = select(func.max(reply.created_at)).where(under).scalar_subquery()
    return (
        select(
            ChatPost,
            Person.name.label("author_name"),
            Person.role.label("author_role"),
            case((is_root, count), else_=literal(0)).label("replies"),
            case((is_root, last)).label("last_reply"),
        )
        .outerjoin(Person, Person.id == ChatPost.author_id)
        .where(visible_to(actor))
    )


def _to_row(row: Any) -> PostRow:
    post: ChatPost = row[0]
    return PostRow(
        id=post.id,
        channel=post.channel,
        thread_id=post.thread_id,
        author_id=post.author_id,
        author_name=row.author_name,
        author_role=row.author_role,
        viewer_id=post.viewer_id,
        content=content_json.validate_python(post.content),
        created_at=post.created_at,
        edited_at=post.edited_at,
        replies=row.replies,
        last_reply=row.last_reply,
    )
