"""A ticket that went from one customer to another: whose words and places are whose.

The rule, once and for all doors: what is said on a ticket is for whoever is its customer
at that moment, and a place belongs to whoever was its customer when the place was made.
So a former customer's places hear nothing that is said after the move, and the new
customer reads nothing that was said before it. Going back (undo) is a move like any other:
the words said between belong to whom they were said to. At the very moment of a move words
still count as said before it, while a place made then is the new customer's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, true

from core.conversation.models import Message
from core.tickets.relations.relation_models import TicketMove


@dataclass(frozen=True)
class Turn:
    """Somebody was the customer ``since`` then (None: the beginning), ``until`` then (None:
    still is)."""

    customer_id: UUID
    since: datetime | None = None
    until: datetime | None = None


def turns_of(requester_id: UUID, moves: Iterable[TicketMove] = ()) -> tuple[Turn, ...]:
    """Who was the customer when, from the moves in their order."""
    found: list[Turn] = []
    since = None
    for move in moves:
        found.append(Turn(move.from_id, since, move.at))
        since = move.at
    return (*found, Turn(requester_id, since))


def said_to(turns: Sequence[Turn], at: datetime) -> UUID:
    """The customer to whom something was said at that moment."""
    return next(t.customer_id for t in turns if t.until is None or at <= t.until)


def place_of(turns: Sequence[Turn], made: datetime) -> UUID:
    """The customer to whom a place belongs that was made at that moment."""
    return next(t.customer_id for t in turns if t.until is None or made < t.until)


def said_to_in_sql(turns: Sequence[Turn], person_id: UUID | None) -> ColumnElement[bool]:
    """The same as :func:`said_to` for a filter: messages said while that person had it."""
    if len(turns) == 1:
        return true() if turns[0].customer_id == person_id else false()
    during: list[ColumnElement[bool]] = []
    for turn in turns:
        if turn.customer_id == person_id:
            since = [Message.created_at > turn.since] if turn.since else []
            until = [Message.created_at <= turn.until] if turn.until else []
            during.append(and_(true(), *since, *until))
    return or_(false(), *during)
