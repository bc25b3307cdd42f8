"""Makes people, teams and tickets through the real use cases, as tests need them."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import TextClause, text

from core.access.actor import Actor, Role, the_desk
from core.clock import SetClock
from core.conversation.places import serve_channel
from core.database.outside import Results, with_work_outside
from core.database.unit_of_work import Database, UnitOfWork
from core.founding import found_organisation
from core.people.actors import actor_for
from core.people.people import PersonDraft, create_person
from core.people.teams import TeamDraft, save_team
from core.tickets.models import Ticket
from core.tickets.opening import TicketDraft, open_ticket
from core.tickets.reading.views import TicketView, view_ticket

P = ParamSpec("P")
T = TypeVar("T")
_numbers = itertools.count(1)


class MovableClock(SetClock):
    """A clock that a test moves on."""

    def move(self, **by: float) -> datetime:
        """Move on by so many seconds, minutes, hours, days; the new time."""
        self.set(self.now() + timedelta(**by))
        return self.now()


class Office:
    """One organisation, driven through its use cases."""

    def __init__(self, database: Database, organisation_id: UUID, clock: MovableClock) -> None:
        self.database = database
        self.organisation_id = organisation_id
        self.clock = clock
        self.desk = the_desk(organisation_id)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[UnitOfWork]:
        """A unit of work in the organisation."""
        async with self.database.unit_of_work(self.organisation_id) as uow:
            yield uow

    async def do(
        self,
        use_case: Callable[Concatenate[UnitOfWork, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run one use case in a unit of work of its own, slow work outside of it."""

        async def attempt(results: Results) -> T:
            async with self.work() as uow:
                uow.results = results
                return await use_case(uow, *args, **kwargs)

        return await with_work_outside(attempt)

    async def sql(self, statement: str | TextClause, **values: Any) -> list[Any]:
        """What a statement answers, run inside the organisation."""
        async with self.work() as uow:
            query = text(statement) if isinstance(statement, str) else statement
            result = await uow.session.execute(query, values)
            return list(result.all()) if result.returns_rows else []

    async def given_person(
        self, name: str = "Sam", role: Role | str = Role.AGENT, *, surface: str = "api", **said: Any
    ) -> Actor:
        """A person of that role as an actor. ``said`` are fields of a PersonDraft, or password."""
        password = said.pop("password", None)
        said.setdefault("email", f"{name.split()[0].lower()}.{next(_numbers)}@acme.example")
        draft = PersonDraft(name=name, role=Role(role), **said)
        async with self.work() as uow:
            person = await create_person(uow, self.desk, draft, password=password)
            await uow.session.flush()
            actor = await actor_for(uow, person.id, surface)
        assert actor is not None
        return actor

    async def given_customer(self, name: str = "Ana", **said: Any) -> Actor:
        """A customer."""
        return await self.given_person(name, Role.CUSTOMER, **said)

    async def given_team(self, name: str, *members: Actor, private: bool = False) -> UUID:
        """A team with those members. Actors made before do not know of it: see :meth:`again`."""
        ids = [member.person_id for member in members if member.person_id]
        draft = TeamDraft(name=name, is_private=private, member_ids=ids)
        return (await self.do(save_team, self.desk, draft)).id

    async def again(self, actor: Actor) -> Actor:
        """The same person as they may act now (teams, role)."""
        assert actor.person_id is not None
        found = await self.do(actor_for, actor.person_id, actor.surface)
        assert found is not None
        return replace(found, scopes=actor.scopes)

    async def given_ticket(self, requester: Actor, **said: Any) -> Ticket:
        """A ticket that was opened by ``requester``. ``said`` are fields of a TicketDraft."""
        said.setdefault("subject", f"Printer {next(_numbers)} is on fire")
        return await self.do(open_ticket, requester, TicketDraft(**said))

    async def given_channel(
        self, role: str = "triage", platform: str = "web", team_id: UUID | None = None
    ) -> str:
        """A served channel; its name."""
        name = f"{role}-{next(_numbers)}"
        workspace = str(self.organisation_id)
        await self.do(serve_channel, platform, workspace, name, role, team_id)
        return name

    async def see(self, number: int, actor: Actor | None = None) -> TicketView:
        """The ticket as the actor (or the desk) sees it."""
        return await self.do(view_ticket, actor or self.desk, number)

    async def events(self, ticket_id: UUID | None = None) -> list[Any]:
        """Rows of the event table in the order in which they were recorded."""
        return await self.sql(
            "SELECT * FROM events WHERE CAST(:t AS uuid) IS NULL OR ticket_id = :t ORDER BY id",
            t=ticket_id,
        )

    async def neighbour(self) -> "Office":
        """Another organisation in the same database."""
        slug = f"other-{next(_numbers)}"
        found = await found_organisation(self.database, slug, slug.title(), default=False)
        return Office(self.database, found, self.clock)
