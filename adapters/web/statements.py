"""How posts are asked for: each statement is put together once, which takes several times as
long as to execute it. All go through :func:`visible_to`."""

from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    String,
    Tuple,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import aliased

from adapters.web.addresses import SUPPORT, TRIAGE, direct_channel
from adapters.web.models import ChatPost, ChatRead
from core.access.actor import Actor
from core.errors import Unauthenticated
from core.people.models import Person

_ME, _DIRECT = bindparam("me", type_=Uuid()), bindparam("direct", type_=String())


def moment() -> Tuple:
    """By what posts are put in order."""
    return tuple_(ChatPost.created_at, ChatPost.id)


def said_by(actor: Actor, **more: Any) -> dict[str, Any]:
    """What a statement is asked with. Only a person sees anything: raises ``Unauthenticated``."""
    if actor.person_id is None:
        raise Unauthenticated
    return {"me": actor.person_id, "direct": direct_channel(actor.person_id), **more}


@cache
def visible_to(is_staff: bool, *, with_removed: bool = False) -> ColumnElement[bool]:
    """The one filter on posts: customers see their own support threads, staff the triage
    channel, everybody their direct channel; private posts only their viewer.

    Who it is, the statement is asked with: :func:`said_by`.
    """
    root = aliased(ChatPost)
    if is_staff:
        shared = ChatPost.channel == TRIAGE
    else:
        own = exists().where(
            root.id == func.coalesce(ChatPost.thread_id, ChatPost.id),
            or_(root.author_id == _ME, and_(root.author_id.is_(None), root.viewer_id == _ME)),
        )
        shared = and_(ChatPost.channel == SUPPORT, own)
    return and_(
        true() if with_removed else ChatPost.deleted_at.is_(None),
        or_(ChatPost.viewer_id.is_(None), ChatPost.viewer_id == _ME),
        or_(ChatPost.channel == _DIRECT, shared),
    )


@cache
def _rows(is_staff: bool) -> Select[Any]:
    reply = aliased(ChatPost)
    under = and_(
        reply.thread_id == ChatPost.id,
        reply.deleted_at.is_(None),
        or_(reply.viewer_id.is_(None), reply.viewer_id == _ME),
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
        .where(visible_to(is_staff))
    )


@cache
def roots(is_staff: bool, is_earlier: bool) -> Select[Any]:
    """The newest ``most`` of what stands in a ``channel``, perhaps before the ``edge``."""
    query = _rows(is_staff).where(
        ChatPost.channel == bindparam("channel"), ChatPost.thread_id.is_(None)
    )
    return _newest(query.where(moment() < _edge()) if is_earlier else query)


@cache
def replies(is_staff: bool, is_earlier: bool) -> Select[Any]:
    """The newest ``most`` of what stands under a ``root``, perhaps up to the ``edge``."""
    query = _rows(is_staff).where(ChatPost.thread_id == bindparam("root"))
    return _newest(query.where(moment() <= _edge()) if is_earlier else query)


def _newest(query: Select[Any]) -> Select[Any]:
    latest = query.order_by(ChatPost.created_at.desc(), ChatPost.id.desc())
    return latest.limit(bindparam("most", type_=Integer()))


def _edge() -> ScalarSelect[Any]:
    post = aliased(ChatPost)
    return select(post.created_at, post.id).where(post.id == bindparam("edge")).scalar_subquery()


@cache
def one_post(is_staff: bool) -> Select[Any]:
    """A ``post``."""
    return _rows(is_staff).where(ChatPost.id == bindparam("post"))


@cache
def unread(is_staff: bool) -> Select[Any]:
    """Those of the ``channels`` in which somebody else said something since they looked."""
    seen = (
        select(ChatRead.read_at)
        .where(ChatRead.person_id == _ME, ChatRead.channel == ChatPost.channel)
        .scalar_subquery()
    )
    query = select(ChatPost.channel).where(
        ChatPost.channel.in_(bindparam("channels", expanding=True)),
        or_(seen.is_(None), ChatPost.created_at > seen),
        ChatPost.author_id.is_distinct_from(_ME),
        visible_to(is_staff),
    )
    return query.distinct()
