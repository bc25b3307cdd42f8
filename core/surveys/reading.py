"""What customers have answered, for those who may know who said what."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.people.models import Person
from core.surveys.models import Survey
from core.tickets.configuration.catalogue import catalogue
from core.tickets.models import Ticket
from core.tickets.reading.queries import ref_of, visible_to
from core.tickets.reading.views import Named


@dataclass(frozen=True)
class SurveyView:
    """One question with its answer, and whose work it was about."""

    id: UUID
    ticket: str
    number: int
    kind: str
    state: str
    score: int | None
    comment: str
    requester: Named
    assignee: Named | None
    team: Named | None
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    changed_at: datetime | None


async def list_surveys(
    uow: UnitOfWork,
    actor: Actor,
    *,
    answered: bool | None = None,
    team: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: UUID | None = None,
    limit: int = 50,
) -> list[SurveyView]:
    """Questions and answers, newest first; ``since`` and ``until`` is when they were answered."""
    require(actor, Permission.READ_RATINGS)
    words = await catalogue(uow)
    customer, owner = aliased(Person), aliased(Person)
    query = (
        select(Survey, Ticket.number, customer.name, owner.name)
        .join(Ticket, Ticket.id == Survey.ticket_id)
        .join(customer, customer.id == Survey.requester_id)
        .outerjoin(owner, owner.id == Survey.assignee_id)
        .where(visible_to(actor))
        .order_by(Survey.id.desc())
        .limit(limit)
    )
    if answered is not None:
        done = Survey.answered_at.is_not(None)
        query = query.where(done if answered else ~done)
    if team is not None:
        query = query.where(Survey.team_id == words.team_named(team).id)
    if since is not None:
        query = query.where(Survey.answered_at >= since)
    if until is not None:
        query = query.where(Survey.answered_at < until)
    if before is not None:
        query = query.where(Survey.id < before)
    rows = (await uow.session.execute(query)).all()
    found = []
    for survey, number, name, owner_name in rows:
        its = words.teams.get(survey.team_id) if survey.team_id else None
        owned = Named(survey.assignee_id, owner_name) if survey.assignee_id else None
        found.append(
            SurveyView(
                id=survey.id,
                ticket=ref_of(uow, number),
                number=number,
                kind=survey.kind,
                state=state_of(survey, uow.now),
                score=survey.score,
                comment=survey.comment,
                requester=Named(survey.requester_id, name),
                assignee=owned,
                team=Named(its.id, its.name) if its else None,
                asked_at=survey.asked_at,
                expires_at=survey.expires_at,
                answered_at=survey.answered_at,
                changed_at=survey.changed_at,
            )
        )
    return found


def state_of(survey: Survey, now: datetime) -> str:
    """``answered``, ``withdrawn``, ``expired`` or ``asked``."""
    if survey.answered_at is not None:
        return "answered"
    if survey.reopened_at is not None:
        return "withdrawn"
    return "expired" if now > survey.expires_at else "asked"
