"""Read models of tickets: what cards, lists and REST show, in one statement each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.audience import Audience
from core.conversation.models import Message
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound
from core.people.models import Person
from core.tickets.configuration.catalogue import Catalogue, catalogue
from core.tickets.configuration.field_views import FIELD_NAMES, kept_on, to_field_views
from core.tickets.models import Clock, Tag, Ticket, TicketTag
from core.tickets.reading.queries import ref_of, visible_to
from core.tickets.reading.view_models import ClockView, Named, TicketView
from core.tickets.relations.merged import find_shown, overlaid, with_relations
from core.tickets.rules import waiting_on

__all__ = ["ClockView", "Named", "TicketView"]

_requester, _assignee = aliased(Person), aliased(Person)
_clocks = (
    select(
        func.jsonb_agg(
            aggregate_order_by(func.to_jsonb(literal_column(Clock.__tablename__)), Clock.metric)
        )
    )
    .where(Clock.ticket_id == Ticket.id)
    .correlate(Ticket)
    .scalar_subquery()
    .label("clocks")
)
_tags = (
    select(func.array_agg(Tag.name))
    .join(TicketTag, TicketTag.tag_id == Tag.id)
    .where(TicketTag.ticket_id == Ticket.id)
    .correlate(Ticket)
    .scalar_subquery()
    .label("tags")
)


def _last_words(*standing: ColumnElement[bool]) -> Any:
    """What the present customer said last, of the messages that stand there so."""
    return (
        select(func.left(Message.body, 600))
        .where(
            *standing,
            Message.audience == Audience.PUBLIC.value,
            Message.author_role == "customer",
            Message.deleted_at.is_(None),
            or_(Ticket.moved_at.is_(None), Message.created_at > Ticket.moved_at),
        )
        .order_by(Message.id.desc())
        .limit(1)
        .correlate(Ticket)
        .scalar_subquery()
    )


# Said on the ticket itself is later than all that it took over by a split.
_quote = func.coalesce(
    _last_words(Message.ticket_id == Ticket.id, Message.split_into_id.is_(None)),
    _last_words(Message.split_into_id == Ticket.id),
).label("quote")


# Built once: to put it together costs as much as to run it for one ticket.
_views: Select[Any] = (
    select(
        *Ticket.__table__.columns,
        _requester.name.label("requester_name"),
        _requester.email.label("requester_email"),
        _assignee.name.label("assignee_name"),
        _clocks,
        _tags,
        _quote,
        FIELD_NAMES,
    )
    .select_from(Ticket)
    .join(_requester, _requester.id == Ticket.requester_id)
    .outerjoin(_assignee, _assignee.id == Ticket.assignee_id)
)


def select_views() -> Select[Any]:
    """The statement behind every view; add filters, order and limit."""
    return _views


_SAME = (
    "id",
    "number",
    "subject",
    "priority",
    "category_id",
    "subcategory_id",
    "policy_id",
    "source",
    "language",
    "revision",
    "message_count",
    "due_at",
    "created_at",
    "updated_at",
    "resolved_at",
    "closed_at",
    "deleted_at",
    "requester_email",
    "merged_into_id",
    "merged_at",
    "joined_at",
    "snoozed_until",
    "escalated_at",
    "split_from_id",
    "moved_at",
    "gathered_into_id",
    "gathers_since",
    "answer_outdated_at",
)


def to_view(uow: UnitOfWork, words: Catalogue, row: Row[Any]) -> TicketView:
    """A view from a row of :func:`select_views`."""
    r = row._mapping
    status = words.statuses[r["status_id"]]
    category = words.categories.get(r["subcategory_id"] or r["category_id"])
    team = words.teams.get(r["team_id"]) if r["team_id"] else None
    filed = category.id if category else None
    values = kept_on(words, filed, r["custom_fields"])
    return TicketView(
        **{name: r[name] for name in _SAME},
        ref=ref_of(uow, r["number"]),
        status=status.name,
        base=status.base,
        category=category.path if category else (),
        team=Named(team.id, team.name) if team else None,
        requester=Named(r["requester_id"], r["requester_name"]),
        assignee=Named(r["assignee_id"], r["assignee_name"]) if r["assignee_id"] else None,
        tags=tuple(sorted(r["tags"] or ())),
        waiting_on=waiting_on(status.base, r["last_said_by"]),
        custom_fields=values,
        fields=to_field_views(words, filed, values, r["field_names"]),
        quote=r["quote"] or "",
        alike=tuple([ref_of(uow, int(number)) for number in r["alike"] or ()]),
        clocks=tuple([_to_clock(c) for c in r["clocks"] or ()]),
    )


def _to_clock(raw: dict[str, Any]) -> ClockView:
    return ClockView(
        metric=raw["metric"],
        state=raw["state"],
        minutes=raw["minutes"],
        counted=raw["counted"],
        running_since=_moment(raw["running_since"]),
        due_at=_moment(raw["due_at"]),
        met_at=_moment(raw["met_at"]),
        breached_at=_moment(raw["breached_at"]),
    )


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


async def view_ticket(uow: UnitOfWork, actor: Actor, number: int) -> TicketView:
    """One ticket as the actor may see it; of a merged one, the one in which it goes on.

    Raises :class:`NotFound`.
    """
    require(actor, Permission.READ)
    await uow.session.flush()  # what this very transaction has changed is to be seen
    visible = visible_to(actor)
    view = await _view(uow, Ticket.number == number, visible)
    if view is not None and view.merged_into_id is None:
        return await with_relations(uow, view) if actor.is_staff else view
    shown = await find_shown(uow, actor, number)
    view = await _view(uow, Ticket.id == shown.ticket_id, visible) if shown else None
    if view is None or shown is None:
        raise NotFound(ref=ref_of(uow, number))
    if shown.survivor_id is not None:
        survivor = await _view(uow, Ticket.id == shown.survivor_id)
        return overlaid(view, survivor) if survivor else view
    return await with_relations(uow, view) if actor.is_staff else view


async def view_for_card(uow: UnitOfWork, ticket_id: UUID) -> TicketView | None:
    """The ticket for its own card, whoever looks at it, deleted ones included; a merged
    one with the state of that in which it goes on.

    Used by the sender only: the audience gate decides who sees the card.
    """
    view = await _view(uow, Ticket.id == ticket_id)
    if view is None:
        return None
    [shown] = await with_survivors(uow, [view])
    return await with_relations(uow, shown)


async def with_survivors(uow: UnitOfWork, views: list[TicketView]) -> list[TicketView]:
    """The same, merged ones with the state of the ticket in which each goes on."""
    found = []
    for view in views:
        survivor, further = None, view.merged_into_id
        while further is not None:
            survivor = await _view(uow, Ticket.id == further)
            further = survivor.merged_into_id if survivor else None
        found.append(overlaid(view, survivor) if survivor else view)
    return found


async def _view(uow: UnitOfWork, *which: ColumnElement[bool]) -> TicketView | None:
    row = (await uow.session.execute(select_views().where(*which))).one_or_none()
    return to_view(uow, await catalogue(uow), row) if row else None
