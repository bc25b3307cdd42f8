"""Plays the story: first the morning on a fast clock, then the rest of the day live."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import select, update

from bot.demo.acting import ACTS, Stage
from bot.demo.clock import DemoClock
from bot.demo.files import content_of, in_pieces
from bot.demo.macros import MACROS
from bot.demo.people import FIGURES, TEAMS
from bot.demo.story import AFTERNOON, MORNING, Step
from bot.showing.phrasing import to_file
from core.access.actor import Actor, the_desk
from core.conversation.files import Files, StoredFile
from core.database.organisations import Organisation
from core.database.unit_of_work import Database, UnitOfWork
from core.errors import HelpdeskError
from core.founding import found_organisation
from core.people.actors import actor_for
from core.people.identities import link_identity
from core.people.models import Person
from core.people.people import PersonDraft, create_person
from core.people.teams import TeamDraft, save_team
from core.tickets.files.attaching import keep_file
from core.tickets.macros.macros import save_macro
from core.tickets.models import Ticket

log = structlog.get_logger()
SLUG, NAME = "harbour-tools", "Harbour Tools (demo)"
SECONDS_PER_MINUTE = 60.0
Settle = Callable[[], Awaitable[None]]
"""Delivers everything that is owed, before the clock moves on."""
Progress = Callable[[int, int], None]


async def found_demo(database: Database) -> UUID:
    """The demo's organisation with its people and teams. Marked as demo data."""
    organisation_id = await found_organisation(database, SLUG, NAME, is_demo=True)
    desk = the_desk(organisation_id, "demo")
    async with database.unit_of_work(organisation_id) as uow:
        teams = {
            name: await save_team(uow, desk, TeamDraft(name=name, description=text))
            for name, text in TEAMS.items()
        }
        for figure in FIGURES:
            team = teams.get(figure.team)
            draft = PersonDraft(
                name=figure.name,
                email=figure.email,
                role=figure.role,
                team_id=team.id if team else None,
                timezone=figure.timezone,
            )
            person = await create_person(uow, desk, draft)
            person.preferences = {"persona": figure.persona, "line": figure.line}
        for macro in MACROS:
            await save_macro(uow, desk, macro)
    return organisation_id


class Player:
    """Plays steps of the story in one organisation."""

    def __init__(
        self, database: Database, organisation_id: UUID, stage: Stage, files: Files | None = None
    ) -> None:
        self._database = database
        self._files = files
        self._organisation_id = organisation_id
        self._stage = stage

    async def link_people(self, platform: str, workspace: str) -> None:
        """Give every figure an account in the web chat, as if they had been there."""
        async with self._database.unit_of_work(self._organisation_id) as uow:
            for person in await uow.session.scalars(select(Person).where(Person.email != "")):
                profile = await self._stage.profile(workspace, person.id)
                await link_identity(uow, platform, workspace, str(person.id), profile)

    async def play_morning(self, clock: DemoClock, settle: Settle, progress: Progress) -> None:
        """All that has happened today until now, on a clock that is moved along."""
        now = datetime.now(UTC)
        for done, step in enumerate(MORNING):
            clock.set(now - timedelta(minutes=step.at))
            await self.play(step)
            await settle()
            progress(done + 1, len(MORNING))
        clock.go_live()

    async def play_afternoon(self) -> None:
        """The rest of the day, live; a restart goes on where it stopped."""
        done = await self._steps_done()
        for number, step in enumerate(AFTERNOON[done:], start=done + 1):
            await asyncio.sleep(step.at * SECONDS_PER_MINUTE)
            try:
                await self.play(step, number)
            except HelpdeskError as error:
                # A visitor has had a hand in this ticket: the story goes on without us.
                log.info("demo.skipped", step=number, reason=str(error))

    async def play(self, step: Step, number: int | None = None) -> None:
        """One step, through the use case that a person's act would have called."""
        stored = await self._stored(step)
        async with self._database.unit_of_work(self._organisation_id) as uow:
            actor = await self._actor(uow, step.who)
            ticket = await self._ticket(uow, step)
            if stored is not None:
                on = ticket.number if ticket else None
                kept = await keep_file(uow, actor, stored, number=on)
                step = replace(step, files=(to_file(kept),))
            await ACTS[step.act](uow, actor, ticket, step, self._stage)
            if number is not None:
                await self._keep_place(uow, number)

    async def _stored(self, step: Step) -> StoredFile | None:
        """The step's file, in the storage."""
        if not step.file or self._files is None:
            return None
        chunks, now = in_pieces(content_of(step.file)), self._database.clock.now()
        return await self._files.take_in(self._organisation_id, step.file, chunks, now)

    async def _actor(self, uow: UnitOfWork, key: str) -> Actor:
        figure = next(f for f in FIGURES if f.key == key)
        person_id = await uow.session.scalar(select(Person.id).where(Person.email == figure.email))
        actor = await actor_for(uow, person_id, surface="web") if person_id else None
        assert actor is not None
        return actor

    async def _ticket(self, uow: UnitOfWork, step: Step) -> Ticket | None:
        """The ticket by its subject in the story; none while it is being opened."""
        if step.act == "open":
            return None
        opening = next(s for s in (*MORNING, *AFTERNOON) if s.act == "open" and s.on == step.on)
        ticket: Ticket | None = await uow.session.scalar(
            select(Ticket)
            .where(Ticket.subject == opening.text.splitlines()[0])
            .order_by(Ticket.id.desc())
            .limit(1)
        )
        assert ticket is not None
        return ticket

    async def _steps_done(self) -> int:
        async with self._database.owner() as session:
            organisation = await session.get(Organisation, self._organisation_id)
            return int(organisation.settings.get("demo_step", 0)) if organisation else 0

    async def _keep_place(self, uow: UnitOfWork, number: int) -> None:
        await uow.session.execute(
            update(Organisation)
            .where(Organisation.id == self._organisation_id)
            .values(settings={"demo_step": number})
        )
