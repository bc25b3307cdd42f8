"""When the desk says too much by itself: lines stay away, and staff read why, once."""

from bot.cards import Button, Text, content_json
from bot.sending.parcels import Undeliverable
from core.conversation.places import INTERNAL, address
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.events.models import Delivery
from core.tickets.announcements.line_breaker import LINE, LINES_A_MINUTE, Verdict, judge_line
from core.tickets.announcements.serving import served_places
from core.tickets.models import Ticket
from core.tickets.reading.queries import ref_of


async def break_storms(uow: UnitOfWork, delivery: Delivery) -> None:
    """Let the delivery through, or raise :class:`Undeliverable`; who trips the breaker owes
    staff a word about it."""
    if delivery.kind != LINE or delivery.ticket_id is None:
        return
    verdict = await judge_line(uow, delivery.ticket_id, delivery.created_at)
    if verdict is Verdict.SAID:
        return
    if verdict is Verdict.TRIPPED:
        await _tell_staff(uow, delivery)
    raise Undeliverable("too much was said about this ticket within a minute")


async def _tell_staff(uow: UnitOfWork, delivery: Delivery) -> None:
    ticket = await uow.session.get(Ticket, delivery.ticket_id, populate_existing=True)
    if ticket is None:
        return
    told = Text(
        text=f"🔁 More than {LINES_A_MINUTE} things happened to this ticket within a minute. "
        "They are no longer said here one by one; the card and the history show them.",
        buttons=(Button(label="Resume", says=f"set {ref_of(uow, ticket.number)} lines:on"),),
    )
    content = content_json.dump_python(told, mode="json")
    places = [p for p in await served_places(uow, ticket) if p.role == INTERNAL and p.thread]
    owe_all(uow, [owe(uow, address(p), "say", content=content) for p in places])
