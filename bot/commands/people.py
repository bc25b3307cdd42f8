"""``show ... view:customer`` and ``view:messages``: who it is, and all that was said."""

from bot.cards import Badge, Button, Card, Fact, Form, Row, Text, Tone
from bot.forms.forms import note_form
from bot.grammar.command import Command
from bot.showing.card_parts import source_name
from bot.showing.ticket_cards import status_badge
from bot.talk import Answer, Talk
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.errors import NotFound
from core.ids import to_id
from core.people.notes import note_person
from core.tickets.reading.history import MessageView, list_messages
from core.tickets.reading.queries import get_ticket, ref_of
from core.tickets.reading.timeline import CONTACT, NOTE, Moment, Timeline, timeline
from core.tickets.reading.views import view_ticket

ABOUT, CUSTOMER = "about", "customer"
ROWS = 10
SHOWN = 280
"""Characters of a message in a list of them."""


async def run_customer(talk: Talk, command: Command) -> Answer:
    """The customer's earlier tickets over all doors, accounts and notes, newest first."""
    number, page = talk.ticket(command), command.options.get("page")
    ticket = await get_ticket(talk.uow, talk.actor, number, Permission.HISTORY)
    before = to_id(page, "that page") if page else None
    story = await timeline(talk.uow, talk.actor, ticket.requester_id, before=before, limit=ROWS)
    return Answer(private=_story_card(talk, number, story))


def _story_card(talk: Talk, number: int, story: Timeline) -> Card:
    ref, person = ref_of(talk.uow, number), story.person
    facts = [
        Fact(name=name, value=value)
        for name, value in (("Email", person.email), ("Phone", person.phone))
        if value
    ]
    buttons = [
        Button(label="Write a note…", says=f"note {ref} {ABOUT}:{CUSTOMER}", opens_form=True)
    ]
    if story.next:
        says = f"show {ref} view:customer page:{story.next}"
        buttons.insert(0, Button(label="Earlier", says=says))
    return Card(
        title=person.name,
        facts=tuple(facts),
        rows=tuple(_moment_row(moment) for moment in story.moments),
        buttons=tuple(buttons),
        footer="Notes are for staff only.",
    )


def _moment_row(moment: Moment) -> Row:
    if moment.kind == NOTE:
        title = f"🔒 {moment.author} noted"
        return Row(title=title, detail=moment.text or "", moment=moment.at)
    if moment.kind == CONTACT or moment.ticket is None:
        title = f"Seen on {source_name(moment.platform or '')}"
        return Row(title=title, moment=moment.at)
    ticket = moment.ticket
    return Row(
        title=f"{ticket.ref} {ticket.subject}",
        detail=f"via {', '.join(source_name(door) for door in moment.doors)}",
        badges=(status_badge(ticket),),
        moment=moment.at,
        buttons=(Button(label="Show", says=f"show {ticket.ref}"),),
    )


async def run_person_note(talk: Talk, command: Command, text: str) -> Answer:
    """``note 1042 about:customer TEXT``: kept with the person, not with the ticket."""
    if command.options[ABOUT].casefold() != CUSTOMER:
        raise NotFound(ref="whom this is about; say about:customer")
    number = talk.ticket(command)
    ticket = await get_ticket(talk.uow, talk.actor, number, Permission.NOTE)
    await note_person(talk.uow, talk.actor, ticket.requester_id, text)
    view = await view_ticket(talk.uow, talk.actor, ticket.number)
    return Answer(private=Text(text=f"Noted about **{view.requester.name}**. Only staff see it."))


async def note_or_person_form(talk: Talk, command: Command) -> Form | None:
    """Asks for the note, and remembers whether it is about the ticket or the customer."""
    form = await note_form(talk, command)
    if form is None or ABOUT not in command.options:
        return form
    says = f"{form.says} {ABOUT}:{CUSTOMER}"
    intro = "Kept with the customer, for all their tickets. Only staff will see this."
    return form.model_copy(update={"says": says, "intro": intro})


async def run_messages(talk: Talk, command: Command) -> Answer:
    """What was said on a ticket, the latest page first, and the way to earlier ones."""
    number, page = talk.ticket(command), command.options.get("page")
    before = to_id(page, "that page") if page else None
    found = await list_messages(
        talk.uow, talk.actor, number, before=before, limit=ROWS + 1, latest=True
    )
    shown, ref = found[-ROWS:], ref_of(talk.uow, number)
    buttons = [Button(label=f"Show {ref}", says=f"show {ref}")]
    if len(found) > ROWS:
        says = f"show {ref} view:messages page:{shown[0].id}"
        buttons.insert(0, Button(label="Earlier messages", says=says))
    return Answer(
        private=Card(
            title=f"Messages of {ref}",
            rows=tuple(_message_row(message) for message in shown),
            buttons=tuple(buttons),
            body="" if shown else "Nothing was said before that.",
        )
    )


def _message_row(message: MessageView) -> Row:
    badges = []
    if message.audience == Audience.INTERNAL.value:
        badges.append(Badge(word="🔒 note"))
    if message.edited_after_answer:
        badges.append(Badge(word="Edited after you answered", tone=Tone.WARNING))
    body = " ".join(message.body.split())
    return Row(
        title=message.author,
        detail=body if len(body) <= SHOWN else f"{body[:SHOWN].rsplit(' ', 1)[0]} …",
        badges=tuple(badges),
        moment=message.created_at,
    )
