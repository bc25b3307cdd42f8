"""Telling the administrators something, where they can still be reached."""

from collections.abc import Collection

from sqlalchemy import select

from bot.cards import Text, content_json
from core.access.actor import Role
from core.conversation.audience import Audience
from core.conversation.places import address, private_place
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import owe, owe_all
from core.people.models import Identity, Person


async def tell_administrators(
    uow: UnitOfWork, said: str, besides: Collection[tuple[str, str]]
) -> int:
    """A direct message to each of them; in none of ``besides`` (platform, workspace).

    Returns how many could be reached.
    """
    rows = await uow.session.scalars(
        select(Identity)
        .join(Person, Person.id == Identity.person_id)
        .where(Person.role == Role.ADMIN.value, Person.status == "active")
        .order_by(Identity.checked_at.desc())
    )
    reached: dict[object, Identity] = {}
    for identity in rows:
        if (identity.platform, identity.workspace) not in besides:
            reached.setdefault(identity.person_id, identity)
    content = content_json.dump_python(Text(text=said), mode="json")
    for identity in reached.values():
        place = await private_place(
            uow,
            identity.platform,
            identity.workspace,
            identity.direct,
            None,
            identity.person_id,
            Audience.INTERNAL,
        )
        viewer = str(identity.person_id)
        owe_all(uow, [owe(uow, address(place), "say", content=content, viewer=viewer)])
    return len(reached)
