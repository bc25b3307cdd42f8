"""Asking the customer how it was: once per resolution, in their own place."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from core.access.actor import Actor, the_desk
from core.conversation.places import CUSTOMER, address
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.events.due import put_off
from core.ids import new_id
from core.people.organisation import organisation_settings
from core.surveys.events import SurveyAnswered, SurveyAsked, SurveyWithdrawn
from core.surveys.models import Survey
from core.tickets.announcements.serving import own_places
from core.tickets.configuration.catalogue import catalogue
from core.tickets.events import TicketClosed, TicketReopened, TicketResolved, TicketUnmerged
from core.tickets.models import Ticket
from core.tickets.rules import DONE

ASK_DUE = "ask for rating"
DELIVERY = "survey"
OPEN_FOR = timedelta(days=30)
CHANGEABLE_FOR = timedelta(days=7)


async def standing_survey(uow: UnitOfWork, ticket_id: UUID) -> Survey | None:
    """The question about the ticket's present resolution, answered or not."""
    found: Survey | None = await uow.session.scalar(
        select(Survey).where(Survey.ticket_id == ticket_id, Survey.reopened_at.is_(None))
    )
    return found


async def plan_question(
    uow: UnitOfWork, actor: Actor, event: TicketResolved | TicketClosed
) -> None:
    """Ask some time after the end; at once where the customer has said that it is one."""
    settings = await organisation_settings(uow)
    ticket = await uow.session.get(Ticket, event.ticket_id)
    if ticket is None or not settings.ask_for_rating or not _can_be_asked(ticket):
        return
    if await standing_survey(uow, ticket.id) is not None:
        return
    if actor.person_id == ticket.requester_id or not settings.ask_after_minutes:
        await put_off(uow, ASK_DUE, {ticket.id: None})
        await _ask(uow, ticket)
    elif isinstance(event, TicketResolved):
        after = uow.now + timedelta(minutes=settings.ask_after_minutes)
        await put_off(uow, ASK_DUE, {ticket.id: after})


async def plan_question_again(uow: UnitOfWork, actor: Actor, event: TicketUnmerged) -> None:
    """A question that fell due while the ticket was merged is asked after all."""
    settings = await organisation_settings(uow)
    ticket = await uow.session.get_one(Ticket, event.ticket_id)
    ended = ticket.resolved_at
    done = (await catalogue(uow)).base(ticket.status_id) in DONE
    if ended is None or not done or not settings.ask_for_rating or not _can_be_asked(ticket):
        return
    due = ended + timedelta(minutes=settings.ask_after_minutes)
    # What was put away without being resolved is not asked about.
    was_resolved = ticket.closed_at != ended
    asked = await standing_survey(uow, ticket.id) is not None
    if was_resolved and not asked and due > event.changes["merged_at"][0]:
        await put_off(uow, ASK_DUE, {ticket.id: due})


def _can_be_asked(ticket: Ticket) -> bool:
    # Who gathers tickets is named as the customer of theirs, and is none.
    gathers = ticket.gathers_since is not None
    return ticket.deleted_at is None and ticket.merged_into_id is None and not gathers


async def question_is_due(uow: UnitOfWork, ticket_id: UUID) -> None:
    """The time has come, if the ticket is still at its end."""
    ticket = await uow.session.get(Ticket, ticket_id, with_for_update={"key_share": True})
    if ticket is None or not _can_be_asked(ticket):
        return
    done = (await catalogue(uow)).base(ticket.status_id) in DONE
    if done and await standing_survey(uow, ticket_id) is None:
        await _ask(uow, ticket)


def new_survey(uow: UnitOfWork, ticket: Ticket) -> Survey:
    """A question about the ticket as it ended, not yet answered."""
    return Survey(
        id=new_id(),
        organisation_id=uow.organisation_id,
        ticket_id=ticket.id,
        requester_id=ticket.requester_id,
        assignee_id=ticket.assignee_id,
        team_id=ticket.team_id,
        kind="csat",
        comment="",
        asked_at=uow.now,
        expires_at=uow.now + OPEN_FOR,
    )


async def _ask(uow: UnitOfWork, ticket: Ticket) -> None:
    survey = new_survey(uow, ticket)
    uow.session.add(survey)
    await uow.session.flush()
    asked = SurveyAsked(ticket_id=ticket.id, survey_id=survey.id)
    await uow.record(asked, the_desk(uow.organisation_id))


async def withdraw_question(uow: UnitOfWork, actor: Actor, event: TicketReopened) -> None:
    """The resolution did not last: an open question goes, an answer stays what it is."""
    assert event.ticket_id is not None
    await put_off(uow, ASK_DUE, {event.ticket_id: None})
    survey = await standing_survey(uow, event.ticket_id)
    if survey is None:
        return
    survey.reopened_at = uow.now
    await uow.session.flush()
    if survey.answered_at is None:
        await uow.record(SurveyWithdrawn(ticket_id=event.ticket_id, survey_id=survey.id), actor)


async def show_question(
    uow: UnitOfWork, actor: Actor, event: SurveyAsked | SurveyAnswered | SurveyWithdrawn
) -> None:
    """Put the question where the customer wrote last, and keep it true where it stands."""
    assert event.ticket_id is not None
    places = [p for p in await own_places(uow, event.ticket_id) if p.role == CUSTOMER]
    if isinstance(event, SurveyAsked):
        places = places[-1:]
    content = {"survey": str(event.survey_id)}
    owe_all(uow, [owe(uow, address(place), DELIVERY, content=content) for place in places])
