"""Escalating: more is needed than who has the ticket can give. A reason always goes with it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from core.access.actor import Actor
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.events.models import EventRow
from core.tickets.changing import change, take
from core.tickets.claiming import begun, check_owner, member_of_staff, refuse_done
from core.tickets.configuration.catalogue import TeamWord, catalogue
from core.tickets.events import TicketEscalated
from core.tickets.messages import checked_text
from core.tickets.models import Ticket
from core.tickets.reading.queries import ref_of
from core.tickets.reading.wording import ago
from core.tickets.relations.group import home_of
from core.tickets.rules import PRIORITIES, Impossible, parse_priority
from core.tickets.saying import say_with_files

AGAIN_AFTER = timedelta(hours=24)
"""How long a customer waits before asking for another look at the same ticket."""


class Escalation(BaseModel):
    """What is wanted: another priority, somebody else (a person or a team), the escalation
    queue. Left open, it goes to the escalation queue, or without one up by a priority."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(default="", max_length=2000)
    priority: str | None = Field(default=None, max_length=20)
    to: str | None = Field(default=None, max_length=254)
    queue: bool = False


def raised(priority: str) -> str | None:
    """The next higher priority; None above the highest."""
    at = PRIORITIES.index(priority)
    return PRIORITIES[at - 1] if at else None


async def escalate(
    uow: UnitOfWork,
    actor: Actor,
    number: int,
    wanted: Escalation,
    *,
    seen: int | None = None,
    attachment_ids: Sequence[UUID] = (),
) -> Ticket:
    """Call for more on a ticket, and tell all whom it concerns.

    Staff choose what happens. A customer asks for another look, at most once a day: their
    reason becomes part of the conversation, with the files that it names, and the rest stays
    as it is. Raises :class:`Invalid` without a reason.
    """
    ticket = await take(uow, actor, number, Permission.ESCALATE, seen if actor.is_staff else None)
    reason = check_reason(wanted.reason)
    await refuse_done(uow, ticket)
    if not actor.is_staff:
        await _ask_for_a_look(uow, actor, ticket, number, reason, attachment_ids)
        return ticket
    values = await _values(uow, actor, ticket, wanted)
    await change(uow, actor, ticket, TicketEscalated, reason=reason, escalated_at=uow.now, **values)
    return ticket


def check_reason(said: str) -> str:
    """The reason as it is kept. Raises :class:`Invalid` if there is none."""
    if not said.strip():
        raise Invalid(
            field="reason", problem="say why, so that whoever gets it knows what is needed"
        )
    return checked_text(said, "reason")


async def _ask_for_a_look(
    uow: UnitOfWork,
    actor: Actor,
    ticket: Ticket,
    number: int,
    reason: str,
    files: Sequence[UUID],
) -> None:
    asked = await uow.session.scalar(
        select(EventRow.at)
        .where(
            EventRow.ticket_id == ticket.id,
            EventRow.type == TicketEscalated.type,
            EventRow.data["by"].as_string() == "customer",
            EventRow.at > uow.now - AGAIN_AFTER,
        )
        .order_by(EventRow.id.desc())
        .limit(1)
    )
    if asked is not None:
        raise Impossible(
            ref=ref_of(uow, number),
            state="escalated already",
            hint=f"the team was asked to look {ago(uow.now - asked)}. "
            "You can ask again a day later, and write here at any time.",
        )
    home = await home_of(uow, actor, ticket, number)
    await say_with_files(uow, actor, home, reason, Audience.PUBLIC, files)
    await change(uow, actor, ticket, TicketEscalated, by="customer", escalated_at=uow.now)


async def _values(
    uow: UnitOfWork, actor: Actor, ticket: Ticket, wanted: Escalation
) -> dict[str, Any]:
    """What an agent's escalation changes."""
    values: dict[str, Any] = {}
    if wanted.priority:
        values["priority"] = parse_priority(wanted.priority)
    if wanted.to and wanted.queue:
        raise Invalid(field="to", problem="either to somebody or to the escalation queue")
    if wanted.to:
        values |= await _given_to(uow, actor, ticket, wanted.to)
    elif wanted.queue or not values:
        values |= await _moved_up(uow, ticket, needed=wanted.queue)
    return values


async def _given_to(uow: UnitOfWork, actor: Actor, ticket: Ticket, to: str) -> dict[str, Any]:
    try:
        team = (await catalogue(uow)).team_named(to)
    except Invalid:
        person = await member_of_staff(uow, actor, to)
        await check_owner(uow, ticket, person, "to")
        return {"assignee_id": person.id, "status_id": await begun(uow, ticket)}
    return {"team_id": team.id, "assignee_id": None}


async def _moved_up(uow: UnitOfWork, ticket: Ticket, *, needed: bool) -> dict[str, Any]:
    team = await escalation_team(uow)
    if team is not None and ticket.team_id != team.id:
        return {"team_id": team.id, "assignee_id": None}
    if needed:
        problem = (
            "it is there already"
            if team
            else "there is none yet: an administrator marks a team with `is_escalation`"
        )
        raise Invalid(field="queue", problem=problem)
    priority = raised(ticket.priority)
    if priority is None:
        raise Invalid(field="to", problem="it is critical already; say to whom it goes")
    return {"priority": priority}


async def escalation_team(uow: UnitOfWork) -> TeamWord | None:
    """The team that is the escalation queue, the first by name if there are more."""
    teams = [team for team in (await catalogue(uow)).teams.values() if team.is_escalation]
    return min(teams, key=lambda team: team.name, default=None)
