"""A person's whole story: tickets over all doors, accounts, and what staff noted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select, union_all

from core.access.actor import Actor
from core.access.permissions import Permission, may
from core.conversation.models import Place
from core.conversation.places import CUSTOMER
from core.database.unit_of_work import UnitOfWork
from core.people.models import Identity, Person, PersonNote
from core.people.people import get_person
from core.tickets.configuration.catalogue import catalogue
from core.tickets.models import Ticket
from core.tickets.reading.queries import visible_to
from core.tickets.reading.views import TicketView, select_views, to_view, with_survivors

TICKET, CONTACT, NOTE = "ticket", "contact", "note"


@dataclass(frozen=True)
class Moment:
    """One line of the story.

    A ``ticket`` with the doors it was spoken through, a ``contact`` (an account where
    the person was last seen ``at``), or a ``note`` of staff.
    """

    kind: str
    id: UUID
    at: datetime
    ticket: TicketView | None = None
    doors: tuple[str, ...] = ()
    platform: str | None = None
    text: str | None = None
    author: str | None = None


@dataclass(frozen=True)
class Timeline:
    """The story, newest first, and where to go on (``before`` of the next page)."""

    person: Person
    moments: list[Moment]
    next: UUID | None


async def timeline(
    uow: UnitOfWork,
    actor: Actor,
    person_id: UUID,
    *,
    before: UUID | None = None,
    limit: int = 50,
) -> Timeline:
    """What there is about a person: of oneself, or of anybody for staff, who get notes too.

    Tickets stand at the moment of their opening. ``before`` is the id of the last moment
    of the page before. Raises ``NotFound``.
    """
    person = await get_person(uow, actor, person_id)
    found = union_all(*_parts(actor, person_id)).subquery()
    query = select(found.c.kind, found.c.id, found.c.at)
    if before is not None:
        at = select(found.c.at).where(found.c.id == before).scalar_subquery()
        query = query.where(
            (found.c.at < at) | ((found.c.at == at) & (found.c.id < literal(before)))
        )
    query = query.order_by(found.c.at.desc(), found.c.id.desc()).limit(limit + 1)
    rows = (await uow.session.execute(query)).all()
    moments = await _told(uow, rows[:limit])
    return Timeline(person, moments, rows[limit - 1].id if len(rows) > limit else None)


def _parts(actor: Actor, person_id: UUID) -> list[Any]:
    parts: list[Any] = [
        select(literal(CONTACT).label("kind"), Identity.id, Identity.checked_at.label("at")).where(
            Identity.person_id == person_id
        ),
    ]
    if may(actor, Permission.READ):
        parts.append(
            select(literal(TICKET), Ticket.id, Ticket.created_at).where(
                Ticket.requester_id == person_id, visible_to(actor)
            )
        )
    if actor.is_staff and may(actor, Permission.READ_PEOPLE):
        parts.append(
            select(literal(NOTE), PersonNote.id, PersonNote.created_at).where(
                PersonNote.person_id == person_id
            )
        )
    return parts


async def _told(uow: UnitOfWork, rows: Any) -> list[Moment]:
    wanted = {kind: [row.id for row in rows if row.kind == kind] for kind in _READ}
    known: dict[UUID, dict[str, Any]] = {}
    for kind, ids in wanted.items():
        if ids:
            known |= await _READ[kind](uow, ids)
    return [Moment(row.kind, row.id, row.at, **known[row.id]) for row in rows]


async def _tickets(uow: UnitOfWork, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    words = await catalogue(uow)
    rows = await uow.session.execute(select_views().where(Ticket.id.in_(ids)))
    views = await with_survivors(uow, [to_view(uow, words, row) for row in rows])
    spoken = await uow.session.execute(
        select(Place.ticket_id, Place.platform)
        .where(Place.ticket_id.in_(ids), Place.role == CUSTOMER)
        .distinct()
        .order_by(Place.platform)
    )
    doors: dict[UUID | None, list[str]] = {}
    for ticket_id, platform in spoken:
        doors.setdefault(ticket_id, []).append(platform)
    return {
        view.id: {
            "ticket": view,
            "doors": tuple(dict.fromkeys([view.source, *doors.get(view.id, ())])),
        }
        for view in views
    }


async def _contacts(uow: UnitOfWork, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = await uow.session.scalars(select(Identity).where(Identity.id.in_(ids)))
    return {row.id: {"platform": row.platform} for row in rows}


async def _notes(uow: UnitOfWork, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = await uow.session.execute(
        select(PersonNote, Person.name)
        .outerjoin(Person, Person.id == PersonNote.author_id)
        .where(PersonNote.id.in_(ids))
    )
    return {note.id: {"text": note.body, "author": name or "Deskhand"} for note, name in rows}


_READ = {TICKET: _tickets, CONTACT: _contacts, NOTE: _notes}
