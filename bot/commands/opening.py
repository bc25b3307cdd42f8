"""``new``: open a ticket."""

from uuid import UUID

from bot.cards import FieldKind, Form, FormField, Text
from bot.forms import (
    begun_text,
    category_options,
    given,
    is_complete,
    priority_options,
)
from bot.grammar.command import Command
from bot.talk import Answer, Talk
from bot.ticket_cards import customer_card, staff_card
from core.access.permissions import Permission, require
from core.assistant.asking import asked_before, became_ticket, ticket_of_question
from core.conversation.audience import Audience
from core.conversation.models import Place
from core.conversation.places import CUSTOMER
from core.ids import new_id, to_id
from core.tickets.catalogue import catalogue
from core.tickets.opening import TicketDraft, check_customer, check_required, open_ticket
from core.tickets.queries import number_of
from core.tickets.tagging import parse_tags
from core.tickets.views import view_ticket

SUBJECT_LENGTH = 80


async def run_new(talk: Talk, command: Command) -> Answer:
    """Open a ticket from what was typed, filled in, or asked before."""
    before = await _opened_before(talk, command)
    if before is not None:
        ref = f"{talk.uow.ticket_prefix}-{before}"
        return Answer(private=Text(text=f"There is a ticket for this already: **{ref}**."))
    draft = await to_draft(talk, command)
    place = await _customers_place(talk, draft)
    ticket = await open_ticket(talk.uow, talk.actor, draft, place_id=place.id if place else None)
    if command.options.get("ask"):
        await became_ticket(talk.uow, talk.actor, _asked(command), ticket.id)
    if place is not None or (talk.incoming.direct and not talk.actor.is_staff):
        return Answer()  # the ticket's card is on its way to this very place
    view = await view_ticket(talk.uow, talk.actor, ticket.number)
    card = (
        staff_card(view, talk.uow.now) if talk.actor.is_staff else customer_card(view, talk.uow.now)
    )
    return Answer(private=card)


async def _opened_before(talk: Talk, command: Command) -> int | None:
    """The number of the ticket that this button has opened before."""
    if not command.options.get("ask"):
        return None
    ticket_id = await ticket_of_question(talk.uow, talk.actor, _asked(command))
    return await number_of(talk.uow, ticket_id) if ticket_id else None


async def _customers_place(talk: Talk, draft: TicketDraft) -> Place | None:
    """The customer's own thread, if this is where the ticket was asked for."""
    spot = talk.incoming.spot
    thread = spot.thread or talk.incoming.stamp
    if draft.customer or talk.place is not None or thread is None or not _support(talk):
        return None
    place = Place(
        id=new_id(),
        organisation_id=talk.uow.organisation_id,
        platform=spot.platform,
        workspace=spot.workspace,
        channel=spot.channel,
        thread=thread,
        role=CUSTOMER,
        audience=Audience.PUBLIC.value,
        person_id=talk.actor.person_id,
        created_at=talk.uow.now,
    )
    talk.uow.session.add(place)
    await talk.uow.session.flush()
    return place


def _support(talk: Talk) -> bool:
    return talk.in_support or (talk.incoming.direct and not talk.actor.is_staff)


def _asked(command: Command) -> UUID:
    return to_id(command.options["ask"], "that question")


async def to_draft(talk: Talk, command: Command) -> TicketDraft:
    """The draft that is meant. Raises pydantic's or our own error naming the field."""
    options = command.options
    values = given(options, "subject", "description", "priority", "category", "customer", "team")
    if options.get("tags"):
        values["tags"] = parse_tags(options["tags"])[0]
    if options.get("ask"):
        question = await asked_before(talk.uow, talk.actor, _asked(command))
        values.setdefault("description", question)
        values.setdefault("subject", subject_of(question))
    text = await begun_text(talk, command)
    if text:
        values.setdefault("subject", subject_of(text))
        values.setdefault("description", text)
    return TicketDraft(**{"subject": "", **values})


def subject_of(text: str) -> str:
    """A subject from what somebody wrote: its first line, cut at a word."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= SUBJECT_LENGTH:
        return line
    return line[:SUBJECT_LENGTH].rsplit(" ", 1)[0] + "…"


async def new_form(talk: Talk, command: Command) -> Form | None:
    """Asks what it is about, unless that was said."""
    if is_complete(command) or command.options.get("subject") or command.options.get("ask"):
        return None
    require(talk.actor, Permission.OPEN)
    words = await catalogue(talk.uow)
    fields = [
        FormField(name="subject", label="Subject", max_length=200),
        FormField(
            name="description",
            label="What happened?",
            kind=FieldKind.LONG,
            value=await begun_text(talk, command),
        ),
        FormField(
            name="category",
            label="Category",
            kind=FieldKind.SELECT,
            required=False,
            options=category_options(words),
        ),
    ]
    if talk.actor.is_staff:
        fields += [
            FormField(
                name="priority",
                label="Priority",
                kind=FieldKind.SELECT,
                options=priority_options(),
                value="medium",
            ),
            FormField(
                name="customer",
                label="Customer",
                hint="Email address; empty: for yourself",
                required=False,
            ),
        ]
    return Form(title="New ticket", says="new", submit="Open ticket", fields=tuple(fields))


async def check_new(talk: Talk, command: Command) -> None:
    """Refuse what could not become a ticket, before it is accepted."""
    draft = await to_draft(talk, command)
    check_required(draft, (await catalogue(talk.uow)))
    await check_customer(talk.uow, talk.actor, draft)
