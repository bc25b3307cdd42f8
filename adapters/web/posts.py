"""Writing posts: each change is announced in its own transaction, by ids alone."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from adapters.web.addresses import SUPPORT
from adapters.web.models import ChatPost, ChatRead
from bot.cards import Card, File, Text
from core.database.unit_of_work import UnitOfWork
from core.ids import new_id

NEWS = "chat_posts"
"""The notification channel on which posts are announced."""


class NoSuchThread(Exception):
    """The thread to post into does not exist (any more)."""


async def add_said(
    uow: UnitOfWork,
    post_id: UUID,
    channel: str,
    thread_id: UUID | None,
    author_id: UUID,
    text: str,
    files: tuple[File, ...] = (),
) -> None:
    """Keep what a person said. The same ``post_id`` again changes nothing, unless the post
    was taken back meanwhile."""
    values = _values(uow, channel, thread_id, Text(text=text, files=files))
    kept = await uow.session.scalar(
        insert(ChatPost)
        .values(values | {"id": post_id, "author_id": author_id})
        .on_conflict_do_update(
            index_elements=["id"],
            set_={"deleted_at": None, "content": values["content"], "changed_at": uow.now},
            where=ChatPost.deleted_at.is_not(None) & (ChatPost.author_id == author_id),
        )
        .returning(ChatPost.id)
    )
    if kept is not None:
        await announce(uow, kept)


async def add_delivered(
    uow: UnitOfWork,
    channel: str,
    thread_id: UUID | None,
    viewer_id: UUID | None,
    content: Text | Card,
    delivery_id: UUID,
) -> UUID:
    """Post what Deskhand says; the same delivery again finds its own post."""
    if thread_id is not None:
        root = await uow.session.scalar(
            select(ChatPost.id).where(
                ChatPost.id == thread_id, ChatPost.channel == channel, ChatPost.thread_id.is_(None)
            )
        )
        if root is None:
            raise NoSuchThread
    values = _values(uow, channel, thread_id, content)
    kept = await uow.session.scalar(
        insert(ChatPost)
        .values(values | {"viewer_id": viewer_id, "delivery_id": delivery_id})
        .on_conflict_do_nothing(index_elements=["organisation_id", "delivery_id"])
        .returning(ChatPost.id)
    )
    if kept is None:
        found = await find_delivered(uow, delivery_id)
        assert found is not None
        return found
    await announce(uow, kept)
    return UUID(str(kept))


async def find_delivered(uow: UnitOfWork, delivery_id: UUID) -> UUID | None:
    """The post that the delivery made, if it made one."""
    query = select(ChatPost.id).where(ChatPost.delivery_id == delivery_id)
    found: UUID | None = await uow.session.scalar(query)
    return found


async def change_post(uow: UnitOfWork, post_id: UUID, content: Text | Card) -> bool:
    """Replace a post's content. False: it is gone."""
    return await _change(uow, post_id, {"content": content.model_dump(mode="json")})


async def edit_post(uow: UnitOfWork, post_id: UUID, text: str) -> None:
    """Its author says something else in it, if it is still there."""
    content = await _content(uow, post_id)
    if content is None or content["text"] == text:
        return
    said = Text.model_validate(content)
    anew = Text(text=text, files=said.files, reactions=said.reactions)
    changes = {"content": anew.model_dump(mode="json"), "edited_at": uow.now}
    await _change(uow, post_id, changes)


async def mark_post(uow: UnitOfWork, post_id: UUID, **shown: str | None) -> bool:
    """Show a delivery ``mark``, or ``reactions``, on what a person said. False: it is gone."""
    said = await _content(uow, post_id)
    return said is not None and await _change(uow, post_id, {"content": {**said, **shown}})


async def _content(uow: UnitOfWork, post_id: UUID) -> dict[str, Any] | None:
    """What a person's post holds, for whoever changes a part of it; others wait meanwhile."""
    query = select(ChatPost.content).where(ChatPost.id == post_id).with_for_update()
    content = await uow.session.scalar(query)
    return content if content is not None and content.get("kind") == "text" else None


async def remove_post(uow: UnitOfWork, post_id: UUID) -> bool:
    """Take a post away; a root that has answers leaves a word in its place."""
    answers = await uow.session.scalar(
        select(func.count()).where(ChatPost.thread_id == post_id, ChatPost.deleted_at.is_(None))
    )
    if answers:
        return await change_post(uow, post_id, Text(text="*This message was deleted.*"))
    return await _change(uow, post_id, {"deleted_at": uow.now})


async def unlist_files(
    uow: UnitOfWork, channel: str, thread_id: UUID | None, files: Sequence[UUID]
) -> None:
    """Leave files out of the posts of a thread (without one, of the channel's own) that
    list them. What was said stays as it was."""
    inside: ColumnElement[bool] = ChatPost.thread_id.is_(None)
    if thread_id is not None:
        inside = or_(ChatPost.id == thread_id, ChatPost.thread_id == thread_id)
    gone = {str(one) for one in files}
    listed = or_(*(ChatPost.content.contains({"files": [{"id": one}]}) for one in gone))
    query = select(ChatPost.id, ChatPost.content).where(
        ChatPost.channel == channel, inside, listed, ChatPost.deleted_at.is_(None)
    )
    for post_id, content in (await uow.session.execute(query.with_for_update())).all():
        left = [one for one in content["files"] if one["id"] not in gone]
        await _change(uow, post_id, {"content": {**content, "files": left}})


async def mark_read(uow: UnitOfWork, person_id: UUID, channel: str) -> None:
    """The person has seen the channel as it is now."""
    values = {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "person_id": person_id,
        "channel": channel,
        "read_at": uow.now,
    }
    await uow.session.execute(
        insert(ChatRead)
        .values(values)
        .on_conflict_do_update(index_elements=["person_id", "channel"], set_={"read_at": uow.now})
    )


async def announce(uow: UnitOfWork, post_id: UUID) -> None:
    """Tell open pages that a post is new or changed, once the transaction commits."""
    root = aliased(ChatPost)
    query = (
        select(ChatPost, func.coalesce(root.author_id, root.viewer_id).label("owner"))
        .join(root, root.id == func.coalesce(ChatPost.thread_id, ChatPost.id))
        .where(ChatPost.id == post_id)
        .execution_options(populate_existing=True)
    )
    post, owner = (await uow.session.execute(query)).one()
    news = {
        "organisation": str(uow.organisation_id),
        "channel": post.channel,
        "thread": str(post.thread_id) if post.thread_id else None,
        "post": str(post.id),
        "viewer": str(post.viewer_id) if post.viewer_id else None,
        "owner": str(owner) if owner and post.channel == SUPPORT else None,
    }
    await uow.session.execute(select(func.pg_notify(NEWS, json.dumps(news))))


def _values(
    uow: UnitOfWork, channel: str, thread_id: UUID | None, content: Text | Card
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "channel": channel,
        "thread_id": thread_id,
        "content": content.model_dump(mode="json"),
        "created_at": uow.now,
        "changed_at": uow.now,
    }


async def _change(uow: UnitOfWork, post_id: UUID, changes: dict[str, Any]) -> bool:
    changed = await uow.session.scalar(
        update(ChatPost)
        .where(ChatPost.id == post_id, ChatPost.deleted_at.is_(None))
        .values(changes | {"changed_at": uow.now})
        .returning(ChatPost.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        return False
    await announce(uow, post_id)
    return True
