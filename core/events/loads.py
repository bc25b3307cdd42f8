"""What the database knows of each connected workspace: the same whichever process is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from core.access.actor import Actor
from core.access.models import Installation
from core.access.permissions import Permission, require
from core.database.organisations import DirectoryEntry
from core.database.unit_of_work import UnitOfWork
from core.events.deliveries import WAITING
from core.events.leasing import pause_of
from core.events.models import Delivery, Lease, Receipt
from core.events.stumbles import FAILED, LIMITED, Stumble, last_stumbles

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_LATELY = timedelta(minutes=10)
_SHOWN = 3


@dataclass(frozen=True)
class Load:
    """What is owed to one workspace, how fast it goes there, and what went wrong lately.

    ``sent`` counts a minute, ``limited`` how often the platform asked for patience within an
    hour; ``paused_until``, until when. ``stumbles`` are the last, the newest first; ``away_lately``
    says whether it was not to be reached, or cut us off, within the last minutes.
    """

    platform: str
    workspace: str
    waiting: int = 0
    dead: int = 0
    unknown: int = 0
    sent: int = 0
    limited: int = 0
    heard_at: datetime | None = None
    paused_until: datetime | None = None
    stumbles: tuple[Stumble, ...] = ()
    away_lately: bool = False


async def connection_loads(uow: UnitOfWork, actor: Actor) -> list[Load]:
    """Those of all workspaces that were ever connected, but for the desk's own chat."""
    require(actor, Permission.CONFIGURE)
    found = await _connected(uow)
    return [await workspace_load(uow, actor, platform, workspace) for platform, workspace in found]


async def workspace_load(uow: UnitOfWork, actor: Actor, platform: str, workspace: str) -> Load:
    """That of one workspace, over all processes."""
    require(actor, Permission.CONFIGURE)
    waiting, dead, unknown, sent = await _deliveries(uow, platform, workspace)
    lane = f"{platform}:{workspace}:"
    heard: datetime | None = await uow.session.scalar(
        select(func.max(Receipt.created_at)).where(Receipt.lane.startswith(lane, autoescape=True))
    )
    paused: datetime | None = await uow.session.scalar(
        select(Lease.until).where(Lease.name == pause_of(platform, workspace))
    )
    stumbles = await last_stumbles(uow, platform, workspace)
    asked = [one for one in stumbles if one.kind == LIMITED]
    waits = [until for until in (paused, *(one.until for one in asked)) if until]
    return Load(
        platform=platform,
        workspace=workspace,
        waiting=waiting,
        dead=dead,
        unknown=unknown,
        sent=sent,
        limited=sum(1 for one in asked if one.at > uow.now - _HOUR),
        heard_at=heard,
        paused_until=max((until for until in waits if until > uow.now), default=None),
        stumbles=tuple(stumbles[:_SHOWN]),
        away_lately=any(one.kind == FAILED and one.at > uow.now - _LATELY for one in stumbles),
    )


async def _deliveries(uow: UnitOfWork, platform: str, workspace: str) -> tuple[int, ...]:
    """How many wait, are dead, are unknown, and were sent within a minute: one look at all."""
    state, is_new = Delivery.state, Delivery.sent_at > uow.now - _MINUTE
    counted = (state.in_(WAITING), state == "dead", state == "unknown", is_new)
    row = await uow.session.execute(
        select(*(func.count().filter(one) for one in counted)).where(
            Delivery.platform == platform, Delivery.workspace == workspace, or_(*counted)
        )
    )
    return tuple(row.one())


async def _connected(uow: UnitOfWork) -> list[tuple[str, str]]:
    """Whatever leads to this organisation. The desk's own chat bears its id; an enterprise is
    no place where anything stands, its teams are."""
    keys = await uow.session.scalars(
        select(DirectoryEntry.key).where(
            DirectoryEntry.kind == "workspace",
            DirectoryEntry.organisation_id == uow.organisation_id,
        )
    )
    whole = await uow.session.execute(
        select(Installation.platform, Installation.workspace).where(Installation.is_enterprise_wide)
    )
    left_out = {(platform, workspace) for platform, workspace in whole}
    parts = (key.partition(":") for key in keys)
    found = {(platform, workspace) for platform, _, workspace in parts}
    own = str(uow.organisation_id)
    return sorted(one for one in found - left_out if one[1] != own)
