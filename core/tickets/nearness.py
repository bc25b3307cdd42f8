"""Tickets that mean something like a text, whatever words they use."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from core.database.vectors import Vector, nearness
from core.tickets.vector_models import TicketVector

NEWEST = 20_000
"""Tickets that are compared, the newest of the organisation: some 20 milliseconds' worth."""


def near_tickets(
    organisation_id: UUID, vector: Vector, among: Select[Any] | None, *, least: float, most: int
) -> Select[Any]:
    """The ids of the nearest tickets with how ``near`` each is, nearest first.

    ``among`` are the ids of the only ones to look at. Who may see them is for the caller to ask.
    """
    compared = select(TicketVector.ticket_id, TicketVector.embedding).where(
        TicketVector.organisation_id == organisation_id, TicketVector.model == vector.model
    )
    if among is not None:
        compared = compared.where(TicketVector.ticket_id.in_(among))
    newest = compared.order_by(TicketVector.ticket_id.desc()).limit(NEWEST).subquery()
    near = nearness(newest.c.embedding, vector).label("near")
    all_near = select(newest.c.ticket_id.label("id"), near).subquery()
    return (
        select(all_near)
        .where(all_near.c.near >= least)
        .order_by(all_near.c.near.desc())
        .limit(most)
    )
