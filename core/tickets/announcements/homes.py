"""Homes and boards: pages of one person's own, and lists that stand in a channel of the staff.

Promised: a home is made anew when it is opened, and for half an hour from then on after
changes of any ticket, at most every ten seconds. A board follows in the same way until it is
taken away.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Interval, bindparam, exists, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from core.access.actor import Actor
from core.access.permissions import Permission, require
from core.conversation.models import Place
from core.conversation.places import BOARD, address
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import WAITING, owe, owe_all
from core.events.due import put_off
from core.events.models import Delivery, Due

HOME = "home"
"""The delivery that shows a home, and the due row by which it is made anew."""
BOARD_DELIVERY = "board"
"""The delivery that shows a board."""
OPEN = "home_open"
"""The due row that says that somebody opened their home lately."""
LATELY = timedelta(minutes=30)
FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
PAUSE = timedelta(seconds=10)

_opened = Due.__table__.alias("opened")
_last = (
    select(func.max(Delivery.sent_at))
    .where(Delivery.place_id == _opened.c.id, Delivery.kind.in_((HOME, BOARD_DELIVERY)))
    .scalar_subquery()
)
_now = bindparam("homes_now", type_=Due.due_at.type)
_PLAN = (
    insert(Due.metadata.tables[Due.__tablename__])
    .from_select(
        ["organisation_id", "kind", "id", "due_at"],
        select(
            _opened.c.organisation_id,
            literal(HOME),
            _opened.c.id,
            func.greatest(_now, _last + literal(PAUSE, Interval)),
        ).where(
            _opened.c.organisation_id == bindparam("homes_of", type_=Due.organisation_id.type),
            _opened.c.kind == OPEN,
        ),
    )
    .on_conflict_do_nothing()
)
"""Said in SQL, so that a change costs no statement of its own while no home is open."""


async def open_home(uow: UnitOfWork, actor: Actor, place: Place, viewer: str) -> None:
    """The actor looks at their home: show it as it is now, and keep it up to date."""
    require(actor, Permission.READ)
    await put_off(uow, OPEN, {place.id: uow.now + LATELY})
    await _show(uow, place, viewer)


async def set_up_board(uow: UnitOfWork, actor: Actor, place: Place) -> None:
    """From now on the channel has a board, which stands there once and is edited."""
    require(actor, Permission.ASSIGN)
    await put_off(uow, OPEN, {place.id: FOR_GOOD})
    await _show(uow, place, None)


async def take_board_down(uow: UnitOfWork, actor: Actor, place: Place) -> None:
    """The board no longer follows, and says so."""
    require(actor, Permission.ASSIGN)
    await put_off(uow, OPEN, {place.id: None})
    await put_off(uow, HOME, {place.id: None})
    await _show(uow, place, None)


async def is_set_up(uow: UnitOfWork, place_id: UUID) -> bool:
    """Whether a board follows."""
    row = await uow.session.get(Due, (uow.organisation_id, OPEN, place_id))
    return row is not None


async def refresh_homes(uow: UnitOfWork, actor: Actor, event: Any) -> None:
    """Something on a ticket changed: open homes follow, each in its own time."""
    if getattr(event, "silent", False):
        return
    uow.writes.add(_PLAN, homes_now=uow.now, homes_of=uow.organisation_id)


async def home_is_due(uow: UnitOfWork, place_id: UUID) -> None:
    """Make a home or board anew, unless one is on its way already."""
    place = await uow.session.get(Place, place_id)
    waiting = select(Delivery.id).where(
        Delivery.place_id == place_id,
        Delivery.kind.in_((HOME, BOARD_DELIVERY)),
        Delivery.state.in_(WAITING),
    )
    if place is not None and not await uow.session.scalar(select(exists(waiting))):
        await _show(uow, place, place.channel if place.role != BOARD else None)


async def home_is_closed(uow: UnitOfWork, place_id: UUID) -> None:
    """Nobody has opened it for a while: what changes from now on is seen when they do."""


async def _show(uow: UnitOfWork, place: Place, viewer: str | None) -> None:
    kind = BOARD_DELIVERY if place.role == BOARD else HOME
    owe_all(uow, [owe(uow, address(place), kind, viewer=viewer)])
