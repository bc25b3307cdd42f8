"""Words of staff that stand where they belong to no open ticket: they come back, to be used."""

from dataclasses import replace

from bot.cards import Button, Card, FieldKind, Form, FormField, Option, Tone
from bot.commands import answering, people
from bot.forms.forms import check_text
from bot.forms.suggesting import TICKETS
from bot.grammar.command import Command
from bot.grammar.parse import to_number
from bot.receiving.bringing import bring_files, told_of_missing, with_told
from bot.talk import Answer, Talk
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.conversation.beginning import has_private_place
from core.conversation.drafts import keep_draft, kept_draft
from core.conversation.places import INTERNAL, role_at
from core.errors import Invalid, NotFound
from core.tickets.configuration.catalogue import catalogue
from core.tickets.held.held_sending import FILES
from core.tickets.models import Ticket
from core.tickets.reading.queries import find_ticket, get_ticket, ref_of
from core.tickets.reading.readers import is_its_customers
from core.tickets.rules import Base

ELSEWHERE = "elsewhere"
"""``note elsewhere:ID`` uses a text that came back. Only our own button says it."""
NOTE, REPLY = "note", "reply"


async def give_back(talk: Talk) -> Answer | None:
    """The words again, in private, with the way to use them; None where they belong."""
    if not talk.actor.is_staff:
        return None
    why, buttons = await _why(talk)
    if not why:
        return None
    bundle = await bring_files(talk, number=talk.number, thread=_thread(talk))
    values = {"text": talk.incoming.text, FILES: " ".join(map(str, bundle.ids))}
    draft = await keep_draft(talk.uow, talk.actor, values)
    # Where the answer comes directly, only the button still knows of which ticket it speaks.
    ref = f"{ref_of(talk.uow, talk.number)} " if talk.number is not None else ""
    says = f"note {ref}{ELSEWHERE}:{draft}"
    use = Button(label="Use it…", says=says, style="primary", opens_form=True)
    card = Card(
        title="This is on no ticket",
        body=f"{why} Your text is kept; only who reads this thread has seen it.",
        quote=talk.incoming.text,
        buttons=(use, *buttons),
        tone=Tone.WARNING,
    )
    told = await told_of_missing(talk, bundle, None, Audience.INTERNAL)
    return with_told(Answer(private=card), told)


def _thread(talk: Talk) -> str | None:
    return talk.thread if talk.number is None else None


async def _why(talk: Talk) -> tuple[str, tuple[Button, ...]]:
    """What is wrong with this place, and what else may be done; empty if nothing is."""
    place, spot = talk.place, talk.incoming.spot
    if place is not None and place.ticket_id is not None:
        ticket = await find_ticket(talk.uow, Ticket.id == place.ticket_id)
        if ticket is None:
            return "", ()
        if place.role == INTERNAL:
            return await _over(talk, ticket)
        if await is_its_customers(talk.uow, place):
            return "", ()
        ref = ref_of(talk.uow, ticket.number)
        return f"**{ref}** has another customer now, so what you wrote was not added to it.", ()
    served = await role_at(talk.uow, spot.platform, spot.workspace, spot.channel)
    if spot.thread is None or served != "triage":
        return "", ()
    # Who goes on talking there has been told, and means it.
    where = (spot.platform, spot.workspace, spot.channel, spot.thread)
    if await has_private_place(talk.uow, *where, talk.actor.person_id):
        return "", ()
    return "This thread belongs to no ticket, so what you wrote was added to none.", ()


async def _over(talk: Talk, ticket: Ticket) -> tuple[str, tuple[Button, ...]]:
    ref = ref_of(talk.uow, ticket.number)
    if ticket.merged_into_id is not None:
        return "", ()  # the old places keep working: it goes on in the other one
    if (await catalogue(talk.uow)).base(ticket.status_id) is not Base.CLOSED:
        return "", ()
    reopen = Button(label="Reopen", says=f"reopen {ref}")
    return f"**{ref}** is closed, so what you wrote was not added to it.", (reopen,)


async def note_form(talk: Talk, command: Command) -> Form | None:
    """Asks for the note; for words that came back, where they belong and who reads them."""
    kept = command.options.get(ELSEWHERE)
    if not kept:
        return await people.note_or_person_form(talk, command)
    if "ticket" in command.options:
        return None
    values = await kept_draft(talk.uow, talk.actor, kept)
    number = talk.number if command.number is None else command.number
    if number is not None:  # of a merged ticket it is the one in which it goes on
        number = (await get_ticket(talk.uow, talk.actor, number, Permission.NOTE)).number
    audience = (Option(label="Note, staff only", says=NOTE), Option(label="Reply", says=REPLY))
    return Form(
        title="Use your text",
        says=f"note {ELSEWHERE}:{kept}",
        submit="Save or send",
        intro="A reply goes to the customer; a note stays among staff.",
        fields=(
            FormField(
                name="ticket",
                label="Ticket",
                hint="Its number, for example TIK-1042",
                value=ref_of(talk.uow, number) if number is not None else "",
                finder=TICKETS,
            ),
            FormField(name="how", label="As", kind=FieldKind.SELECT, options=audience, value=NOTE),
            FormField(name="text", label="Text", kind=FieldKind.LONG, value=values.get("text", "")),
        ),
    )


async def check_note(talk: Talk, command: Command) -> None:
    """Refuse an empty text, and a ticket that is none of the writer's."""
    await check_text(talk, command)
    if ELSEWHERE in command.options:
        try:
            await get_ticket(talk.uow, talk.actor, _number(command), Permission.NOTE)
        except NotFound as unknown:
            raise Invalid(field="ticket", problem=str(unknown)) from unknown


def _number(command: Command) -> int:
    number = to_number(command.options.get("ticket", "").strip())
    if number is None:
        raise Invalid(field="ticket", problem="say a ticket's number, for example 1042")
    return number


async def run_note(talk: Talk, command: Command) -> Answer:
    """A note; or words that came back, as what they were meant to be."""
    kept = command.options.get(ELSEWHERE)
    if not kept:
        return await answering.run_note(talk, command)
    values = await kept_draft(talk.uow, talk.actor, kept)
    text = command.text or values.get("text", "")
    meant = replace(
        command, number=_number(command), text=text, options={FILES: values.get(FILES, "")}
    )
    if command.options.get("how") == REPLY:
        return await answering.run_reply(talk, replace(meant, verb="reply"))
    return await answering.run_note(talk, meant)
