"""Deliveries: what is owed to places, and how each ended."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Update, and_, bindparam, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.database.rows import insert_rows
from core.database.unit_of_work import UnitOfWork
from core.events.leasing import backoff, lease_rows
from core.events.models import Delivery
from core.ids import new_id

WAITING = ("queued", "sending", "checking")
UNCERTAIN = ("sending", "checking")
"""The states of what may be there already, though nobody has told us so."""
SAY, SAY_TO_STAFF = "say", "say_to_staff"
"""What all who read in a place are to read; the second goes nowhere but among staff."""
SAID = ("message", "line", SAY, SAY_TO_STAFF)
CHANGED = ("edit", "remove", "mark", "reacted", "pin", "state")
"""Changes of what stands there. What is said below it goes past them: the platforms' pace for
changes is slow, and nobody's words wait for a mark or a repainted card."""
NO_CARD = "the card of its thread could not be posted"
"""Why something was withheld that can be sent once another card stands there."""
MOST_ATTEMPTS = 12
"""With doubling pauses of up to five minutes this is about half an hour of trying."""


@dataclass(frozen=True)
class Address:
    """What a delivery needs to know of its place."""

    place_id: UUID
    platform: str
    workspace: str


def owe(
    uow: UnitOfWork,
    to: Address,
    kind: str,
    *,
    ticket_id: UUID | None = None,
    message_id: UUID | None = None,
    event_id: UUID | None = None,
    content: dict[str, Any] | None = None,
    viewer: str | None = None,
    secret: bytes | None = None,
    secret_until: datetime | None = None,
    repaints: bool = False,
) -> dict[str, Any]:
    """A new delivery's values; give them to :func:`owe_all`. ``repaints``: a card that stands
    there is changed."""
    return {
        "id": new_id(),
        "organisation_id": uow.organisation_id,
        "platform": to.platform,
        "workspace": to.workspace,
        "place_id": to.place_id,
        "lane": f"{to.place_id}:{viewer or ''}",
        "kind": kind,
        "ticket_id": ticket_id,
        "message_id": message_id,
        "event_id": event_id,
        "content": content,
        "request_id": uow.request_id,
        "viewer": viewer,
        "secret": secret,
        "secret_until": secret_until,
        "state": "queued",
        "attempts": 0,
        "aside": repaints or kind in CHANGED,
        "next_at": uow.now,
        "created_at": uow.now,
    }


_ROWS = insert_rows(Delivery, "deliveries")
# Nothing is changed, but the row is locked: the sender, who marks it before it renders, waits
# until what we do is to be seen. Skipped without a lock, it might be rendered just before.
_OWED = replace(
    _ROWS,
    statement=_ROWS.statement.on_conflict_do_update(
        index_elements=[Delivery.place_id],
        index_where=text("kind = 'card' AND state = 'queued'"),
        set_={"lane": _ROWS.statement.excluded.lane},
    ),
)


def owe_all(uow: UnitOfWork, owed: list[dict[str, Any]]) -> None:
    """Queue them with the unit of work's next writes.

    A card that waits already for the same place is not queued twice: it is rendered
    when it is sent, so the latest state wins.
    """
    fresh = []
    for one in owed:
        key = ("card owed", one["place_id"])
        if one["kind"] == "card" and key in uow.read:
            continue
        if one["kind"] == "card":
            uow.read[key] = True
        fresh.append(one)
    uow.writes.add_rows(_OWED, fresh)


async def workspaces_with_work(session: AsyncSession, now: datetime) -> list[tuple[str, str]]:
    """The platforms and workspaces that have something due."""
    rows = await session.execute(
        select(Delivery.platform, Delivery.workspace)
        .where(Delivery.state.in_(WAITING), Delivery.next_at <= now)
        .distinct()
    )
    return [(platform, workspace) for platform, workspace in rows]


async def lease_deliveries(
    session: AsyncSession,
    platform: str,
    workspace: str,
    now: datetime,
    holder: UUID,
    most: int = 20,
) -> list[Delivery]:
    """Take what is due in one workspace, the first of each place and what goes past it.

    A row whose lease ran out while it was being sent comes back with its outcome
    unknown: look before sending again.
    """
    only = {"platform": platform, "workspace": workspace}
    return await lease_rows(
        session, Delivery, WAITING, now, _goes_past, holder=holder, most=most, **only
    )


def _goes_past(later: type[Delivery], earlier: type[Delivery]) -> ColumnElement[bool]:
    return and_(earlier.aside, later.kind.in_(SAID))


async def mark_sending(session: AsyncSession, delivery: Delivery) -> None:
    """About to leave: if we die now, the outcome is unknown."""
    await _set(session, delivery, state="sending")


async def mark_sent(
    session: AsyncSession, delivery: Delivery, external_id: str | None, now: datetime
) -> None:
    """It is there. Answers and secrets are not kept any longer."""
    await _set(
        session,
        delivery,
        state="sent",
        external_id=external_id,
        sent_at=now,
        leased_until=None,
        error=None,
        content=None,
        secret=None,
    )


async def mark_withheld(session: AsyncSession, delivery: Delivery, why: str) -> None:
    """The audience gate (or the ticket's end) says that it must not leave."""
    await _set(session, delivery, state="withheld", leased_until=None, error=why, content=None)


async def mark_retry(
    session: AsyncSession,
    delivery: Delivery,
    error: str,
    now: datetime,
    *,
    after: float | None = None,
    unknown: bool = False,
) -> str:
    """It did not get there (or we cannot tell): wait and try again. Returns the new state."""
    pause = timedelta(seconds=after) if after is not None else backoff(delivery.attempts)
    state = "checking" if unknown else "queued"
    if delivery.attempts >= MOST_ATTEMPTS and after is None:
        state = "unknown" if unknown else "dead"
    values = {"state": state, "error": error[:500], "leased_until": None, "next_at": now + pause}
    if state == "queued" and delivery.kind == "card":
        await _queue_anew(session, delivery, **values)
    else:
        await _set(session, delivery, **values)
    return state


async def mark_anew(session: AsyncSession, delivery: Delivery, error: str, now: datetime) -> None:
    """What it changes is there no longer: it is posted anew at once, before all that waits
    there."""
    values = {"state": "queued", "error": error, "leased_until": None, "next_at": now}
    await _queue_anew(session, delivery, **values, aside=False)


async def _queue_anew(session: AsyncSession, delivery: Delivery, **values: Any) -> None:
    """Back to its old turn: what waits there may need it. A newer one of its kind has nothing to
    add, because it is rendered when it is sent."""
    waits = Delivery.place_id == delivery.place_id, Delivery.kind == delivery.kind
    newer = update(Delivery).where(*waits, Delivery.state == "queued", Delivery.id != delivery.id)
    for last in (False, True):
        try:
            async with session.begin_nested():
                await session.execute(newer.values(state="superseded", leased_until=None))
                await _set(session, delivery, **values)
            return
        except IntegrityError:  # one was queued this very moment; now it can be seen
            if last:
                raise


async def is_behind_card(session: AsyncSession, delivery: Delivery) -> bool:
    """Whether a card of the same place, owed before it, is still to be sent."""
    earlier = select(Delivery.id).where(
        Delivery.place_id == delivery.place_id,
        Delivery.kind == "card",
        Delivery.seq < delivery.seq,
        Delivery.state.in_(WAITING),
    )
    return bool(await session.scalar(select(earlier.exists())))


async def mark_dead(session: AsyncSession, delivery: Delivery, why: str) -> None:
    """It will never be accepted as it is; a person may redrive it."""
    await _set(session, delivery, state="dead", error=why[:500], leased_until=None)


async def _set(session: AsyncSession, delivery: Delivery, **values: Any) -> None:
    await session.execute(_setting(tuple(values)), {"_id": delivery.id, **values})


@cache
def _setting(columns: tuple[str, ...]) -> Update:
    # Put together once: that takes longer than to execute it.
    new = {name: bindparam(name, type_=getattr(Delivery, name).type) for name in columns}
    changed = update(Delivery).where(Delivery.id == bindparam("_id")).values(new)
    return changed.execution_options(synchronize_session=False)
