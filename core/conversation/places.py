"""Places: where a ticket's conversation stands, and how a person is reached directly."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from core.conversation.audience import Audience
from core.conversation.models import Channel, Place
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import Address
from core.ids import new_id
from core.people.models import Identity

CUSTOMER, INTERNAL, EPHEMERAL, BOARD = "customer", "internal", "ephemeral", "board"
MIRROR = "mirror"
"""Where a card stands because a channel subscribed to such tickets: nothing else is said there."""
PANEL = "panel"
"""A support channel with a message of ours whose button opens tickets; and that message."""


PUBLIC, PRIVATE = "public", "private"
"""Where the tickets of a support channel go on: in the thread that all read, or in private."""
QUESTIONS, TICKETS = "questions", "tickets"
"""What is posted in a support channel: questions, which may become tickets, or tickets."""


@dataclass(frozen=True)
class Served:
    """A channel that we serve: ``triage`` for staff or ``support`` for customers.

    What ``mode`` and ``posts`` say is told at :class:`core.conversation.models.Channel`.
    """

    platform: str
    workspace: str
    channel: str
    role: str
    team_id: UUID | None
    mode: str = PUBLIC
    posts: str = QUESTIONS


async def served_channels(uow: UnitOfWork) -> list[Served]:
    """All channels of the organisation that we serve."""
    return await uow.cached(_load_channels)


async def _load_channels(uow: UnitOfWork) -> list[Served]:
    rows = await uow.session.scalars(select(Channel).order_by(Channel.id))
    return [
        Served(r.platform, r.workspace, r.channel, r.role, r.team_id, r.mode, r.posts) for r in rows
    ]


async def serve_channel(
    uow: UnitOfWork,
    platform: str,
    workspace: str,
    channel: str,
    role: str,
    team_id: UUID | None = None,
    *,
    mode: str = PUBLIC,
    posts: str = QUESTIONS,
) -> None:
    """Begin to serve a channel; saying it again changes its role, team and the rest."""
    changed = {"role": role, "team_id": team_id, "mode": mode, "posts": posts}
    values = {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "platform": platform,
        "workspace": workspace,
        "channel": channel,
        **changed,
    }
    statement = insert(Channel).values(values)
    await uow.session.execute(
        statement.on_conflict_do_update(
            index_elements=["organisation_id", "platform", "workspace", "channel"], set_=changed
        )
    )
    uow.configuration_changed()


async def served_at(uow: UnitOfWork, platform: str, workspace: str, channel: str) -> Served | None:
    """What a channel serves and how; None if it is nothing."""
    spot = (platform, workspace, channel)
    served = await served_channels(uow)
    return next((c for c in served if (c.platform, c.workspace, c.channel) == spot), None)


async def lock_served(uow: UnitOfWork, platform: str, workspace: str, channel: str) -> bool:
    """Whether a channel is served; one that is changes for nobody else until the end."""
    query = select(Channel.id).where(
        Channel.platform == platform,
        Channel.workspace == workspace,
        Channel.channel == channel,
    )
    return await uow.session.scalar(query.with_for_update()) is not None


async def role_at(uow: UnitOfWork, platform: str, workspace: str, channel: str) -> str | None:
    """What a channel serves: ``triage``, ``support``, or nothing."""
    served = await served_at(uow, platform, workspace, channel)
    return served.role if served else None


def address(place: Place) -> Address:
    """What a delivery needs to know of a place."""
    return Address(place.id, place.platform, place.workspace)


def new_place(uow: UnitOfWork, **values: Any) -> dict[str, Any]:
    """Values of a place that is yet to be inserted."""
    return {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "thread": None,
        "ticket_id": None,
        "person_id": None,
        "shared": False,
        "left_at": None,
        "instead_of": None,
        "created_at": uow.now,
    } | values


_PLACES_OF = select(Place).where(Place.ticket_id == bindparam("ticket")).order_by(Place.id)


async def places_of(uow: UnitOfWork, ticket_id: UUID) -> list[Place]:
    """The places where a ticket's conversation goes on; read once in a transaction."""
    places = await _read_places(uow, ticket_id)
    return [place for place in places if place.role != MIRROR and place.left_at is None]


async def mirrors_of(uow: UnitOfWork, ticket_id: UUID) -> list[Place]:
    """The places where only its card stands, by subscription; read with the others."""
    return [place for place in await _read_places(uow, ticket_id) if place.role == MIRROR]


async def _read_places(uow: UnitOfWork, ticket_id: UUID) -> list[Place]:
    key = (Place, ticket_id)
    if key not in uow.read:
        uow.read[key] = list(await uow.session.scalars(_PLACES_OF, {"ticket": ticket_id}))
    found: list[Place] = uow.read[key]
    return found


def places_changed(uow: UnitOfWork, ticket_id: UUID) -> None:
    """Read them anew: the ticket has got a place."""
    uow.read.pop((Place, ticket_id), None)


async def place_at(
    uow: UnitOfWork, platform: str, workspace: str, channel: str, thread: str | None
) -> Place | None:
    """The place of a ticket's conversation at that spot, if it is one."""
    found = await place_or_mirror_at(uow, platform, workspace, channel, thread)
    return found if found is not None and found.role != MIRROR else None


async def place_or_mirror_at(
    uow: UnitOfWork, platform: str, workspace: str, channel: str, thread: str | None
) -> Place | None:
    """The ticket's place at that spot, which may be one under a subscribed channel's card."""
    if thread is None:
        return None
    place: Place | None = await uow.session.scalar(
        select(Place).where(
            Place.platform == platform,
            Place.workspace == workspace,
            Place.channel == channel,
            Place.thread == thread,
            Place.role != EPHEMERAL,
        )
    )
    return place


async def private_place(
    uow: UnitOfWork,
    platform: str,
    workspace: str,
    channel: str,
    thread: str | None,
    person_id: UUID | None,
    audience: Audience,
) -> Place:
    """The place of private answers to one person at a spot; made when first needed."""
    values = new_place(
        uow,
        platform=platform,
        workspace=workspace,
        channel=channel,
        thread=thread,
        role=EPHEMERAL,
        audience=audience.value,
        person_id=person_id,
    )
    await uow.session.execute(insert(Place).values(values).on_conflict_do_nothing())
    place = await uow.session.scalar(
        select(Place).where(
            Place.platform == platform,
            Place.workspace == workspace,
            Place.channel == channel,
            Place.thread.is_not_distinct_from(thread),
            Place.role == EPHEMERAL,
            Place.person_id.is_not_distinct_from(person_id),
        )
    )
    assert place is not None
    # A person may have changed sides since the place was made: agents become
    # customers and the other way round.
    place.audience = audience.value
    return place


async def best_identity(uow: UnitOfWork, person_id: UUID) -> Identity | None:
    """The account on which a person was seen last: that is where to reach them."""
    query = (
        select(Identity)
        .where(Identity.person_id == person_id)
        .order_by(Identity.checked_at.desc())
        .limit(1)
    )
    identity: Identity | None = await uow.session.scalar(query)
    return identity


NEWEST_IDENTITY = (
    select(Identity.platform, Identity.workspace, Identity.direct)
    .where(Identity.person_id == bindparam("reached"))
    .order_by(Identity.checked_at.desc())
    .limit(1)
    .cte("newest_identity")
)
"""The same inside a statement, for the person ``reached``."""
