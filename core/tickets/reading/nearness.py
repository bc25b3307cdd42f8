"""Tickets that mean something like a text, whatever words they use.

Every ticket keeps its vector for good. Vectors are compared one by one, which misses
nothing but costs some 2 to 5 milliseconds a thousand, so only the :data:`NEWEST` of an
organisation are all compared: what people ask about now is mostly like what came lately.
Of the older ones those are compared too that share two words of the subject (see
:func:`older_alike`); a search by words finds every other one. An index of vectors would
find them all, but not under row-level security: it offers its nearest before the
organisation is looked at, and would leave a small one with none.
"""

from itertools import combinations
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, Uuid, cast, column, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import TSQUERY

from core.database.search import as_config
from core.database.unit_of_work import UnitOfWork
from core.database.vectors import Vector, nearness
from core.tickets.reading.vector_models import TicketVector

NEWEST = 20_000
"""Tickets that are all compared: a fifth of a second at most on a busy machine of two cores,
where a hundred thousand take half a second and two hundred thousand almost two."""
OLDER = 2_000
"""Older ones that are looked at, of those that share words."""
TELLING = 8
"""The words of a subject that are looked for, the longest: they say most."""


def near_tickets(
    organisation_id: UUID,
    vector: Vector,
    among: Select[Any] | None,
    *,
    least: float,
    most: int,
    older: Select[Any] | None = None,
) -> Select[Any]:
    """The ids of the nearest tickets with how ``near`` each is, nearest first.

    ``among`` are the ids of the only ones to look at, ``older`` those that are looked at
    besides the newest. Who may see them is for the caller to ask.
    """
    compared = select(TicketVector.ticket_id, TicketVector.embedding).where(
        TicketVector.organisation_id == organisation_id, TicketVector.model == vector.model
    )
    if among is not None:
        compared = compared.where(TicketVector.ticket_id.in_(among))
    looked_at = [compared.order_by(TicketVector.ticket_id.desc()).limit(NEWEST)]
    if older is not None:
        looked_at.append(compared.where(TicketVector.ticket_id.in_(older)))
    parts = [
        select(part.c.ticket_id.label("id"), nearness(part.c.embedding, vector).label("near"))
        for part in (one.subquery() for one in looked_at)
    ]
    all_near = union_all(*parts).subquery()
    return (
        select(all_near)
        .where(all_near.c.near >= least)
        .order_by(all_near.c.near.desc())
        .limit(most)
    )


async def older_alike(uow: UnitOfWork, subject: str) -> Select[Any] | None:
    """The ids of tickets before the newest that publicly say two words of a subject (or its
    only one); None if there are no older ones, or there is no word in it."""
    own = select(TicketVector.ticket_id).where(TicketVector.organisation_id == uow.organisation_id)
    edge = await uow.session.scalar(
        own.order_by(TicketVector.ticket_id.desc()).offset(NEWEST - 1).limit(1)
    )
    if edge is None:
        return None
    lexemes = func.tsvector_to_array(func.to_tsvector(as_config(uow.language), subject))
    sought = two_of(await uow.session.scalar(select(lexemes)) or [])
    if not sought:
        return None
    found = func.search_documents_for(
        "ticket", cast(sought, TSQUERY), False, literal(OLDER, Integer)
    )
    ids = select(column("id", Uuid())).select_from(found)
    return own.where(TicketVector.ticket_id < edge, TicketVector.ticket_id.in_(ids))


def two_of(lexemes: list[str]) -> str:
    """A query for what has any two of the most telling of the words; for one, it alone."""
    telling = sorted(lexemes, key=lambda word: (-len(word), word))[:TELLING]
    quoted = ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in telling]
    if len(quoted) < 2:
        return "".join(quoted)
    return " | ".join(f"{one} & {other}" for one, other in combinations(quoted, 2))
