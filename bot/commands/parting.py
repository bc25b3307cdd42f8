"""``merge``: into another ticket; and its siblings, that split one, hand it on, or gather many.

``into:``, ``split:``, ``customer:`` and ``under:`` each say what is done, and ``none`` undoes it.
"""

from uuid import UUID

from bot.cards import Button, Text
from bot.commands import relating
from bot.forms.relation_forms import OUT_OF_IT
from bot.grammar.command import Command
from bot.grammar.parse import to_number
from bot.showing.card_parts import form_offer
from bot.showing.parting_cards import undo_move_button, undo_split_button
from bot.talk import Answer, Talk
from core.conversation.refs import message_at
from core.errors import Invalid, NotFound
from core.ids import to_id
from core.people.models import Person
from core.tickets.configuration.customers import check_customer
from core.tickets.reading.queries import ref_of
from core.tickets.relations.gathering import gather, gather_under, let_go
from core.tickets.relations.moving import move, unmove
from core.tickets.relations.splitting import split, unsplit

SPLIT, CUSTOMER, UNDER, WITH, SUBJECT = "split", "customer", "under", "with", "subject"
THIS, ASK, NEW = "this", "ask", "new"


async def run_merge(talk: Talk, command: Command) -> Answer:
    """Put tickets together, take one apart, or give it to another customer."""
    asked = next((name for name in (SPLIT, CUSTOMER) if command.options.get(name) == ASK), None)
    if asked is not None:
        says = f"merge {ref_of(talk.uow, talk.ticket(command))} {asked}:{ASK}"
        return Answer(private=Text(text="Choose it in the form.", buttons=(form_offer(says),)))
    if SPLIT in command.options:
        return await _split(talk, command)
    if CUSTOMER in command.options:
        return await _move(talk, command)
    if UNDER in command.options:
        return await _gather(talk, command)
    return await relating.merge_one(talk, command)


async def check_merge(talk: Talk, command: Command) -> None:
    """Refuse what could not be done, before it is accepted."""
    said = command.options
    if SPLIT in said:
        return
    if CUSTOMER in said:
        if not said[CUSTOMER].strip():
            raise Invalid(field=CUSTOMER, problem="say to whom")
        if not said.get(SUBJECT):
            raise Invalid(field=SUBJECT, problem="say the subject that the new customer sees")
        await check_customer(talk.uow, talk.actor, said[CUSTOMER])
    elif UNDER in said:
        _numbers(talk, command)
    else:
        await relating.check_merge_one(talk, command)


async def _split(talk: Talk, command: Command) -> Answer:
    said = command.options[SPLIT]
    number = talk.ticket(command)
    ref = ref_of(talk.uow, number)
    if said.casefold() in OUT_OF_IT:
        home = ref_of(talk.uow, (await unsplit(talk.uow, talk.actor, number)).number)
        text = f"What **{ref}** had taken over stands on **{home}** again, and goes on there."
        return Answer(private=Text(text=text, buttons=(_show(home),)))
    first = await _message(talk) if said == THIS else to_id(said, "that message")
    subject = command.options.get(SUBJECT, "")
    fresh = await split(talk.uow, talk.actor, number, first, subject=subject, seen=command.seen)
    name = ref_of(talk.uow, fresh.number)
    text = f"What was said on **{ref}** from there on is **{name}** now: {fresh.subject}"
    return Answer(private=Text(text=text, buttons=(undo_split_button(name), _show(name))))


async def _message(talk: Talk) -> UUID:
    """The message that a shortcut was chosen for."""
    spot, stamp = talk.incoming.spot, talk.incoming.stamp or ""
    found = await message_at(talk.uow, spot.platform, spot.workspace, spot.channel, stamp)
    if found is None:
        raise NotFound(ref="that message")
    return found.id


async def _move(talk: Talk, command: Command) -> Answer:
    said, number = command.options[CUSTOMER], talk.ticket(command)
    ref = ref_of(talk.uow, number)
    if said.casefold() in OUT_OF_IT:
        ticket = await unmove(talk.uow, talk.actor, number)
        name = await _name(talk, ticket.requester_id)
        return Answer(private=Text(text=f"**{ref}** is {name}'s again."))
    subject = command.options.get(SUBJECT, "")
    ticket = await move(talk.uow, talk.actor, number, said, subject, seen=command.seen)
    name = await _name(talk, ticket.requester_id)
    text = (
        f"**{ref}** is {name}'s now. {name} reads what is said from now on; the former customer "
        "neither sees it any more nor hears of it."
    )
    return Answer(private=Text(text=text, buttons=(undo_move_button(ref), _show(ref))))


async def _name(talk: Talk, person_id: UUID) -> str:
    person = await talk.uow.session.get(Person, person_id)
    return person.name if person else "the customer"


async def _gather(talk: Talk, command: Command) -> Answer:
    said, number = command.options[UNDER].casefold(), talk.ticket(command)
    if said in OUT_OF_IT:
        gone = await let_go(talk.uow, talk.actor, number)
        names = ", ".join(f"**{ref_of(talk.uow, one.number)}**" for one in gone) or "Nothing"
        ends = "go on by themselves" if len(gone) > 1 else "goes on by itself"
        return Answer(private=Text(text=f"{names} {ends} again."))
    under = to_number(said)
    if under is not None:
        parent = await gather_under(talk.uow, talk.actor, number, under)
    else:
        subject = command.options.get(SUBJECT, "")
        parent = await gather(talk.uow, talk.actor, _numbers(talk, command), subject)
    name = ref_of(talk.uow, parent.number)
    text = (
        f"Gathered under **{name}**. What you reply there is said to each customer in their own "
        f"place, notes stay among staff, and resolving it resolves all."
    )
    buttons = (_show(name), Button(label="Dissolve", says=f"merge {name} under:none"))
    return Answer(private=Text(text=text, buttons=buttons))


def _numbers(talk: Talk, command: Command) -> list[int]:
    """The tickets that are meant: those of ``with:``, which a form lists whole; else that of
    the command, too."""
    words = command.options.get(WITH, "").replace(",", " ").split()
    numbers = [to_number(word) for word in words]
    if to_number(command.options[UNDER]) is None and None in numbers:
        raise Invalid(field=WITH, problem="say the tickets' numbers: 1043, 1044")
    own = [] if talk.incoming.kind == "form" else [talk.ticket(command)]
    return [*own, *(number for number in numbers if number is not None)]


def _show(ref: str) -> Button:
    return Button(label=f"Show {ref}", says=f"show {ref}")
