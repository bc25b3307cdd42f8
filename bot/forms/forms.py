"""Forms, said once: which fields a command still needs, and with what they begin."""

from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from bot.cards import FieldKind, Form, FormField, Option
from bot.forms.suggesting import OWNERS, named
from bot.grammar.command import Command
from bot.receiving.replying_beside import told_of_others
from bot.showing.held_cards import NOTE, SEND_NOW, UNDO
from bot.talk import Talk
from core.access.actor import STAFF
from core.access.permissions import Permission
from core.conversation.drafts import kept_draft
from core.errors import Invalid
from core.people.models import Person
from core.tickets.configuration.catalogue import Catalogue, catalogue
from core.tickets.configuration.field_rules import PREFIX
from core.tickets.held.held_sending import FILES
from core.tickets.messages import checked_text
from core.tickets.models import Ticket
from core.tickets.reading.queries import get_ticket, ref_of
from core.tickets.rules import PRIORITIES, Base

MOST_OPTIONS = 100
FIELD = "field."
"""How the input of a custom field is called: ``field.device``."""
TITLE = 24
"""Characters of a title, on the platform that shows the fewest."""


def priority_options() -> tuple[Option, ...]:
    """The four priorities."""
    return tuple(Option(label=p.capitalize(), says=p) for p in PRIORITIES)


def category_options(words: Catalogue) -> tuple[Option, ...]:
    """The active categories, by path."""
    active = [c for c in words.categories.values() if c.active]
    return tuple(
        Option(label=" > ".join(c.path)[-75:], says=str(c.id)) for c in active[:MOST_OPTIONS]
    )


def title_of(talk: Talk, command: Command, act: str) -> str:
    """What is done, and to which ticket; the ticket alone where both are too long."""
    ref = ref_of(talk.uow, talk.ticket(command))
    return title if len(title := f"{act} {ref}") <= TITLE else ref


def as_seen_now(talk: Talk, command: Command, ticket: Ticket) -> Command:
    """A form to staff is about the ticket as it stands when it opens, or as a card showed it."""
    fresh = command.seen is None and talk.actor.is_staff
    return replace(command, seen=ticket.revision) if fresh else command


def says_again(talk: Talk, command: Command) -> str:
    """The command without what the form is going to ask for."""
    parts = [command.verb]
    if command.number is not None or talk.number is not None:
        parts.append(ref_of(talk.uow, talk.ticket(command)))
    if command.seen is not None:
        parts.append(f"r{command.seen}")
    return " ".join(parts)


async def begun_text(talk: Talk, command: Command) -> str:
    """What the text field begins with: what was typed, or a text that was kept."""
    kept = command.options.get("draft")
    if kept and not command.text:
        return (await kept_draft(talk.uow, talk.actor, kept)).get("text", "")
    return command.text


def is_complete(command: Command) -> bool:
    """Whether a text came along, or one that was kept is to be used as it is."""
    return bool(command.text) or "held" in command.options


async def text_form(
    talk: Talk, command: Command, title: str, label: str, submit: str, *, required: bool = True
) -> Form:
    """A form with one long text, about one ticket."""
    field = FormField(
        name="text",
        label=label,
        kind=FieldKind.LONG,
        required=required,
        value=await begun_text(talk, command),
    )
    return Form(
        title=title_of(talk, command, title),
        says=says_again(talk, command),
        submit=submit,
        fields=(field,),
    )


async def reply_form(talk: Talk, command: Command) -> Form | None:
    """Asks for the reply, unless it was typed already."""
    if is_complete(command) or command.options.keys() & {"again", "fetch", NOTE, UNDO, SEND_NOW}:
        return None
    ticket = await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.REPLY)
    customer = await talk.uow.session.get(Person, ticket.requester_id)
    name = customer.name if customer and talk.actor.is_staff else "support"
    command = as_seen_now(talk, command, ticket)
    form = await text_form(talk, command, "Reply to", f"To {name[:20]}", "Send reply")
    intro = f"{name} will see this." if talk.actor.is_staff else "Support will see this."
    if talk.actor.is_staff:
        intro += await told_of_others(talk, command)
    says = form.says
    if count := len(await files_of_draft(talk, command)):
        intro += f" {count} file{'s go' if count > 1 else ' goes'} with it."
        says += f" draft:{command.options['draft']}"
    return form.model_copy(update={"intro": intro, "says": says})


async def files_of_draft(talk: Talk, command: Command) -> list[str]:
    """The files that go with a text that was kept."""
    kept = command.options.get("draft")
    values = await kept_draft(talk.uow, talk.actor, kept) if kept else {}
    return values.get(FILES, "").split()


async def note_form(talk: Talk, command: Command) -> Form | None:
    """Asks for the note, unless it was typed already."""
    if is_complete(command):
        return None
    await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.NOTE)
    form = await text_form(talk, command, "Note on", "Note", "Save note")
    return form.model_copy(update={"intro": "Only staff will see this."})


async def resolve_form(talk: Talk, command: Command) -> Form | None:
    """Asks staff for a closing message, which may be left empty. Customers just confirm."""
    if is_complete(command) or not talk.actor.is_staff or talk.incoming.kind == "command":
        return None
    ticket = await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.RESOLVE)
    command = as_seen_now(talk, command, ticket)
    form = await text_form(talk, command, "Resolve", "Closing message", "Resolve", required=False)
    return form.model_copy(update={"intro": "The customer is told that this is solved."})


async def people_and_teams(talk: Talk) -> tuple[Option, ...]:
    """To whom a ticket may be given: oneself, active staff, teams."""
    people = await talk.uow.session.scalars(
        select(Person)
        .where(Person.role.in_([r.value for r in STAFF]), Person.status == "active")
        .where(Person.joined_into_id.is_(None), Person.id != talk.actor.person_id)
        .order_by(Person.name)
        .limit(MOST_OPTIONS // 2)
    )
    options = [Option(label="Me", says="me"), *await named(talk, people.all())]
    teams = (await catalogue(talk.uow)).teams.values()
    options += [Option(label=f"Team {t.name}", says=t.name) for t in teams]
    return tuple(options[:MOST_OPTIONS])


async def assign_form(talk: Talk, command: Command) -> Form | None:
    """Asks to whom, unless it was said."""
    if command.options.get("to") or command.text:
        return None
    await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.ASSIGN)
    to = FormField(
        name="to",
        label="To",
        kind=FieldKind.SELECT,
        options=await people_and_teams(talk),
        finder=OWNERS,
    )
    reason = FormField(name="reason", label="Reason", kind=FieldKind.LONG, required=False)
    says = says_again(talk, command)
    title = title_of(talk, command, "Assign")
    return Form(title=title, says=says, submit="Assign", fields=(to, reason))


def select_form(
    talk: Talk, command: Command, title: str, options: tuple[Option, ...], value: str
) -> Form:
    """A form with one closed list and a reason."""
    choice = FormField(
        name="text", label=title, kind=FieldKind.SELECT, options=options, value=value
    )
    reason = FormField(name="reason", label="Reason", required=False)
    return Form(
        title=title_of(talk, command, f"{title} of"),
        says=says_again(talk, command),
        submit="Change",
        fields=(choice, reason),
    )


async def status_form(talk: Talk, command: Command) -> Form | None:
    """Asks for the status, unless it was said."""
    if command.text:
        return None
    ticket = await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.EDIT)
    words = await catalogue(talk.uow)
    shown = [s for s in words.statuses.values() if not s.hidden and s.base is not Base.NEW]
    options = tuple(Option(label=s.name, says=s.name) for s in shown)
    return select_form(talk, command, "Status", options, words.statuses[ticket.status_id].name)


async def priority_form(talk: Talk, command: Command) -> Form | None:
    """Asks for the priority, unless it was said."""
    if command.text:
        return None
    ticket = await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.EDIT)
    return select_form(talk, command, "Priority", priority_options(), ticket.priority)


async def check_text(talk: Talk, command: Command) -> None:
    """Refuse an empty or endless text."""
    checked_text(command.text)


def to_field_errors(error: Exception) -> dict[str, str]:
    """Which field is wrong and why, from any of our refusals."""
    if isinstance(error, ValidationError):
        return {str(e["loc"][0] if e["loc"] else "text"): _plain(e["msg"]) for e in error.errors()}
    if isinstance(error, Invalid):
        field = error.details["field"]
        if field.startswith(PREFIX):
            field = FIELD + field.removeprefix(PREFIX)
        return {field: error.details["problem"]}
    return {}


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")


def given(options: dict[str, str], *names: str) -> dict[str, Any]:
    """Those of the options that were filled in."""
    return {name: options[name] for name in names if options.get(name)}
