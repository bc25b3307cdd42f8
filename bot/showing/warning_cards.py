"""Warnings of targets: one for a clock, or several in one message after quiet hours."""

from uuid import UUID

from bot.cards import Badge, Button, Card, Fact, Row, Tone
from bot.showing.ticket_cards import says
from core.sla.rules import WHOLE, Metric, State
from core.tickets.reading.views import ClockView, TicketView
from core.tickets.rules import DONE

_NAMES = {Metric.FIRST_RESPONSE: "First response", Metric.RESOLUTION: "Solution"}


def warnings_card(said: list[tuple[TicketView, str, int]], reader: UUID | None) -> Card:
    """How these clocks stand now. ``reader`` is whose direct message it is, if it is one."""
    if len(said) == 1:
        return _one(*said[0], reader)
    late = sum(1 for ticket, metric, step in said if _badge(ticket, metric, step).tone != Tone.GOOD)
    return Card(
        title=f"After the quiet hours: {late} of {len(said)} targets need somebody",
        rows=tuple(_row(*one) for one in said),
        tone=Tone.WARNING if late else Tone.GOOD,
    )


def _one(ticket: TicketView, metric: str, step: int, reader: UUID | None) -> Card:
    badge, clock = _badge(ticket, metric, step), ticket.clock(metric)
    owner = ticket.assignee.name if ticket.assignee else "Nobody"
    facts = [Fact(name="Owner", value=owner)]
    if clock is not None and clock.due_at is not None:
        facts.append(Fact(name="Was due" if step >= WHOLE else "Due", moment=clock.due_at))
    buttons = (
        Button(label="Reply", says=says("reply", ticket), style="primary", opens_form=True),
        Button(label="Reassign…", says=says("assign", ticket), opens_form=True),
        Button(label="Explain", says=f"sla {ticket.ref} why"),
    )
    return Card(
        title=ticket.subject,
        ref=ticket.ref,
        badges=(badge,),
        body=_body(ticket, badge, reader),
        facts=tuple(facts),
        buttons=buttons if badge.tone != Tone.GOOD else (),
        tone=badge.tone,
    )


def _body(ticket: TicketView, badge: Badge, reader: UUID | None) -> str:
    if badge.tone == Tone.GOOD:
        return "Nothing is to be done about it any more."
    if ticket.assignee is None:
        return "Nobody has this ticket. Whoever can, please claim it."
    if reader is not None and reader != ticket.assignee.id:
        return f"{ticket.assignee.name} has this ticket."
    return ""


def _row(ticket: TicketView, metric: str, step: int) -> Row:
    clock = ticket.clock(metric)
    owner = ticket.assignee.name if ticket.assignee else "nobody"
    return Row(
        title=f"{ticket.ref} {ticket.subject}",
        detail=f"{ticket.requester.name} · {owner}",
        badges=(_badge(ticket, metric, step),),
        moment=clock.due_at if clock else None,
        buttons=(Button(label="Show", says=f"show {ticket.ref}"),),
    )


def _badge(ticket: TicketView, metric: str, step: int) -> Badge:
    """How one clock stands, in words."""
    name, clock = _NAMES[Metric(metric)], ticket.clock(metric)
    if clock is None or ticket.base in DONE or clock.met_at is not None:
        return Badge(word=f"{name}: done{_late(clock)}", tone=Tone.GOOD)
    if clock.running_since is None:
        return Badge(word=f"{name}: paused", tone=Tone.GOOD)
    if clock.state == State.BREACHED or step >= WHOLE:
        return Badge(word=f"{name}: overdue", tone=Tone.DANGER)
    return Badge(word=f"{name}: {step} % of the time is over", tone=Tone.WARNING)


def _late(clock: ClockView | None) -> str:
    return ", but late" if clock is not None and clock.breached_at is not None else ", in time"
