"""``list``, ``show``, ``search`` and ``sla``: looking at tickets."""

from dataclasses import replace

from bot.cards import Badge, Button, Card, Fact, Row, Select, Tone
from bot.commands.bulk import THESE, edit_button, tickets_of
from bot.commands.list_filters import OFFERED, TITLES, narrowed
from bot.commands.list_forms import (
    narrowed_in_words,
    order_of,
    settled,
    ways_to_narrow,
    ways_to_sort,
)
from bot.commands.people import run_customer, run_messages
from bot.commands.posting import POST, post_buttons, run_post
from bot.commands.showing import shown_to_staff
from bot.commands.similar import run_similar
from bot.grammar.command import Command
from bot.grammar.parse import first_word
from bot.receiving.unread import as_heard
from bot.sending.boards import BOARD, run_board
from bot.showing.customer_cards import customer_card
from bot.showing.ticket_cards import ticket_row
from bot.talk import Answer, Talk
from core.access.permissions import Permission
from core.knowledge.meaning import meaning_of
from core.sla.ledger import ledger
from core.sla.rules import State
from core.tickets.bulk import MOST, Picked, pick
from core.tickets.reading.history import Entry, history
from core.tickets.reading.listing import Filter, list_tickets
from core.tickets.reading.queries import get_ticket
from core.tickets.reading.recent import SHOWN, look_at
from core.tickets.reading.searching import meant_by, search_tickets
from core.tickets.reading.views import TicketView, view_ticket
from core.tickets.reading.wording import in_words, span

ROWS = 10
RECENT = "recent"


async def run_list(talk: Talk, command: Command) -> Answer:
    """Ten tickets of a view, with a button to go on; or a board of them in this channel."""
    if command.options.get(BOARD):
        return await run_board(talk, command)
    command = await settled(talk, command)
    options = command.options
    view = options.get("view") or first_word(command.text)[0] or "mine"
    wanted = narrowed(command, view, talk.uow.now)
    if options.get(THESE):
        named = await tickets_of(talk, options[THESE])
        wanted = replace(wanted, view="all", these=tuple(one.number for one in named))
    order = order_of(command)
    page = await list_tickets(
        talk.uow,
        talk.actor,
        wanted,
        sort=order,
        cursor=options.get("page"),
        limit=SHOWN if view == RECENT else ROWS,
        count=True,
    )
    rows = tuple(ticket_row(t, talk.uow.now, staff=talk.actor.is_staff) for t in page.tickets)
    buttons: list[Button] = []
    selects: tuple[Select, ...] = ()
    if page.next:
        again = replace(command, text="", options={**options, "view": view, "page": page.next})
        buttons.append(Button(label="More", says=again.says()))
    total = page.total if page.total is not None else len(rows)
    if talk.actor.is_staff:
        picked = [Picked(ticket.number, ticket.revision) for ticket in page.tickets]
        if view != RECENT and (page.next or options.get("page")):
            picked = await pick(talk.uow, talk.actor, wanted, MOST, sort=order)
        buttons += await edit_button(talk, picked, total)
        if view != RECENT and not options.get(THESE):
            buttons += ways_to_narrow(command, view)
            selects = (ways_to_sort(command, view),)
        buttons += [
            Button(label=TITLES[name], says=f"list view:{name}") for name in OFFERED if name != view
        ]
    nothing, ways = ("", ()) if rows else await _empty(talk, command, view)
    if rows and view == "mine" and not talk.actor.is_staff:
        ways = (_ALL_MINE[False],)
    title = "These tickets" if options.get(THESE) else TITLES.get(view, view)
    return Answer(
        private=Card(
            title=title,
            body=" ".join(filter(None, (narrowed_in_words(command), nothing))),
            rows=rows,
            buttons=(*ways, *buttons),
            selects=selects,
            footer=f"{total:,} {'ticket' if total == 1 else 'tickets'}",
        )
    )


async def _empty(talk: Talk, command: Command, view: str) -> tuple[str, tuple[Button, ...]]:
    """What an empty list says, and the way to those of one's tickets that it leaves out."""
    staff = talk.actor.is_staff
    if staff and view != "mine":
        return "Nothing here. Well done.", ()
    own = Filter(assignee=str(talk.actor.person_id) if staff else None)
    if not (await list_tickets(talk.uow, talk.actor, own, limit=1)).tickets:
        return _NONE_AT_ALL[staff], ()
    if narrowed_in_words(command):
        return "No such tickets.", (_ALL_MINE[staff],)
    open_ones = "Nothing of yours is open, or it is snoozed." if staff else "No open tickets."
    return open_ones, (_ALL_MINE[staff],)


_NONE_AT_ALL = {
    True: "Nothing is assigned to you. Try `list unassigned`.",
    False: "You have no tickets yet. Write what is wrong, or say `new`.",
}
_ALL_MINE = {
    True: Button(label="Show all", says="list view:all assignee:me"),
    False: Button(label="Show all", says="list view:all"),
}
"""Both for staff, and for customers."""


async def run_show(talk: Talk, command: Command) -> Answer:
    """The ticket's card, or its history, all messages, or what there is of its customer;
    ``post:here`` shows the card to all who read here."""
    number = talk.ticket(command)
    if POST in command.options:
        return await run_post(talk, number, command.options[POST])
    if command.options.get("view") == "messages":
        return await run_messages(talk, command)
    if command.options.get("view") == "customer":
        return await run_customer(talk, command)
    if command.options.get("view") == "history":
        return Answer(
            private=_history_card(talk, number, await history(talk.uow, talk.actor, number))
        )
    view = await view_ticket(talk.uow, talk.actor, number)
    await look_at(talk.uow, talk.actor, view.id)
    card = customer_card(view, talk.uow.now)
    card = as_heard(card, view, talk.platform, talk.address, direct=talk.incoming.direct)
    further = [Button(label="Earlier messages", says=f"show {view.ref} view:messages")]
    if talk.actor.is_staff:
        card = await shown_to_staff(talk, view)
        further += await post_buttons(talk, view)
    return Answer(private=card.model_copy(update={"buttons": (*card.buttons, *further)}))


def _history_card(talk: Talk, number: int, entries: list[Entry]) -> Card:
    told = [entry for entry in entries if not entry.type.startswith("Clock")]
    rows = tuple(
        Row(
            title=f"{entry.actor} {in_words(entry.type)}",
            detail=_in_detail(entry),
            moment=entry.at,
        )
        for entry in reversed(told[-20:])
    )
    more = len(told) - len(rows)
    return Card(
        title=f"History of {talk.uow.ticket_prefix}-{number}",
        rows=rows,
        footer=f"and {more} earlier" if more else "",
    )


def _in_detail(entry: Entry) -> str:
    changes = [
        f"{name}: {old or 'none'} → {new or 'none'}"
        for name, (old, new) in entry.changes.items()
        if not name.endswith("_at")
    ]
    where = f"on {entry.surface}"
    return " · ".join([*changes, *([f"“{entry.reason}”"] if entry.reason else []), where])


async def run_search(talk: Talk, command: Command) -> Answer:
    """The best tickets for some words, or for another ticket; a number comes first."""
    if "similar" in command.options:
        return await run_similar(talk, command.options["similar"])
    said = command.text
    vector = meaning_of(talk.uow, talk.assistant.embedder, meant_by(said))
    page = await search_tickets(talk.uow, talk.actor, said, limit=ROWS, vector=vector)
    rows = tuple(ticket_row(t, talk.uow.now, staff=talk.actor.is_staff) for t in page.tickets)
    body = "" if rows else f"No ticket that you may see has “{said}”. Try other words."
    return Answer(private=Card(title=f"Tickets with “{said}”"[:140], body=body, rows=rows))


async def run_sla(talk: Talk, command: Command) -> Answer:
    """The ticket's targets; with ``why`` the ledger of what counted."""
    number = talk.ticket(command)
    await get_ticket(talk.uow, talk.actor, number, Permission.HISTORY)
    view = await view_ticket(talk.uow, talk.actor, number)
    rows: tuple[Row, ...] = ()
    if "why" in command.text.casefold().split():
        lines = await ledger(talk.uow, talk.actor, number)
        rows = tuple(Row(title=line.title, detail=line.detail, moment=line.at) for line in lines)
    return Answer(
        private=Card(
            title=f"Targets of {view.ref}",
            facts=tuple(_target(talk, view)),
            rows=rows,
            badges=tuple(_states(view)),
            footer="Counted around the clock, not while Pending.",
        )
    )


def _target(talk: Talk, view: TicketView) -> list[Fact]:
    facts = []
    for clock in view.clocks:
        name = clock.metric.replace("_", " ").capitalize()
        allowed = span(clock.minutes * 60)
        if clock.met_at:
            facts.append(Fact(name=name, value=f"within {allowed}: {span(clock.counted)} used"))
        elif clock.due_at:
            facts.append(Fact(name=name, value=f"within {allowed}, by", moment=clock.due_at))
        else:
            facts.append(Fact(name=name, value=f"within {allowed}: paused"))
    return facts


def _states(view: TicketView) -> list[Badge]:
    tones = {State.BREACHED: Tone.DANGER, State.MET: Tone.GOOD}
    return [
        Badge(
            word=f"{c.metric.replace('_', ' ').capitalize()} {c.state}",
            tone=tones.get(State(c.state), Tone.NEUTRAL),
        )
        for c in view.clocks
    ]
