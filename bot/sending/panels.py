"""A panel: one message that stands in a support channel, whose button opens a ticket in private.

It is owed when a channel begins to serve customers, at every start, and when somebody removed
it; what stands already is painted anew instead. A channel that serves no longer has none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

import structlog
from sqlalchemy import select

from bot.cards import Button, Card, Tone
from bot.incoming import Incoming, Kind, Spot
from bot.ports import SendError
from bot.ports_places import OffersPanels
from bot.sending.parcels import Parcel, Undeliverable, build_parcel
from bot.shortcuts import PRIVATELY
from bot.talk import Talk
from core.conversation.audience import Audience
from core.conversation.beginning import standing_place
from core.conversation.mapping import SUPPORT
from core.conversation.models import Place
from core.conversation.places import (
    PANEL,
    Served,
    address,
    lock_served,
    role_at,
    served_channels,
)
from core.conversation.refs import forget_ref, ref_of
from core.database.unit_of_work import Database, UnitOfWork
from core.events.deliveries import owe, owe_all
from core.events.models import Delivery

_log = structlog.get_logger()
CARD = Card(
    title="Need help?",
    body="Press the button and say what it is about. Your ticket goes on in a thread that only"
    " you and our staff can read.",
    buttons=(
        Button(
            label="Open a ticket", says=f"new {PRIVATELY}:yes", style="primary", opens_form=True
        ),
    ),
    tone=Tone.ACCENT,
)


@dataclass(frozen=True)
class Suits:
    """Work for ``UnitOfWork.outside``: whether a panel belongs in a channel."""

    spot: Spot
    platform: OffersPanels = field(compare=False)

    async def do(self) -> bool:
        """False as well while the platform does not say: the next start asks again."""
        try:
            return await self.platform.takes_panel(self.spot)
        except SendError as error:
            _log.warning("panel.unknown", channel=self.spot.channel, reason=error.reason)
            return False


async def follow_mapping(talk: Talk, channel: str, served: Served | None) -> bool:
    """An administrator said what a channel serves: its panel comes or goes. True if it has one."""
    platform: object = talk.platform
    if not isinstance(platform, OffersPanels):
        return False
    here = talk.incoming.spot.model_copy(update={"channel": channel, "thread": None})
    serves = served is not None and served.role == SUPPORT
    if serves and not talk.uow.outside(Suits(here, platform)):
        return False
    await _owe_panel(talk.uow, here)
    return serves


async def keep_panels(
    database: Database, organisation_id: UUID, platform: OffersPanels, slug: str, workspace: str
) -> None:
    """Let every support channel of a workspace in which one belongs have its panel."""
    async with database.unit_of_work(organisation_id) as uow:
        here = [
            Spot(platform=slug, workspace=workspace, channel=one.channel)
            for one in await served_channels(uow)
            if (one.platform, one.workspace, one.role) == (slug, workspace, SUPPORT)
        ]
    fitting = [spot for spot in here if await Suits(spot, platform).do()]
    async with database.unit_of_work(organisation_id) as uow:
        await _owe_all(uow, fitting)


async def renew_removed(uow: UnitOfWork, incoming: Incoming) -> None:
    """Somebody removed a message of ours: if it was a panel, it is posted anew."""
    if incoming.kind is not Kind.DELETED or incoming.stamp is None:
        return
    place = await _panel_at(uow, incoming.spot)
    if place is not None and await ref_of(uow, place.id, PANEL) == incoming.stamp:
        await forget_ref(uow, place.id, incoming.stamp)
        await _owe_panel(uow, incoming.spot)


async def render_panel(uow: UnitOfWork, delivery: Delivery) -> Parcel:
    """The panel as it is to stand now. Raises :class:`Undeliverable` where there is none."""
    place = await uow.session.get(Place, delivery.place_id)
    if place is None:
        raise Undeliverable("the place is gone")
    ref = await ref_of(uow, place.id, PANEL)
    if await role_at(uow, place.platform, place.workspace, place.channel) != SUPPORT:
        if ref is None:
            raise Undeliverable("customers are not served there")
        return build_parcel(delivery, place, Audience.PUBLIC, None, "remove", ref)
    act = "update" if ref else "post"
    parcel = build_parcel(delivery, place, Audience.PUBLIC, CARD, act, ref)
    return replace(parcel, name=PANEL)


async def _owe_all(uow: UnitOfWork, spots: Iterable[Spot]) -> None:
    for spot in spots:
        await _owe_panel(uow, spot)


async def _owe_panel(uow: UnitOfWork, spot: Spot) -> None:
    at = (spot.platform, spot.workspace, spot.channel)
    # Processes that start together would post one each: they wait for each other here.
    if await lock_served(uow, *at):
        place: Place | None = await standing_place(uow, *at, PANEL, Audience.PUBLIC)
    else:
        place = await _panel_at(uow, spot)
    if place is None:
        return
    waits = select(Delivery.id).where(
        Delivery.place_id == place.id, Delivery.kind == PANEL, Delivery.state == "queued"
    )
    if await uow.session.scalar(waits.limit(1)) is None:
        owe_all(uow, [owe(uow, address(place), PANEL)])


async def _panel_at(uow: UnitOfWork, spot: Spot) -> Place | None:
    found: Place | None = await uow.session.scalar(
        select(Place).where(
            Place.platform == spot.platform,
            Place.workspace == spot.workspace,
            Place.channel == spot.channel,
            Place.role == PANEL,
        )
    )
    return found
