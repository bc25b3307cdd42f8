"""What the sender is handed: all that it needs, read before the transaction ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.cards import Card, Home, Text
from bot.incoming import Spot
from bot.ports_places import PlaceState
from core.conversation.audience import Audience
from core.conversation.file_models import Attachment
from core.conversation.models import Place
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import NO_CARD, is_behind_card
from core.events.models import Delivery


class Undeliverable(Exception):
    """There is nothing to send any more (or nothing to send it to)."""


class NotYet(Exception):
    """What it needs there is still on its way."""


@dataclass(frozen=True)
class Parcel:
    """All that the sender needs, read before the transaction ended.

    ``act`` is ``post``, ``update``, ``remove``, ``answer`` or ``mark``. ``viewer_audience`` is
    set where the place is one person's: what that person is now. ``name`` is that of a
    message which stands there to be edited; an answer with a ``ref`` is edited where the
    platform can do that. ``mark`` is the sign to set instead of ``was``.
    """

    act: str
    kind: str
    delivery_id: UUID
    place: Place
    spot: Spot
    audience: Audience
    content: Text | Card | None = None
    ref: str | None = None
    message_id: UUID | None = None
    viewer: str | None = None
    viewer_audience: Audience | None = None
    token: str | None = None
    token_until: datetime | None = None
    name: str | None = None
    attachment: Attachment | None = None
    file_refs: tuple[str, ...] = ()
    taken_back: tuple[UUID, ...] = ()
    mark: str = ""
    was: str | None = None
    home: Home | None = None
    state: PlaceState | None = None

    @property
    def is_post(self) -> bool:
        """Whether sending it twice would show."""
        return self.act in {"post", "answer", "file"}


def spot_of(place: Place) -> Spot:
    """The place as its platform's address."""
    return Spot(
        platform=place.platform,
        workspace=place.workspace,
        channel=place.channel,
        thread=place.thread,
    )


def build_parcel(
    delivery: Delivery,
    place: Place,
    audience: Audience,
    content: Text | Card | None,
    act: str,
    ref: str | None,
    *,
    viewer: str | None = None,
    viewer_audience: Audience | None = None,
    token: str | None = None,
    token_until: datetime | None = None,
) -> Parcel:
    """The parcel of a delivery to a place."""
    return Parcel(
        act=act,
        kind=delivery.kind,
        delivery_id=delivery.id,
        place=place,
        spot=spot_of(place),
        audience=audience,
        content=content,
        ref=ref,
        message_id=delivery.message_id,
        viewer=viewer,
        viewer_audience=viewer_audience,
        token=token,
        token_until=token_until,
    )


async def check_thread(uow: UnitOfWork, delivery: Delivery, place: Place) -> None:
    """Raise :class:`NotYet` while the card of the thread is on its way, and
    :class:`Undeliverable` if it is not."""
    if place.thread is not None:
        return
    if await is_behind_card(uow.session, delivery):
        raise NotYet("the card of its thread is on its way")
    raise Undeliverable(NO_CARD)
