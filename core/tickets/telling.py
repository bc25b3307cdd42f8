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
from core.tickets.queries import scope_of


async def notices(
    uow: UnitOfWork,
    people: Iterable[UUID],
    ticket_id: UUID | None,
    event_id: UUID,
    *,
    message_id: UUID | None = None,
) -> list[dict[str, Any]]:
    """A notice for each of them of what happened. Who is nowhere reached gets none."""
    owed = []
    for person_id in sorted(people):
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
                "notice",
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
    """Those of them who are staff and may see the ticket, with their names."""
    scope = await scope_of(uow, ticket)
    found = {}
    for person_id in sorted(set(people)):
        reader = await actor_for(uow, person_id, "system")
        if reader is None or not reader.is_staff:
            continue
        if may(reader, Permission.READ) and can_see(reader, scope):
            found[person_id] = reader.name
    return found
