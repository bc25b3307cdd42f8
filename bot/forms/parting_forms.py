"""Forms of splitting, handing on and gathering: each is a look at what is about to be done."""

from dataclasses import replace

from bot.cards import FieldKind, Form, FormField, Option
from bot.commands.parting import ASK, CUSTOMER, NEW, SPLIT, SUBJECT, UNDER, WITH
from bot.forms.forms import as_seen_now, says_again, title_of
from bot.forms.relation_forms import OUT_OF_IT, merge_form
from bot.forms.suggesting import PEOPLE
from bot.grammar.command import Command
from bot.grammar.parse import to_number
from bot.showing.parting_cards import split_label
from bot.talk import Talk
from core.access.permissions import Permission
from core.conversation.audience import Audience
from core.conversation.drafts import kept_draft
from core.errors import Invalid
from core.tickets.reading.history import list_messages
from core.tickets.reading.queries import get_ticket
from core.tickets.reading.similar import similar_tickets
from core.tickets.reading.views import TicketView, view_ticket
from core.tickets.relations.gathering import MOST
from core.tickets.rules import DONE, SUBJECT_LENGTH

SHOWN = 25
"""Messages that are offered, the latest: on the platform that takes the fewest choices."""
LISTED = 10


async def form_of_merge(talk: Talk, command: Command) -> Form | None:
    """The form that is asked for, or that an incomplete command needs."""
    command = await _as_tried(talk, command)
    said = command.options
    if said.get(SPLIT) == ASK:
        return await _split_form(talk, command)
    if CUSTOMER in said:
        undoes = said[CUSTOMER].casefold() in OUT_OF_IT
        return None if undoes or said.get(SUBJECT) else await _move_form(talk, command)
    if UNDER in said:
        complete = said[UNDER].casefold() in OUT_OF_IT or to_number(said[UNDER]) is not None
        given = said[UNDER] == NEW and said.get(WITH) and said.get(SUBJECT)
        return None if complete or given else await _gather_form(talk, command)
    return None if SPLIT in said else await merge_form(talk, command)


async def _as_tried(talk: Talk, command: Command) -> Command:
    """The command with the option that says which of the forms is meant, where it was tried
    before and refused."""
    kept = command.options.get("draft")
    if not kept:
        return command
    tried = await kept_draft(talk.uow, talk.actor, kept)
    which = {name: tried[name] for name in (CUSTOMER, UNDER) if name in tried}
    return replace(command, options=command.options | which)


def _subject(value: str, hint: str = "") -> FormField:
    return FormField(
        name=SUBJECT, label="Subject", value=value, hint=hint, max_length=SUBJECT_LENGTH
    )


async def _split_form(talk: Talk, command: Command) -> Form:
    """From which message on. The first one cannot be chosen: something must stay."""
    number = talk.ticket(command)
    ticket = await get_ticket(talk.uow, talk.actor, number, Permission.MERGE)
    said = await list_messages(talk.uow, talk.actor, number)
    public = [one for one in said if one.audience == Audience.PUBLIC.value][1:]
    if not public:
        raise Invalid(field=SPLIT, problem="there is only one message: nothing would be left")
    options = tuple(
        Option(label=split_label(one.author, one.body, one.created_at), says=str(one.id))
        for one in public[-SHOWN:]
    )
    begin = FormField(
        name=SPLIT, label="From this message on", kind=FieldKind.SELECT, options=options
    )
    subject = _subject("", "Empty: its first line").model_copy(update={"required": False})
    command = as_seen_now(talk, command, ticket)
    return Form(
        title=title_of(talk, command, "Split"),
        says=says_again(talk, command),
        submit="Split",
        fields=(begin, subject),
        intro="It goes on as a ticket of its own, of the same customer. You can undo this for "
        "24 hours.",
    )


async def _move_form(talk: Talk, command: Command) -> Form:
    number = talk.ticket(command)
    ticket = await get_ticket(talk.uow, talk.actor, number, Permission.MERGE)
    said = command.options[CUSTOMER]
    customer = FormField(
        name=CUSTOMER,
        label="To whom",
        hint="Email address or name",
        value="" if said == ASK else said,
        max_length=254,
        finder=PEOPLE,
    )
    view = await view_ticket(talk.uow, talk.actor, number)
    command = as_seen_now(talk, command, ticket)
    return Form(
        title=title_of(talk, command, "Hand on"),
        says=f"{says_again(talk, command)} {CUSTOMER}:{ASK}",
        submit="Hand on",
        fields=(customer, _subject(view.subject, "The new customer reads it")),
        intro=f"From {view.requester.name}, who neither sees it any more nor hears of it. The new "
        "customer reads what is said from now on, and the fields: have a look at them. You can "
        "undo this for 24 hours.",
    )


async def _gather_form(talk: Talk, command: Command) -> Form:
    """What would be gathered, each by its subject; who sends it takes out what does not belong."""
    number = talk.ticket(command)
    await get_ticket(talk.uow, talk.actor, number, Permission.MERGE)
    view = await view_ticket(talk.uow, talk.actor, number)
    others = await _alike(talk, view)
    parent = next((one for one in others if one.gathers_since is not None), None)
    if parent is not None:
        return _add_form(talk, command, view, parent)
    shown = [view, *others]
    listed = "\n".join(f"{one.ref} {one.subject}" for one in shown[:LISTED])
    with_ = FormField(
        name=WITH,
        label="Tickets",
        kind=FieldKind.LONG,
        value=command.options.get(WITH) or ", ".join(one.ref for one in shown),
        hint=f"Take out what does not belong; at most {MOST}",
    )
    under = FormField(
        name=UNDER,
        label="Under",
        kind=FieldKind.SELECT,
        options=(Option(label="A new ticket", says=NEW),),
        value=NEW,
    )
    return Form(
        title=title_of(talk, command, "Gather"),
        says=f"{says_again(talk, replace(command, seen=None))} {UNDER}:{ASK}",
        submit="Gather",
        fields=(with_, _subject(command.options.get(SUBJECT) or view.subject), under),
        intro=f"{listed}\n\nOne reply on the new ticket is said to each customer in their own "
        "place; none of them learns of another.",
    )


def _add_form(talk: Talk, command: Command, view: TicketView, parent: TicketView) -> Form:
    under = FormField(
        name=UNDER,
        label="Under",
        kind=FieldKind.SELECT,
        options=(Option(label=f"{parent.ref} {parent.subject}"[:75], says=parent.ref),),
        value=parent.ref,
    )
    return Form(
        title=title_of(talk, command, "Gather"),
        says=f"{says_again(talk, replace(command, seen=None))} {UNDER}:{ASK}",
        submit="Add",
        fields=(under,),
        intro=f"{view.ref} {view.subject}\n\nWhat is replied on {parent.ref} from now on is said "
        "to this customer, too.",
    )


async def _alike(talk: Talk, view: TicketView) -> list[TicketView]:
    """What was suggested, as far as it still stands; else the open tickets most like it."""
    found = []
    for ref in view.alike:
        number = to_number(ref)
        other = await view_ticket(talk.uow, talk.actor, number) if number else None
        if other is not None and other.base not in DONE and other.gathered_into_id is None:
            found.append(other)
    if found:
        return found
    near = await similar_tickets(talk.uow, talk.actor, view.number, LISTED)
    views = [one.view for one in near]
    return [
        one
        for one in views
        if one.base not in DONE and one.gathered_into_id is None and one.gathers_since is None
    ]
