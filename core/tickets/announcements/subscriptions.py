"""Which channels want the cards of which tickets: said by administrators, kept in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.database.unit_of_work import UnitOfWork
from core.errors import Invalid
from core.events.event import Event
from core.ids import new_id
from core.tickets.announcements.subscription_models import SubscriptionRow
from core.tickets.configuration.catalogue import Catalogue, catalogue
from core.tickets.models import Ticket
from core.tickets.rules import parse_priority

Spot = tuple[str, str, str]
"""Platform, workspace and channel."""


@dataclass(frozen=True)
class Subscription:
    """What one channel wants: any of each kind that is named, and of all kinds."""

    spot: Spot
    priorities: tuple[str, ...] = ()
    team_ids: tuple[UUID, ...] = ()
    category_ids: tuple[UUID, ...] = ()

    def wants(self, ticket: Ticket, words: Catalogue) -> bool:
        """Whether the ticket is one of those.

        A private team's tickets go only where an administrator has named that team.
        """
        if words.is_private(ticket.team_id) and ticket.team_id not in self.team_ids:
            return False
        if self.priorities and ticket.priority not in self.priorities:
            return False
        if self.team_ids and ticket.team_id not in self.team_ids:
            return False
        filed = ticket.subcategory_id or ticket.category_id
        return not self.category_ids or any(
            filed in words.below(words.categories[wanted])
            for wanted in self.category_ids
            if wanted in words.categories
        )


@dataclass(frozen=True, kw_only=True)
class ChannelSubscribed(Event):
    """An administrator said what is posted to a channel; empty lists if nothing is any more."""

    platform: str
    workspace: str
    channel: str
    priorities: tuple[str, ...] = ()
    team_ids: tuple[UUID, ...] = ()
    category_ids: tuple[UUID, ...] = ()


async def subscriptions(uow: UnitOfWork) -> list[Subscription]:
    """All subscriptions of the organisation; read once until they change."""
    return await uow.cached(_load)


async def _load(uow: UnitOfWork) -> list[Subscription]:
    rows = await uow.session.scalars(select(SubscriptionRow).order_by(SubscriptionRow.id))
    return [
        Subscription(
            (row.platform, row.workspace, row.channel),
            tuple(row.wanted["priorities"]),
            tuple(map(UUID, row.wanted["teams"])),
            tuple(map(UUID, row.wanted["categories"])),
        )
        for row in rows
    ]


async def subscribe(
    uow: UnitOfWork,
    actor: Actor,
    spot: Spot,
    *,
    priorities: Sequence[str] = (),
    teams: Sequence[str] = (),
    categories: Sequence[str] = (),
) -> Subscription:
    """Post the cards of such tickets to a channel from now on, instead of what it had before.

    Raises :class:`Invalid` for an unknown word, and if no filter is named.
    """
    require(actor, Permission.CONFIGURE)
    words = await catalogue(uow)
    wanted = Subscription(
        spot,
        _once(parse_priority(said) for said in priorities),
        _once(words.team_named(said).id for said in teams),
        _once(words.category_named(said).id for said in categories),
    )
    if not (wanted.priorities or wanted.team_ids or wanted.category_ids):
        problem = "name a priority, a team or a category; a channel for all tickets is a triage one"
        raise Invalid(field="subscribe", problem=problem)
    platform, workspace, channel = spot
    kept = {
        "priorities": list(wanted.priorities),
        "teams": [str(one) for one in wanted.team_ids],
        "categories": [str(one) for one in wanted.category_ids],
    }
    values = {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "platform": platform,
        "workspace": workspace,
        "channel": channel,
        "wanted": kept,
    }
    await uow.session.execute(
        insert(SubscriptionRow)
        .values(values)
        .on_conflict_do_update(
            index_elements=["organisation_id", "platform", "workspace", "channel"],
            set_={"wanted": kept},
        )
    )
    await _changed(uow, actor, wanted)
    return wanted


def _once(found: Any) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(found))


async def unsubscribe(uow: UnitOfWork, actor: Actor, spot: Spot) -> None:
    """Post no further tickets there. Cards that stand there stay true."""
    require(actor, Permission.CONFIGURE)
    platform, workspace, channel = spot
    await uow.session.execute(
        delete(SubscriptionRow).where(
            SubscriptionRow.platform == platform,
            SubscriptionRow.workspace == workspace,
            SubscriptionRow.channel == channel,
        )
    )
    await _changed(uow, actor, Subscription(spot))


async def _changed(uow: UnitOfWork, actor: Actor, now: Subscription) -> None:
    uow.configuration_changed()
    platform, workspace, channel = now.spot
    await uow.record(
        ChannelSubscribed(
            platform=platform,
            workspace=workspace,
            channel=channel,
            priorities=now.priorities,
            team_ids=now.team_ids,
            category_ids=now.category_ids,
        ),
        actor,
    )


async def list_subscriptions(
    uow: UnitOfWork, actor: Actor, platform: str, workspace: str
) -> list[Subscription]:
    """What is posted to the channels of one workspace."""
    require(actor, Permission.CONFIGURE)
    return [one for one in await subscriptions(uow) if one.spot[:2] == (platform, workspace)]
