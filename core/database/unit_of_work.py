"""The unit of work: one transaction of one organisation, with all that follows from it.

Rows, events and deliveries commit together; what must follow an event (clocks,
search, announcements) runs at once, in the order of ``core/reactions.py``.
Nothing in here speaks to the network.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from core.access.actor import Actor
from core.clock import Clock, SystemClock
from core.database.engine import close_engine
from core.database.outside import NotDoneYet, Results, Work
from core.database.rows import Writes, insert_rows
from core.database.tenancy import APP_ROLE, SYSTEM_ROLE
from core.errors import NotFound
from core.events.event import Event
from core.events.models import EventRow
from core.ids import new_id

T = TypeVar("T")
Reaction = Callable[["UnitOfWork", Actor, Any], Awaitable[None]]
Reactions = Mapping[type[Event], Sequence[Reaction]]

_ENTER = f"""
SELECT set_config('role', '{APP_ROLE}', true), set_config('app.org', o.id::text, true),
       o.id, o.config_version, o.ticket_prefix, o.language
FROM organisations o """
ENTER_BY_ID = text(_ENTER + "WHERE o.id = :id")
ENTER_BY_KEY = text(
    _ENTER + "JOIN directory d ON d.organisation_id = o.id WHERE d.kind = :kind AND d.key = :key"
)
_EVENTS = insert_rows(EventRow, "events")
AS_SYSTEM = text(f"SELECT set_config('role', '{SYSTEM_ROLE}', true)")


@dataclass
class _Cached:
    version: int
    values: dict[Any, Any] = field(default_factory=dict)


class UnitOfWork:
    """One transaction. Use it through :meth:`Database.unit_of_work`.

    ``writes`` are made with the next :meth:`flush`; who wants to read them flushes first.
    """

    def __init__(
        self,
        session: AsyncSession,
        entered: Any,
        clock: Clock,
        reactions: Reactions,
        cache: _Cached,
    ) -> None:
        self.session = session
        self.organisation_id: UUID = entered.id
        self.ticket_prefix: str = entered.ticket_prefix
        self.language: str = entered.language
        self.now: datetime = clock.now()
        self.request_id: str | None = None
        self._reactions = reactions
        self._cache = cache
        self._events: list[dict[str, Any]] = []
        self.writes = Writes()
        self.read: dict[Any, Any] = {}
        """What was read before in this very transaction, for those who keep it true."""
        self.results: Results = {}

    def not_before(self, moment: datetime) -> None:
        """What is done from now on comes after that moment: whoever waits for a lock began
        before those who held it, and acts after them."""
        if self.now < moment:
            self.now = moment + timedelta(microseconds=1)

    async def record(self, event: Event, actor: Actor) -> None:
        """Keep the fact, and do at once what must follow from it."""
        self._events.append(
            {
                "id": event.event_id,
                "organisation_id": self.organisation_id,
                "type": event.type,
                "ticket_id": event.ticket_id,
                "actor_id": actor.person_id,
                "surface": actor.surface,
                "request_id": self.request_id,
                "at": self.now,
                "data": event.data(),
            }
        )
        for react in self._reactions.get(type(event), ()):
            await react(self, actor, event)

    async def cached(self, load: Callable[["UnitOfWork"], Awaitable[T]]) -> T:
        """What ``load`` reads, kept in memory until the organisation's configuration changes.

        Only for values that are read-only and come from tables whose triggers
        raise ``config_version``.
        """
        if load not in self._cache.values:
            self._cache.values[load] = await load(self)
        value: T = self._cache.values[load]
        return value

    def outside(self, work: Work[T]) -> T:
        """The result of work for which no transaction may wait: done before, or
        :class:`NotDoneYet` is raised, and all begins anew when it is done."""
        if work not in self.results:
            raise NotDoneYet(work)
        result: T = self.results[work]
        return result

    async def flush(self) -> None:
        """Write what is still in memory, but for events, so that it can be read."""
        await self.session.flush()
        taken = self.writes.take()
        if taken is not None:
            await self.session.execute(*taken)

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """A part of the work that is undone alone if it raises, with its events and deliveries.

        Parts may hold parts. The error goes on to whoever asked for the part.
        """
        await self.finish()
        read = dict(self.read)
        try:
            async with self.session.begin_nested():
                yield
                await self.finish()
        except BaseException:
            self._events, self.writes, self.read = [], Writes(), read
            raise

    async def finish(self) -> None:
        """Write all that is still in memory: the last thing before a commit or a savepoint."""
        self.writes.add_rows(_EVENTS, self._events)
        self._events = []
        await self.flush()

    def configuration_changed(self) -> None:
        """Forget what was cached: this very transaction has changed the configuration."""
        self._cache = _Cached(-1)


class Database:
    """The way to Postgres for everybody: builds units of work and system sessions.

    ``process`` is under what name this process holds leases.
    """

    def __init__(
        self, engine: AsyncEngine, reactions: Reactions, clock: Clock | None = None
    ) -> None:
        self.engine = engine
        self.clock: Clock = clock or SystemClock()
        self.process = new_id()
        self._reactions = reactions
        self._sessions = async_sessionmaker(engine, expire_on_commit=False, autoflush=False)
        self._caches: dict[UUID, _Cached] = {}

    @asynccontextmanager
    async def unit_of_work(
        self, organisation_id: UUID, *, clock: Clock | None = None
    ) -> AsyncIterator[UnitOfWork]:
        """A transaction inside that organisation; commits on a clean exit.

        Raises :class:`NotFound` if there is no such organisation.
        """
        async with (
            self._sessions() as session,
            session.begin(),
            self.inside(session, organisation_id, clock=clock) as uow,
        ):
            yield uow

    @asynccontextmanager
    async def inside(
        self, session: AsyncSession, organisation_id: UUID, *, clock: Clock | None = None
    ) -> AsyncIterator[UnitOfWork]:
        """The rest of that transaction inside the organisation, which it may have created."""
        entered = (await session.execute(ENTER_BY_ID, {"id": organisation_id})).one_or_none()
        uow = self._entered(session, entered, clock, "that organisation")
        yield uow
        await uow.finish()

    @asynccontextmanager
    async def unit_of_work_by(self, kind: str, key: str) -> AsyncIterator[UnitOfWork]:
        """The same, finding the organisation in the directory in the same statement."""
        async with self._sessions() as session, session.begin():
            found = await session.execute(ENTER_BY_KEY, {"kind": kind, "key": key})
            uow = self._entered(session, found.one_or_none(), None, f"that {kind}")
            yield uow
            await uow.finish()

    @asynccontextmanager
    async def system(self) -> AsyncIterator[AsyncSession]:
        """A transaction outside all organisations, for the loops that serve them all."""
        async with self._sessions() as session, session.begin():
            await session.execute(AS_SYSTEM)
            yield session

    @asynccontextmanager
    async def owner(self) -> AsyncIterator[AsyncSession]:
        """A transaction as the owner of the tables: to create organisations."""
        async with self._sessions() as session, session.begin():
            yield session

    async def close(self) -> None:
        """Close all connections, when what is under way has ended."""
        await close_engine(self.engine)

    def _entered(
        self, session: AsyncSession, entered: Any, clock: Clock | None, ref: str
    ) -> UnitOfWork:
        if entered is None:
            raise NotFound(ref=ref)
        cache = self._caches.get(entered.id)
        if cache is None or cache.version != entered.config_version:
            cache = self._caches[entered.id] = _Cached(entered.config_version)
        return UnitOfWork(session, entered, clock or self.clock, self._reactions, cache)
