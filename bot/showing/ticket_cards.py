"""A ticket's card for staff, what is to be seen on it at a glance, and its line in a list."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.cards import Badge, Button, Card, Fact, Option, Row, Select, Tone
from bot.showing.card_parts import (
    field_facts,
    reading_options,
    says_the_same,
    source_name,
    who_replies,
)
from bot.showing.parting_cards import alike_buttons
from bot.showing.relation_cards import (
    merged_card,
    more_options,
    relation_badges,
    relation_facts,
)
from core.sla.rules import Metric, State
from core.tickets.reading.views import ClockView, TicketView
from core.tickets.rules import DONE, Base

BASE_TONES = {
    Base.NEW: Tone.ACCENT,
    Base.OPEN: Tone.ACCENT,
    Base.IN_PROGRESS: Tone.ACCENT,
    Base.PENDING: Tone.NEUTRAL,
    Base.RESOLVED: Tone.GOOD,
    Base.CLOSED: Tone.NEUTRAL,
}
_PRIORITY_TONES = {"critical": Tone.DANGER, "high": Tone.WARNING}


def status_badge(ticket: TicketView) -> Badge:
    """The status in the organisation's own word."""
    return Badge(word=ticket.status, tone=BASE_TONES[ticket.base])


def priority_badge(ticket: TicketView) -> Badge:
    """The priority; urgent ones stand out by word, shape and colour."""
    return Badge(
        word=ticket.priority.capitalize(),
        tone=_PRIORITY_TONES.get(ticket.priority, Tone.NEUTRAL),
    )


def clock_badge(ticket: TicketView, now: datetime) -> Badge | None:
    """How the next promise stands: breached, due soon (the last quarter), half time, paused."""
    clock = next_clock(ticket)
    if ticket.base in DONE:
        return None
    if any(c.state == State.BREACHED and c.met_at is None for c in ticket.clocks):
        return Badge(word="Overdue", tone=Tone.DANGER)
    if clock is None:
        return None
    if clock.state == State.PAUSED:
        return Badge(word="Paused", tone=Tone.NEUTRAL)
    if clock.due_at and clock.due_at - now <= timedelta(minutes=clock.minutes) / 4:
        return Badge(word="Due soon", tone=Tone.WARNING)
    if clock.due_at and clock.due_at - now <= timedelta(minutes=clock.minutes) / 2:
        return Badge(word="Half time", tone=Tone.ACCENT)
    return None


def next_clock(ticket: TicketView) -> ClockView | None:
    """The promise that is to be kept next: the first response, then the resolution."""
    for metric in (Metric.FIRST_RESPONSE, Metric.RESOLUTION):
        clock = ticket.clock(metric)
        if clock is not None and clock.met_at is None:
            return clock
    return None


def badges(ticket: TicketView, now: datetime) -> tuple[Badge, ...]:
    """All that must be seen at a glance, most urgent first."""
    waiting = {"us": "Waiting on us", "customer": "Waiting on customer"}.get(ticket.waiting_on)
    found = [clock_badge(ticket, now), status_badge(ticket), priority_badge(ticket)]
    found += relation_badges(ticket)
    found.append(Badge(word=waiting) if waiting else None)
    return tuple(badge for badge in found if badge)


def due_fact(ticket: TicketView) -> Fact | None:
    """``Reply due`` or ``Solve by`` with its moment."""
    clock = next_clock(ticket)
    if clock is None or ticket.base in DONE:
        return None
    name = "Reply due" if clock.metric == Metric.FIRST_RESPONSE else "Solve by"
    if clock.due_at is None:
        return Fact(name=name, value="paused: waiting on customer")
    return Fact(name=name, moment=clock.due_at)


def staff_card(
    ticket: TicketView,
    now: datetime,
    *,
    follows: bool | None = None,
    writing: Sequence[str] = (),
) -> Card:
    """The card in the triage channel: all an agent needs, with the next acts on it.

    ``follows`` says whether its only reader follows the ticket; ``writing`` names who writes a
    reply at this moment.
    """
    if ticket.deleted_at is not None:
        return Card(title="Deleted", ref=ticket.ref, body="This ticket was deleted.")
    if ticket.merged_into:
        return merged_card(ticket, now)
    customer = f"{ticket.requester.name} via {source_name(ticket.source)}"
    if ticket.gathers_since is not None:
        customer = "those of the gathered tickets, each in their own place"
    facts = [
        Fact(name="Customer", value=customer),
        Fact(name="Owner", value=ticket.assignee.name if ticket.assignee else "Unassigned"),
    ]
    if ticket.team:
        facts.append(Fact(name="Team", value=ticket.team.name))
    if ticket.category:
        facts.append(Fact(name="Category", value=" > ".join(ticket.category)))
    due = due_fact(ticket)
    facts += [due] if due else []
    if ticket.due_at:
        facts.append(Fact(name="Due date", moment=ticket.due_at))
    if ticket.tags:
        facts.append(Fact(name="Tags", value=", ".join(ticket.tags)))
    facts += field_facts(ticket, staff=True)
    facts += relation_facts(ticket)
    count = ticket.message_count
    messages = "1 message" if count == 1 else f"{count} messages"
    return Card(
        title=ticket.subject,
        ref=ticket.ref,
        badges=badges(ticket, now),
        body=f"✍️ {who_replies(writing)}." if writing else "",
        facts=tuple(facts),
        quote="" if says_the_same(ticket.quote, ticket.subject) else ticket.quote,
        buttons=(*_staff_buttons(ticket), *alike_buttons(ticket)),
        selects=_more(ticket, follows),
        footer=f"{messages} with the customer",
        tone=_card_tone(ticket, now),
    )


def _card_tone(ticket: TicketView, now: datetime) -> Tone:
    badge = clock_badge(ticket, now)
    return badge.tone if badge else BASE_TONES[ticket.base]


def says(verb: str, ticket: TicketView, rest: str = "") -> str:
    """A typed command on this ticket as it is seen here."""
    return f"{verb} {ticket.ref} r{ticket.revision} {rest}".strip()


def _staff_buttons(ticket: TicketView) -> tuple[Button, ...]:
    if ticket.base in DONE:
        return (
            Button(label="Reopen", says=says("reopen", ticket), style="primary"),
            Button(label="Note", says=says("note", ticket), opens_form=True),
        )
    reply = Button(label="Reply", says=says("reply", ticket), opens_form=True)
    resolve = Button(label="Resolve", says=says("resolve", ticket), opens_form=True)
    if ticket.assignee is None:
        claim = Button(label="Claim", says=says("claim", ticket), style="primary")
        assign = Button(label="Assign…", says=says("assign", ticket), opens_form=True)
        return claim, reply, assign, resolve
    note = Button(label="Note", says=says("note", ticket), opens_form=True)
    return reply.model_copy(update={"style": "primary"}), note, resolve


def _more(ticket: TicketView, follows: bool | None) -> tuple[Select, ...]:
    options = [
        Option(label="Macro…", says=says("macro", ticket)),
        Option(label="Note…", says=says("note", ticket)),
        Option(label="Assign…", says=says("assign", ticket)),
        Option(label="Release", says=says("release", ticket)),
        Option(label="Status…", says=says("status", ticket)),
        Option(label="Priority…", says=says("priority", ticket)),
        Option(label="Details…", says=says("set", ticket)),
        Option(label="Suggest a reply", says=f"ask {ticket.ref}"),
        Option(label="Sum up", says=f"summary {ticket.ref}"),
        *reading_options(ticket),
    ]
    if ticket.assignee is None:
        options = [option for option in options if option.label != "Release"]
    options += more_options(ticket, f"{ticket.ref} r{ticket.revision}", follows=follows)
    return (Select(label="More", options=tuple(options)),)


def ticket_row(ticket: TicketView, now: datetime, *, staff: bool) -> Row:
    """The ticket in one line of a list, with quick acts for staff."""
    if not staff:
        return Row(
            title=f"{ticket.ref} {ticket.subject}",
            badges=(status_badge(ticket),),
            moment=ticket.updated_at,
            buttons=(Button(label="Show", says=f"show {ticket.ref}"),),
        )
    owner = ticket.assignee.name if ticket.assignee else "unassigned"
    clock = next_clock(ticket)
    first = (
        Button(label="Claim", says=says("claim", ticket))
        if ticket.assignee is None and ticket.base not in DONE
        else Button(label="Show", says=f"show {ticket.ref}")
    )
    quick = Select(
        label="Act",
        options=(
            Option(label="Show", says=f"show {ticket.ref}"),
            Option(label="Assign…", says=says("assign", ticket)),
            Option(label="Resolve…", says=says("resolve", ticket)),
            Option(label="Escalate…", says=says("escalate", ticket)),
        ),
    )
    return Row(
        title=f"{ticket.ref} {ticket.subject}",
        detail=f"{ticket.requester.name} · {owner}",
        badges=badges(ticket, now)[:3],
        moment=clock.due_at if clock and ticket.base not in DONE else ticket.updated_at,
        buttons=(first,),
        select=quick,
    )
