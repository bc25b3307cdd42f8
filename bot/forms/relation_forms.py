"""Forms of merging, escalating and snoozing."""

from bot.cards import FieldKind, Form, FormField, Option
from bot.commands import fields
from bot.forms.forms import (
    begun_text,
    is_complete,
    people_and_teams,
    priority_options,
    says_again,
    text_form,
    title_of,
)
from bot.forms.suggesting import OWNERS, TICKETS
from bot.grammar.command import Command
from bot.talk import Talk
from core.access.permissions import Permission
from core.tickets.escalating import escalation_team, raised
from core.tickets.reading.queries import get_ticket
from core.tickets.relations.linking import related

OUT_OF_IT = frozenset({"none", "nothing", "-"})
RAISE, REASSIGN, QUEUE = "priority", "reassign", "queue"


async def merge_form(talk: Talk, command: Command) -> Form | None:
    """Asks into which ticket, unless it was said."""
    if command.options.get("into") or command.text:
        return None
    number = talk.ticket(command)
    await get_ticket(talk.uow, talk.actor, number, Permission.MERGE)
    linked = await related(talk.uow, talk.actor, number)
    hint = ", ".join(other.ref for other in linked[:5])
    into = FormField(
        name="into",
        label="Into which ticket",
        hint=f"Linked: {hint}" if hint else "Its number, for example 1042",
        max_length=20,
        finder=TICKETS,
    )
    return Form(
        title=title_of(talk, command, "Merge"),
        says=says_again(talk, command),
        submit="Merge",
        fields=(into,),
        intro="It goes on there. You can undo this for 24 hours.",
    )


async def escalate_form(talk: Talk, command: Command) -> Form | None:
    """Asks why and how, unless a reason was typed; customers only why."""
    if is_complete(command) or command.options.get("reason"):
        return None
    number = talk.ticket(command)
    ticket = await get_ticket(talk.uow, talk.actor, number, Permission.ESCALATE)
    if not talk.actor.is_staff:
        form = await text_form(talk, command, "Escalate", "Why", "Ask")
        return form.model_copy(update={"intro": "The team is asked to look again."})
    options = [Option(label="Raise the priority", says=RAISE)]
    options.append(Option(label="Give it to somebody else", says=REASSIGN))
    queue = await escalation_team(talk.uow)
    if queue is not None:
        options.append(Option(label=f"Escalation queue: {queue.name}"[:75], says=QUEUE))
    asked = (
        FormField(
            name="reason",
            label="Reason",
            kind=FieldKind.LONG,
            hint="Whoever gets it reads this; the customer does not",
            value=await begun_text(talk, command),
        ),
        FormField(
            name="how",
            label="How",
            kind=FieldKind.SELECT,
            options=tuple(options),
            value=command.options.get("how", QUEUE if queue else RAISE),
        ),
        FormField(
            name="priority",
            label="New priority",
            kind=FieldKind.SELECT,
            required=False,
            options=priority_options(),
            value=command.options.get("priority") or raised(ticket.priority) or ticket.priority,
        ),
        FormField(
            name="to",
            label="To",
            kind=FieldKind.SELECT,
            required=False,
            options=await people_and_teams(talk),
            finder=OWNERS,
        ),
    )
    return Form(
        title=title_of(talk, command, "Escalate"),
        says=says_again(talk, command),
        submit="Escalate",
        fields=asked,
    )


async def snooze_form(talk: Talk, command: Command) -> Form | None:
    """Asks until when, unless it was said."""
    if command.options.get("until") or command.text:
        return None
    await get_ticket(talk.uow, talk.actor, talk.ticket(command), Permission.EDIT)
    until = FormField(
        name="until",
        label="Until",
        hint="3h, tomorrow 9:00, monday or 2026-01-31",
        value="tomorrow 9:00",
        max_length=40,
    )
    return Form(
        title=title_of(talk, command, "Snooze"),
        says=says_again(talk, command),
        submit="Snooze",
        fields=(until,),
        intro="It comes back then, or when the customer writes. Targets go on counting.",
    )


async def set_form(talk: Talk, command: Command) -> Form | None:
    """The form of ``set``; linking and following need none."""
    if any(command.options.get(name) for name in ("related", "follow", "lines")):
        return None
    return await fields.set_form(talk, command)
