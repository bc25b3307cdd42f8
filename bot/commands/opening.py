"""``new``: open a ticket."""

from uuid import UUID

from bot.cards import FieldKind, Form, FormField, Text
from bot.commands.opening_places import customers_place
from bot.forms.field_inputs import asks_for_more, field_inputs, fields_in, fields_of, with_more
from bot.forms.forms import (
    begun_text,
    category_options,
    given,
    is_complete,
    priority_options,
)
from bot.forms.suggesting import customer_field
from bot.grammar.command import Command
from bot.receiving.bringing import bring_files, told_of_missing, with_told
from bot.receiving.unread import as_heard
from bot.shortcuts import FROM_MESSAGE, PRIVATELY
from bot.showing.customer_cards import customer_card
from bot.showing.texts import beginning
from bot.showing.ticket_cards import staff_card
from bot.talk import NOTHING, Answer, Talk
from core.access.permissions import Permission, require
from core.assistant.asking import (
    asked_alone,
    asked_before,
    became_ticket,
    ticket_of_question,
)
from core.conversation.audience import Audience
from core.conversation.drafts import kept_draft
from core.conversation.models import Place
from core.conversation.places import CUSTOMER
from core.conversation.refs import MESSAGE, keep_ref
from core.errors import Invalid
from core.ids import to_id
from core.tickets.announcements.serving import staff_channels
from core.tickets.configuration.catalogue import Catalogue, catalogue
from core.tickets.configuration.customers import check_customer
from core.tickets.configuration.field_rules import FieldWord
from core.tickets.configuration.fields import check_fields
from core.tickets.configuration.tagging import parse_tags
from core.tickets.messages import opening_of
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft, check_required, open_ticket
from core.tickets.reading.queries import number_of, ref_of
from core.tickets.reading.views import view_ticket
from core.tickets.rules import SUBJECT_LENGTH, parse_priority

SHORT_SUBJECT = 80


async def run_new(talk: Talk, command: Command) -> Answer:
    """Open a ticket from what was typed, filled in, or asked before."""
    before = await _opened_before(talk, command)
    if before is not None:
        ref = ref_of(talk.uow, before)
        return Answer(private=Text(text=f"There is a ticket for this already: **{ref}**."))
    draft = await to_draft(talk, command)
    place = await customers_place(talk, command, draft)
    bundle = await bring_files(talk, thread=talk.thread)
    place_id = place.id if place else None
    ticket = await open_ticket(talk.uow, talk.actor, draft, place_id=place_id, thread=talk.thread)
    if command.options.get("ask"):
        await _keep_question(talk, place, _asked(command), ticket)
    told = await told_of_missing(talk, bundle, ticket.number, Audience.PUBLIC)
    return with_told(await _answer(talk, place, ticket), told)


async def _keep_question(talk: Talk, place: Place | None, ask_id: UUID, ticket: Ticket) -> None:
    """The question became the ticket; the message that asked it is the ticket's first one, so
    what its author changes there counts, unless several questions make up the ticket."""
    root = talk.incoming.spot.thread
    if place is not None and root and await asked_alone(talk.uow, talk.actor, ask_id):
        first = await opening_of(talk.uow, ticket.id)
        if first is not None:
            await keep_ref(talk.uow, place.id, MESSAGE, root, first)
    await became_ticket(talk.uow, talk.actor, ask_id, ticket.id)


async def _answer(talk: Talk, place: Place | None, ticket: Ticket) -> Answer:
    if place is not None and not place.channel:
        return Answer(begun=place.id)
    if place is not None or (talk.incoming.direct and not talk.actor.is_staff):
        return NOTHING  # the ticket's card is on its way to this very place
    if await _is_announced_here(talk, ticket):
        told = Text(text=f"You opened **{ref_of(talk.uow, ticket.number)}**.")
        return Answer(private=told) if talk.incoming.spot.thread else NOTHING
    view = await view_ticket(talk.uow, talk.actor, ticket.number)
    if talk.actor.is_staff:
        return Answer(private=staff_card(view, talk.uow.now))
    card = customer_card(view, talk.uow.now)
    heard = as_heard(card, view, talk.platform, talk.address, direct=talk.incoming.direct)
    return Answer(private=heard)


async def _is_announced_here(talk: Talk, ticket: Ticket) -> bool:
    """Whether its card appears in the channel in which it was opened."""
    spot = talk.incoming.spot
    here = (spot.platform, spot.workspace, spot.channel)
    channels = await staff_channels(talk.uow, ticket)
    return any((c.platform, c.workspace, c.channel) == here for c in channels)


async def _opened_before(talk: Talk, command: Command) -> int | None:
    """The number of the ticket that this button has opened before."""
    if not command.options.get("ask"):
        return None
    if talk.place is not None and talk.place.role == CUSTOMER and talk.number is not None:
        return talk.number  # an agent made a ticket of the same thread meanwhile
    ticket_id = await ticket_of_question(talk.uow, talk.actor, _asked(command))
    return await number_of(talk.uow, ticket_id) if ticket_id else None


def _asked(command: Command) -> UUID:
    return to_id(command.options["ask"], "that question")


async def to_draft(talk: Talk, command: Command) -> TicketDraft:
    """The draft that is meant. Raises pydantic's or our own error naming the field."""
    options = command.options
    values = given(
        options, "subject", "description", "priority", "category", "customer", "team", "source"
    )
    if options.get("tags"):
        values["tags"] = parse_tags(options["tags"])[0]
    if options.get("ask"):
        question = await asked_before(talk.uow, talk.actor, _asked(command))
        values.setdefault("description", question)
        values.setdefault("subject", subject_of(question))
    values["custom_fields"] = fields_in(options)
    text = await begun_text(talk, command)
    if text:
        values.setdefault("subject", subject_of(text))
        values.setdefault("description", text)
    return TicketDraft(**{"subject": "", **values})


def subject_of(text: str) -> str:
    """A subject from what somebody wrote: its first line, cut at a word."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return beginning(line, SHORT_SUBJECT)


async def new_form(talk: Talk, command: Command) -> Form | None:
    """Asks what it is about, unless that was said."""
    if is_complete(command) or command.options.get("subject"):
        return None
    require(talk.actor, Permission.OPEN)
    words, said = await catalogue(talk.uow), command.options
    kept = await kept_draft(talk.uow, talk.actor, said["draft"]) if said.get("draft") else {}
    category_id = _category_of(said, words) or _kept_category(kept, words)
    asked = await fields_of(talk, category_id)
    if said.get("ask") and (talk.actor.is_staff or not _must_be_asked(asked)):
        return None
    question = await asked_before(talk.uow, talk.actor, _asked(command)) if "ask" in said else ""
    if not talk.actor.is_staff:
        said = {name: value for name, value in said.items() if name != "customer"}
    fields = [
        FormField(
            name="subject", label="Subject", value=subject_of(question), max_length=SUBJECT_LENGTH
        ),
        FormField(
            name="description",
            label="What happened?",
            kind=FieldKind.LONG,
            value=said.get("description") or question or await begun_text(talk, command),
        ),
        FormField(
            name="category",
            label="Category",
            kind=FieldKind.SELECT,
            required=False,
            options=category_options(words),
            value=str(category_id or ""),
        ),
    ]
    if talk.actor.is_staff:
        fields += [
            FormField(
                name="priority",
                label="Priority",
                kind=FieldKind.SELECT,
                options=priority_options(),
                value=parse_priority(said.get("priority") or "medium"),
            ),
            await customer_field(talk, said.get("customer", "")),
        ]
    fields += await field_inputs(talk, asked, fields_in(said))
    unasked = {*TicketDraft.model_fields, "ask", FROM_MESSAGE, PRIVATELY} - {f.name for f in fields}
    says = Command("new", options=given({**kept, **said}, *sorted(unasked))).says()
    return Form(title="New ticket", says=says, submit="Open ticket", fields=tuple(fields))


def _category_of(said: dict[str, str], words: Catalogue) -> UUID | None:
    """The category that was said, if there is one of that name."""
    return words.category_named(said["category"]).id if said.get("category") else None


def _kept_category(kept: dict[str, str], words: Catalogue) -> UUID | None:
    """The category of what was tried before; it may be the very thing that was wrong."""
    try:
        return _category_of(kept, words)
    except Invalid:
        return None


def _must_be_asked(fields: tuple[FieldWord, ...]) -> bool:
    return any(field.required_for_customers for field in fields)


async def grow_new(talk: Talk, command: Command, wrong: bool) -> Form | None:
    """The form with the fields of the category that was chosen in it."""
    words = await catalogue(talk.uow)
    category_id = _category_of(command.options, words)
    more = await asks_for_more(talk, command, category_id)
    if not more and not (wrong and category_id):
        return None
    names = (*sorted(TicketDraft.model_fields.keys() - {"subject"}), "ask", FROM_MESSAGE, PRIVATELY)
    kept = given(command.options, *names)
    form = await new_form(talk, Command("new", options=kept))
    name = words.categories[category_id].name if category_id else "New"
    return with_more(form, name) if form and more else form


async def check_new(talk: Talk, command: Command) -> None:
    """Refuse what could not become a ticket, before it is accepted."""
    draft = await to_draft(talk, command)
    category = check_required(draft, (await catalogue(talk.uow)))
    category_id = category.id if category else None
    await check_fields(talk.uow, talk.actor, category_id, draft.custom_fields, opening=True)
    if draft.customer:
        await check_customer(talk.uow, talk.actor, draft.customer)
