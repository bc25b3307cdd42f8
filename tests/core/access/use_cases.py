"""Every use case of the core, the rights that it asks for, and one way to run it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.access.actor import Actor
from core.access.permissions import Permission as P
from core.conversation.audience import Audience
from core.database.unit_of_work import Database, UnitOfWork
from core.sla.ledger import ledger
from core.tickets import amending, claiming, editing, replying, resolving
from core.tickets.messages import say
from core.tickets.models import Ticket
from core.tickets.reading import history, similar, views


@dataclass(frozen=True)
class Scene:
    """What the use cases are run on: all of it in a private team's ticket and around it."""

    database: Database
    number: int  # open, assigned to nobody
    owned: int  # assigned to Sam
    done: int  # resolved
    requester: str  # somebody's address
    person_id: UUID
    team_id: UUID
    key_id: UUID
    delivery_id: UUID


Run = Callable[[UnitOfWork, Actor, Scene], Awaitable[Any]]


@dataclass(frozen=True)
class UseCase:
    """``on_ticket``: who may not see the ticket is told that there is none. ``denied_to``
    are kinds of actors who may not although their role grants it, and ``hidden_from`` those
    for whom there is nothing to do it to."""

    run: Run
    needs: frozenset[P]
    on_ticket: bool = False
    by_filter: bool = False  # the right is checked first, then the ticket looked for
    staff_only: bool = False
    denied_to: frozenset[str] = frozenset()
    hidden_from: frozenset[str] = frozenset()


def case(
    run: Run,
    *needs: P,
    by_filter: bool = False,
    staff_only: bool = False,
    denied_to: frozenset[str] = frozenset(),
) -> UseCase:
    """One that needs these rights and no ticket."""
    return UseCase(
        run,
        frozenset(needs),
        by_filter=by_filter,
        staff_only=staff_only,
        denied_to=denied_to,
    )


def on_ticket(run: Run, *needs: P, hidden_from: frozenset[str] = frozenset()) -> UseCase:
    """One that needs these rights on a ticket that the actor can see."""
    return UseCase(run, frozenset(needs), on_ticket=True, hidden_from=hidden_from)


async def own_message(uow: UnitOfWork, actor: Actor, scene: Scene) -> UUID:
    """A message of the actor's on the ticket."""
    ticket = await uow.session.get(Ticket, await ticket_id(uow, scene.number))
    assert ticket is not None
    return (await say(uow, actor, ticket, "mine", Audience.PUBLIC)).id


async def ticket_id(uow: UnitOfWork, number: int) -> UUID:
    """The id of the ticket with that number."""
    found = await uow.session.execute(
        Ticket.__table__.select().where(Ticket.__table__.c.number == number)
    )
    return found.one().id


async def _edit_message(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await amending.edit_message(uow, actor, await own_message(uow, actor, scene), "better")


async def _delete_message(uow: UnitOfWork, actor: Actor, scene: Scene) -> None:
    await amending.delete_message(uow, actor, await own_message(uow, actor, scene))


ON_TICKETS: dict[str, UseCase] = {
    "core.tickets.claiming:claim": on_ticket(
        lambda u, a, s: claiming.claim(u, a, s.number), P.CLAIM
    ),
    "core.tickets.claiming:release": on_ticket(
        lambda u, a, s: claiming.release(u, a, s.owned), P.CLAIM
    ),
    "core.tickets.claiming:assign": on_ticket(
        lambda u, a, s: claiming.assign(u, a, s.owned, "Billing"), P.ASSIGN
    ),
    "core.tickets.replying:reply": on_ticket(
        lambda u, a, s: replying.reply(u, a, s.number, "Hello"), P.REPLY
    ),
    "core.tickets.replying:note": on_ticket(
        lambda u, a, s: replying.note(u, a, s.number, "Psst"), P.NOTE
    ),
    "core.tickets.amending:edit_message": on_ticket(_edit_message, P.REPLY),
    # Its author may, whoever may open the ticket by now.
    "core.tickets.amending:delete_message": case(_delete_message, P.REPLY),
    "core.tickets.editing:edit": on_ticket(
        lambda u, a, s: editing.edit(u, a, s.number, editing.TicketEdit(subject="B")), P.EDIT
    ),
    "core.tickets.editing:set_priority": on_ticket(
        lambda u, a, s: editing.set_priority(u, a, s.number, "high"), P.EDIT
    ),
    "core.tickets.editing:delete_ticket": on_ticket(
        lambda u, a, s: editing.delete_ticket(u, a, s.number), P.DELETE
    ),
    "core.tickets.resolving:set_status": on_ticket(
        lambda u, a, s: resolving.set_status(u, a, s.number, "pending"), P.EDIT
    ),
    "core.tickets.resolving:resolve": on_ticket(
        lambda u, a, s: resolving.resolve(u, a, s.number), P.RESOLVE
    ),
    "core.tickets.resolving:close": on_ticket(
        lambda u, a, s: resolving.close(u, a, s.number), P.CLOSE
    ),
    "core.tickets.resolving:reopen": on_ticket(
        lambda u, a, s: resolving.reopen(u, a, s.done), P.REOPEN
    ),
    "core.tickets.reading.history:history": on_ticket(
        lambda u, a, s: history.history(u, a, s.number), P.HISTORY
    ),
    "core.tickets.reading.similar:similar_tickets": on_ticket(
        lambda u, a, s: similar.similar_tickets(u, a, s.number), P.READ
    ),
    "core.tickets.reading.history:list_messages": on_ticket(
        lambda u, a, s: history.list_messages(u, a, s.number), P.READ
    ),
    "core.sla.ledger:ledger": on_ticket(lambda u, a, s: ledger(u, a, s.number), P.HISTORY),
    "core.tickets.reading.views:view_ticket": case(
        lambda u, a, s: views.view_ticket(u, a, s.number), P.READ, by_filter=True
    ),
}
