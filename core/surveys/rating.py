"""Rating the support one got: by the requester alone, once per resolution."""

from dataclasses import dataclass

from core.access.actor import Actor
from core.access.permissions import Permission
from core.database.unit_of_work import UnitOfWork
from core.errors import ErrorKind, HelpdeskError, Invalid, NotFound
from core.events.due import put_off
from core.surveys.asking import (
    ASK_DUE,
    CHANGEABLE_FOR,
    OPEN_FOR,
    new_survey,
    standing_survey,
)
from core.surveys.events import SurveyAnswered
from core.surveys.models import Survey
from core.tickets.configuration.catalogue import catalogue
from core.tickets.models import Ticket
from core.tickets.reading.queries import get_ticket, ref_of
from core.tickets.rules import DONE, Impossible

SCORES = {1: "Very bad", 2: "Bad", 3: "All right", 4: "Good", 5: "Very good"}
LONGEST_COMMENT = 2000


class RatingOver(HelpdeskError):
    """The time for an answer, or for changing it, has passed."""

    kind = ErrorKind.CONFLICT
    code = "survey.over"
    text = "{ref} can no longer be rated: {why} Thank you all the same."


@dataclass(frozen=True)
class OwnRating:
    """What the requester has said so far; no score: nothing yet."""

    score: int | None
    comment: str


def to_score(said: str) -> int:
    """A score from what people type. Raises :class:`Invalid`."""
    word = said.strip()
    if word.isdecimal() and int(word) in SCORES:
        return int(word)
    raise Invalid(field="rating", problem=f"{said!r} is not one of 1, 2, 3, 4, 5 (the best)")


def checked_comment(said: str) -> str:
    """The comment as it is kept; it may be empty. Raises :class:`Invalid`."""
    text = said.replace("\x00", "").strip()
    if len(text) > LONGEST_COMMENT:
        raise Invalid(field="text", problem=f"this is longer than {LONGEST_COMMENT:,} characters")
    return text


async def rate(
    uow: UnitOfWork, actor: Actor, number: int, score: int, comment: str | None = None
) -> Survey:
    """Say how the support was. Saying it again within 7 days changes it.

    ``comment`` None leaves what was written. Raises :class:`RatingOver`, ``Impossible``
    while the ticket is open, or ``NotFound`` to all but the requester.
    """
    if score not in SCORES:
        raise Invalid(field="rating", problem="say 1, 2, 3, 4 or 5 (the best)")
    ticket = await _own_ticket(uow, actor, number, lock=True)
    survey = await standing_survey(uow, ticket.id) or await _unasked(uow, ticket)
    _check_time(uow, survey, ref_of(uow, number))
    changed = survey.answered_at is not None
    survey.score = score
    if comment is not None:
        survey.comment = checked_comment(comment)
    if changed:
        survey.changed_at = uow.now
    else:
        survey.answered_at = uow.now
    await uow.session.flush()
    await uow.record(
        SurveyAnswered(ticket_id=ticket.id, survey_id=survey.id, changed=changed), actor
    )
    return survey


async def own_rating(uow: UnitOfWork, actor: Actor, number: int) -> OwnRating:
    """What the actor has said of a ticket of their own."""
    ticket = await _own_ticket(uow, actor, number)
    survey = await standing_survey(uow, ticket.id)
    return OwnRating(survey.score, survey.comment) if survey else OwnRating(None, "")


async def _own_ticket(uow: UnitOfWork, actor: Actor, number: int, *, lock: bool = False) -> Ticket:
    ticket = await get_ticket(uow, actor, number, Permission.RATE, lock=lock)
    if ticket.requester_id != actor.person_id or ticket.gathers_since is not None:
        # Staff may see the ticket; there is no question to them about it.
        raise NotFound(ref=f"a question for you about {ref_of(uow, number)}")
    return ticket


async def _unasked(uow: UnitOfWork, ticket: Ticket) -> Survey:
    """Somebody answers before being asked."""
    if (await catalogue(uow)).base(ticket.status_id) not in DONE:
        ref = ref_of(uow, ticket.number)
        raise Impossible(ref=ref, state="still open", hint="rate it when it is solved.")
    await put_off(uow, ASK_DUE, {ticket.id: None})
    survey = new_survey(uow, ticket)
    uow.session.add(survey)
    return survey


def _check_time(uow: UnitOfWork, survey: Survey, ref: str) -> None:
    if survey.answered_at is not None:
        if uow.now > survey.answered_at + CHANGEABLE_FOR:
            why = f"a rating can be changed for {CHANGEABLE_FOR.days} days."
            raise RatingOver(ref=ref, why=why)
    elif uow.now > survey.expires_at:
        raise RatingOver(ref=ref, why=f"the question was open for {OPEN_FOR.days} days.")
