"""Direct messages to members of staff about a ticket: once each, where they are reached."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from core.access.permissions import Permission, can_see, may
from core.conversation.audience import Audience
from core.conversation.places import address, best_identity, private_place
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe
from core.people.actors import actor_for
from core.tickets.models import Ticket
from core.tickets.reading.queries import scope_of
from core.tickets.relations.group import root_id_of

NOTICE = "notice"


async def notices(
    uow: UnitOfWork,
    people: Iterable[UUID],
    ticket_id: UUID | None,
    event_id: UUID,
    *,
    message_id: UUID | None = None,
) -> list[dict[str, Any]]:
    """A notice of what happened for each of them who may open the ticket. Who is nowhere reached
    gets none."""
    owed = []
    ticket = await uow.session.get_one(Ticket, ticket_id)
    for person_id in await staff_who_may_see(uow, ticket, people):
        identity = await best_identity(uow, person_id)
        if identity is None:
            continue
        place = await private_place(
            uow,
            identity.platform,
            identity.workspace,
            identity.direct,
            None,
            person_id,
            Audience.INTERNAL,
        )
        owed.append(
            owe(
                uow,
                address(place),
                NOTICE,
                ticket_id=ticket_id,
                message_id=message_id,
                event_id=event_id,
                viewer=str(person_id),
            )
        )
    return owed


async def staff_who_may_see(
    uow: UnitOfWork, ticket: Ticket, people: Iterable[UUID]
) -> dict[UUID, str]:
    """Those of them who are staff and may see the ticket, or the one in which it goes on, with
    their names."""
    last = await uow.session.get_one(Ticket, await root_id_of(uow, ticket))
    scope = await scope_of(uow, last)
    found = {}
    for person_id in sorted(set(people)):
        reader = await actor_for(uow, person_id, "system")
        if reader is None or not reader.is_staff:
            continue
        if may(reader, Permission.READ) and can_see(reader, scope):
            found[person_id] = reader.name
    return found
