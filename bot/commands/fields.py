"""``set``, ``status`` and ``priority``: what the ticket says of itself."""

from typing import Any
from uuid import UUID

from bot.cards import FieldKind, Form, FormField
from bot.forms.field_inputs import asks_for_more, field_inputs, fields_in, fields_of, with_more
from bot.forms.forms import category_options, given, says_again, title_of
from bot.forms.suggesting import TAGS
from bot.grammar.command import Command
from bot.grammar.times import to_moment
from bot.talk import Answer, Talk
from core.access.permissions import Permission
from core.errors import Invalid
from core.tickets.configuration.catalogue import catalogue
from core.tickets.configuration.fields import category_of, check_fields
from core.tickets.configuration.tagging import normal_tag, parse_tags, tags_of
from core.tickets.editing import TicketEdit, edit, set_priority
from core.tickets.models import Ticket
from core.tickets.reading.queries import get_ticket
from core.tickets.resolving import set_status
from core.tickets.rules import SUBJECT_LENGTH, parse_priority

SET_OPTIONS = ("subject", "status", "priority", "category", "tags", "due", "field", "reason")
_NONE = {"none", "-"}


async def run_status(talk: Talk, command: Command) -> Answer:
    """Move the ticket to the named status."""
    number = talk.ticket(command)
    reason = command.options.get("reason", "")
    await set_status(talk.uow, talk.actor, number, command.text, reason=reason, seen=command.seen)
    return talk.done(number, f"{command.text.capitalize()}:")


async def run_priority(talk: Talk, command: Command) -> Answer:
    """Say how urgent it is."""
    number = talk.ticket(command)
    reason = command.options.get("reason", "")
    await set_priority(talk.uow, talk.actor, number, command.text, reason=reason, seen=command.seen)
    return talk.done(number, f"{command.text.capitalize()} priority:")


async def change_fields(talk: Talk, command: Command) -> Answer:
    """Change several fields at once."""
    number = talk.ticket(command)
    wanted = await to_edit(talk, command)
    await edit(talk.uow, talk.actor, number, wanted, seen=command.seen)
    return talk.done(number, "Changed")


async def to_edit(talk: Talk, command: Command) -> TicketEdit:
    """The change that is meant. Raises :class:`Invalid` naming the field."""
    options = command.options
    values: dict[str, Any] = given(options, "subject", "status", "reason")
    if options.get("priority"):
        values["priority"] = parse_priority(options["priority"])
    if options.get("category"):
        said = options["category"]
        values["category"] = None if said.casefold() in _NONE else said
        if values["category"]:
            (await catalogue(talk.uow)).category_named(said)
    if options.get("tags"):
        add, remove = parse_tags(options["tags"])
        values["add_tags"] = [normal_tag(tag) for tag in add]
        values["remove_tags"] = [normal_tag(tag) for tag in remove]
    if options.get("due"):
        said = options["due"]
        due = (
            None if said.casefold() in _NONE else to_moment(said, talk.uow.now, talk.actor.timezone)
        )
        values["due_at"] = due
    if said_fields := fields_in(options):
        values["custom_fields"] = said_fields
    if not values:
        names = ", ".join(f"{name}:" for name in SET_OPTIONS)
        raise Invalid(field="set", problem=f"say what to change: {names}")
    return TicketEdit(**values)


async def set_form(talk: Talk, command: Command) -> Form | None:
    """Asks for subject, category, tags and due date, filled in as they are."""
    if any(command.options.get(name) for name in SET_OPTIONS) or fields_in(command.options):
        return None
    ticket = await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.EDIT)
    return await _details(talk, command, ticket, category_of(ticket))


async def grow_set(talk: Talk, command: Command, wrong: bool) -> Form | None:
    """The form with the fields of the category that was chosen in it."""
    said, words = command.options.get("category", ""), await catalogue(talk.uow)
    if not said or said.casefold() in _NONE or "these" in command.options:
        return None
    ticket = await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.EDIT)
    chosen = words.category_named(said)
    more = await asks_for_more(talk, command, chosen.id)
    if chosen.id == category_of(ticket) or not (more or wrong):
        return None
    form = await _details(talk, command, ticket, chosen.id)
    return with_more(form, chosen.name) if more else form


async def _details(talk: Talk, command: Command, ticket: Ticket, category: UUID | None) -> Form:
    words = await catalogue(talk.uow)
    tags = await tags_of(talk.uow, ticket)
    asked = await field_inputs(talk, await fields_of(talk, category), ticket.custom_fields or {})
    fields = (
        FormField(name="subject", label="Subject", value=ticket.subject, max_length=SUBJECT_LENGTH),
        FormField(
            name="category",
            label="Category",
            kind=FieldKind.SELECT,
            required=False,
            options=category_options(words),
            value=str(category) if category else "",
        ),
        FormField(
            name="tags",
            label="Tags",
            hint=f"Now: {', '.join(tags) or 'none'}. Add vip, remove -spam",
            required=False,
            finder=TAGS,
        ),
        FormField(
            name="due", label="Due date", hint="2h, mon 9am, 2026-01-31 or none", required=False
        ),
        *asked,
    )
    says = says_again(talk, command)
    title = title_of(talk, command, "Details of")
    return Form(title=title, says=says, submit="Save", fields=fields)


async def check_change(talk: Talk, command: Command) -> None:
    """Refuse values that could not be kept."""
    wanted = await to_edit(talk, command)
    if wanted.custom_fields:
        ticket = await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.EDIT)
        words, category_id = await catalogue(talk.uow), category_of(ticket)
        if wanted.category:
            category_id = words.category_named(wanted.category).id
        await check_fields(talk.uow, talk.actor, category_id, wanted.custom_fields)
