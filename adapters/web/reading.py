"""Reading posts, as far as the reader may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_

from adapters.web.addresses import PLATFORM
from adapters.web.models import ChatPost
from adapters.web.statements import (
    moment,
    one_post,
    replies,
    roots,
    said_by,
    unread,
    visible_to,
)
from bot.cards import Card, Text, content_json
from core.access.actor import Actor
from core.database.unit_of_work import UnitOfWork
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


async def read_roots(
    uow: UnitOfWork, actor: Actor, channel: str, before: UUID | None = None
) -> tuple[list[PostRow], bool]:
    """A channel's newest roots, oldest first, and whether there are earlier ones."""
    query = roots(actor.is_staff, before is not None)
    said = said_by(actor, channel=channel, edge=before, most=PAGE + 1)
    rows = [_to_row(row) for row in await uow.session.execute(query, said)]
    return rows[:PAGE][::-1], len(rows) > PAGE


async def read_replies(
    uow: UnitOfWork, actor: Actor, root_id: UUID, until: UUID | None = None
) -> tuple[list[PostRow], UUID | None]:
    """What was said under a root, oldest first, and until where to read on if there is more.

    Of a very long thread that is the latest part, ``until`` the reply given if one is.
    """
    query = replies(actor.is_staff, until is not None)
    said = said_by(actor, root=root_id, edge=until, most=LONGEST_THREAD + 1)
    rows = [_to_row(row) for row in await uow.session.execute(query, said)]
    earlier = rows[LONGEST_THREAD].id if len(rows) > LONGEST_THREAD else None
    return rows[:LONGEST_THREAD][::-1], earlier


async def is_far_back(uow: UnitOfWork, actor: Actor, reply: PostRow) -> bool:
    """Whether so much was said after a reply that the latest part does not show it."""
    later = (
        select(func.count())
        .select_from(ChatPost)
        .where(
            ChatPost.thread_id == reply.thread_id,
            moment() > tuple_(reply.created_at, reply.id),
            visible_to(actor.is_staff),
        )
    )
    return int(await uow.session.scalar(later, said_by(actor)) or 0) >= LONGEST_THREAD


async def read_post(uow: UnitOfWork, actor: Actor, post_id: UUID) -> PostRow | None:
    """One post, if the actor may see it."""
    said = said_by(actor, post=post_id)
    row = (await uow.session.execute(one_post(actor.is_staff), said)).one_or_none()
    return _to_row(row) if row else None


async def read_root(uow: UnitOfWork, actor: Actor, channel: str, root_id: UUID) -> PostRow | None:
    """The root of a thread in that channel, if the actor may see it."""
    root = await read_post(uow, actor, root_id)
    return root if root and root.channel == channel and root.thread_id is None else None


async def read_unread(uow: UnitOfWork, actor: Actor, channels: list[str]) -> set[str]:
    """Those of the channels in which somebody else said something since the actor looked."""
    said = said_by(actor, channels=channels)
    return set(await uow.session.scalars(unread(actor.is_staff), said))


async def read_changed(
    uow: UnitOfWork, actor: Actor, since: datetime, most: int
) -> list[tuple[str, UUID, UUID | None]]:
    """Channel, id and thread of what changed since then, the oldest first, ``most`` at most."""
    rows = await uow.session.execute(
        select(ChatPost.channel, ChatPost.id, ChatPost.thread_id)
        .where(ChatPost.changed_at >= since, visible_to(actor.is_staff, with_removed=True))
        .order_by(ChatPost.changed_at)
        .limit(most),
        said_by(actor),
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
