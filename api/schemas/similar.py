"""Similar tickets as REST shows them."""

from pydantic import BaseModel, Field

from api.schemas.tickets import Ticket, to_ticket
from core.access.actor import Actor
from core.tickets.reading.similar import SimilarTicket


class Similar(BaseModel):
    """A ticket like another one."""

    ticket: Ticket
    similarity: float = Field(description="1 for the same meaning; from 0.5 they are listed.")
    ending: str = Field(
        description="The beginning of what staff said last, once it has ended; else empty."
    )
    internal: bool = Field(description="Whether `ending` is from a note.")


class SimilarTickets(BaseModel):
    """The most similar tickets, most similar first."""

    items: list[Similar]


def to_similar(actor: Actor, found: SimilarTicket) -> Similar:
    """The similar ticket for that reader."""
    return Similar(
        ticket=to_ticket(actor, found.view),
        similarity=round(found.near, 3),
        ending=found.ending,
        internal=found.internal,
    )
