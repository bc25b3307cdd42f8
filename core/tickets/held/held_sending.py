"""Replies that wait a moment: how each ends. See ``holding`` for how it begins.

Nothing of a held reply is public and no event tells of it: it becomes a reply, by the
ordinary use case and with its author's rights of that moment, once its time has come.
Each is sent once at most: its row is locked, and its state says how it ended.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.drafts import keep_draft_for
from core.conversation.models import Message, Place
from core.conversation.places import address
from core.database.unit_of_work import UnitOfWork
from core.errors import Denied, ErrorKind, HelpdeskError, NotFound
from core.events.deliveries import owe, owe_all
from core.ids import to_id
from core.people.actors import actor_for
from core.tickets.announcements.marking import owe_mark
from core.tickets.held.held_models import HeldReply
from core.tickets.models import Ticket
from core.tickets.news import Seen, refuse_if_answered_back
from core.tickets.reading.queries import find_ticket, get_ticket, ref_of
from core.tickets.replying import reply
from core.tickets.rules import Impossible, Stale
from core.tickets.sending import send_note

HELD_DUE = "held reply"
DELIVERY = "held"
WAITING, SENT, UNDONE, REFUSED = "waiting", "sent", "undone", "refused"
OUTDATED = "outdated"
"""Its customer has said something while it waited: its author is asked whether it still fits."""
LAST = "last"
FILES = "files"
"""In a kept draft: the files that go with the text."""


async def held_is_due(uow: UnitOfWork, held_id: UUID) -> None:
    """Its moment has come: it is said, after what its author held there before it."""
    held = await uow.session.get(HeldReply, held_id)
    if held is None:
        return
    # Ticket first, then what is held there: all who want both come in this order.
    await find_ticket(uow, Ticket.id == held.ticket_id, lock=True)
    for one in await waiting_of(uow, held.author_id, held.ticket_id, until=held):
        await send_held(uow, one)


async def undo(uow: UnitOfWork, actor: Actor, which: str) -> tuple[HeldReply, bool]:
    """Take back the actor's own held reply. False: it had ended before, as its state says.

    ``which`` is its id, or ``last``. Its text is kept as a draft, its files stay unsent.
    """
    held = await _own(uow, actor, which, lock=True)
    if held.state != WAITING:
        return held, False
    held.state = UNDONE
    await _end(uow, held)
    return held, True


async def send_now(uow: UnitOfWork, actor: Actor, which: str) -> tuple[HeldReply, bool]:
    """Say the actor's own held reply at once, after those before it. False as for undo."""
    held = await _own(uow, actor, which)
    if held.state != WAITING:
        return held, False
    await held_is_due(uow, held.id)
    return held, held.ended_at == uow.now


async def send_held_first(uow: UnitOfWork, actor: Actor, ticket: Ticket, seen: Seen = None) -> None:
    """Before the actor ends a ticket, or says more by a macro: what they hold there is said first,
    so that words and end come in the order in which they were given.

    A step after ``take``, which has compared what they had ``seen``. Who did not name a revision is
    held up by what customers have said since: raises ``Stale``.
    """
    if not actor.is_staff or actor.person_id is None:
        return
    waiting = await waiting_of(uow, actor.person_id, ticket.id)
    for held in waiting:
        if not isinstance(seen, int):
            await _refuse_if_outdated(uow, ticket, held)
        held.revision = ticket.revision  # whoever ends it on that view knows what was said
        await send_held(uow, held)
    if waiting:
        await uow.session.refresh(ticket)


async def waiting_of(
    uow: UnitOfWork, author_id: UUID | None, ticket_id: UUID, *, until: HeldReply | None = None
) -> list[HeldReply]:
    """What an author holds on a ticket, in order and locked; up to one of them if named."""
    query = (
        select(HeldReply)
        .where(
            HeldReply.author_id == author_id,
            HeldReply.ticket_id == ticket_id,
            HeldReply.state == WAITING,
        )
        .order_by(HeldReply.due_at, HeldReply.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = list(await uow.session.scalars(query))
    if until is None:
        return found
    return [one for one in found if (one.due_at, one.id) <= (until.due_at, until.id)]


async def _own(uow: UnitOfWork, actor: Actor, which: str, *, lock: bool = False) -> HeldReply:
    require(actor, Permission.REPLY)
    wanted: ColumnElement[bool] = HeldReply.author_id == actor.person_id
    if which.strip().lower() != LAST:
        wanted &= HeldReply.id == to_id(which, "that reply")
    query = (
        select(HeldReply)
        .where(wanted)
        .order_by((HeldReply.state == WAITING).desc(), HeldReply.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    held: HeldReply | None = await uow.session.scalar(query.with_for_update() if lock else query)
    if held is None:
        raise NotFound(ref="that reply")
    return held


async def send_held(uow: UnitOfWork, held: HeldReply) -> None:
    """Say it as its author, who may be refused now; then they get it back, as when its customer
    has said something meanwhile.

    Whoever calls this holds the ticket and the row locked.
    """
    author = await actor_for(uow, held.author_id, held.surface)
    try:
        if author is None:
            raise Denied(act=Permission.REPLY.value)
        async with uow.part():
            said = await _say(uow, author, held)
    except Stale as stale:
        held.state, held.problem = OUTDATED, stale.details["news"]
        held.revision = stale.details["revision"]
    except HelpdeskError as error:
        if error.kind is ErrorKind.UNAVAILABLE:
            raise
        held.state, held.problem = REFUSED, str(error)
    else:
        held.state, held.message_id = SENT, said.id
    await _end(uow, held)
    await _tell(uow, held)


async def _say(uow: UnitOfWork, author: Actor, held: HeldReply) -> Message:
    ticket = await get_ticket(uow, author, held.number, Permission.REPLY, lock=True)
    if _ended_since(ticket, held.created_at):
        hint = "it ended while your reply waited."
        raise Impossible(ref=ref_of(uow, ticket.number), state="solved", hint=hint)
    if ticket.moved_at is not None and ticket.moved_at > held.created_at:
        hint = "it was meant for the former one."
        raise Impossible(ref=ref_of(uow, ticket.number), state="another customer's", hint=hint)
    await _refuse_if_outdated(uow, ticket, held)
    if held.note_id is not None:
        return (await send_note(uow, author, held.note_id)).reply
    files = [UUID(one) for one in held.attachment_ids]
    return await reply(uow, author, held.number, held.body, attachment_ids=files)


async def _refuse_if_outdated(uow: UnitOfWork, ticket: Ticket, held: HeldReply) -> None:
    """Raise ``Stale`` if customers have said something while it waited. A ticket with which that
    was merged meanwhile counts its revisions anew."""
    if held.revision is not None and held.ticket_id == ticket.id:
        await refuse_if_answered_back(uow, ticket, held.number, held.revision)


def _ended_since(ticket: Ticket, moment: datetime) -> bool:
    ended = ticket.closed_at or ticket.resolved_at
    return ended is not None and ended > moment


async def _end(uow: UnitOfWork, held: HeldReply) -> None:
    """What was not said goes back to its author. The due row stays: it finds nothing to do."""
    held.ended_at = uow.now
    if held.state != SENT and held.note_id is None:
        values = {"text": held.body, FILES: " ".join(held.attachment_ids)}
        held.draft_id = await keep_draft_for(uow, held.author_id, values)
    held.body = ""
    await uow.session.flush()
    if held.note_id is not None and held.state != SENT:
        note = await uow.session.get_one(Message, held.note_id)
        await owe_mark(uow, note)


async def _tell(uow: UnitOfWork, held: HeldReply) -> None:
    """Its author's private line follows; of a refusal they hear in any case."""
    place = await uow.session.get(Place, held.place_id) if held.place_id else None
    if place is None:
        return
    content = {"held": str(held.id), "quietly": held.state == SENT}
    owed = owe(
        uow,
        address(place),
        DELIVERY,
        ticket_id=held.ticket_id,
        content=content,
        viewer=held.viewer,
    )
    owe_all(uow, [owed])
