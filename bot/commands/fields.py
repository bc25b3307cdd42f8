"""``set``, ``status`` and ``priority``: what the ticket says of itself."""

from typing import Any

from bot.cards import FieldKind, Form, FormField
from bot.forms import category_options, given, says_again
from bot.grammar.command import Command
from bot.grammar.times import to_moment
from bot.talk import Answer, Talk
from core.access.permissions import Permission
from core.errors import Invalid
from core.tickets.catalogue import catalogue
from core.tickets.editing import TicketEdit, edit, set_priority
from core.tickets.queries import get_ticket
from core.tickets.resolving import set_status
from core.tickets.rules import parse_priority
from core.tickets.tagging import normal_tag, parse_tags, tags_of

SET_OPTIONS = ("subject", "status", "priority", "category", "tags", "due", "reason")
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


async def run_set(talk: Talk, command: Command) -> Answer:
    """Change several fields at once."""
    number = talk.ticket(command)
    await edit(talk.uow, talk.actor, number, await to_edit(talk, command), seen=command.seen)
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
    if not values:
        names = ", ".join(f"{name}:" for name in SET_OPTIONS)
        raise Invalid(field="set", problem=f"say what to change: {names}")
    return TicketEdit(**values)


async def set_form(talk: Talk, command: Command) -> Form | None:
    """Asks for subject, category, tags and due date, filled in as they are."""
    if any(command.options.get(name) for name in SET_OPTIONS):
        return None
    ticket = await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.EDIT)
    words = await catalogue(talk.uow)
    tags = await tags_of(talk.uow, ticket)
    category = ticket.subcategory_id or ticket.category_id
    fields = (
        FormField(name="subject", label="Subject", value=ticket.subject, max_length=200),
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
        ),
        FormField(
            name="due", label="Due date", hint="2h, mon 9am, 2026-01-31 or none", required=False
        ),
    )
    says = says_again(talk, command)
    return Form(title="Details", says=says, submit="Save", fields=fields)


async def check_set(talk: Talk, command: Command) -> None:
    """Refuse values that could not be kept."""
    await to_edit(talk, command)
