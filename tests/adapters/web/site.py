"""A web chat over real Postgres, with a desk that remembers what it was told."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlalchemy import insert

from adapters.web.app import build_web
from adapters.web.platform import WebPlatform, link_person
from api.pages.app import build_pages
from api.pages.headers import SecurityHeaders
from api.pages.hosts import Hosts
from api.pages.session import Door
from api.pages.signing_in import Persona
from bot.cards import Card, Form, Option
from bot.incoming import Incoming, Spot
from bot.ports import Completion
from core.clock import SystemClock
from core.database.organisations import Organisation, list_in_directory
from core.database.unit_of_work import Database, UnitOfWork
from core.events.listening import Listener
from core.ids import new_id
from core.people.models import Person

NONCE = re.compile(r'name="nonce" value="([^"]+)"')
CSRF = re.compile(r'name="csrf" value="([^"]+)"')
CLOCK = SystemClock()
_numbers = itertools.count(1)


@dataclass
class Desk:
    """Keeps what it is told and opens the forms that a test has laid out for it."""

    told: list[Incoming] = field(default_factory=list)
    asked: list[Incoming] = field(default_factory=list)
    forms: dict[str, Form] = field(default_factory=dict)
    choices: dict[str, list[Option]] = field(default_factory=dict)
    completions: list[Completion] = field(default_factory=list)
    trouble: Exception | None = None

    async def ask(self, incoming: Incoming) -> Form | None:
        """The form laid out for that text."""
        self.asked.append(incoming)
        return self.forms.get(incoming.text)

    async def tell(self, incoming: Incoming) -> None:
        """Keep it, or fail as the test wants."""
        if self.trouble:
            raise self.trouble
        self.told.append(incoming)

    async def complete(self, incoming: Incoming) -> list[Completion]:
        """The suggestions laid out."""
        self.asked.append(incoming)
        return self.completions

    async def suggest(self, incoming: Incoming, source: str) -> list[Option]:
        """The choices laid out for that source that hold what was typed."""
        self.asked.append(incoming)
        return [one for one in self.choices.get(source, ()) if incoming.text in one.label]

    async def preview(
        self, incoming: Incoming, urls: Sequence[str], *, most: int
    ) -> dict[str, Card]:
        """The web chat does not ask for these."""
        return {}


@dataclass
class Site:
    """One organisation's web chat."""

    organisation_id: UUID
    host: str
    app: SecurityHeaders
    database: Database
    platform: WebPlatform
    desk: Desk
    people: dict[str, UUID]

    def spot(self, channel: str, thread: str | None = None) -> Spot:
        """An address in this organisation."""
        return Spot(
            platform="web", workspace=str(self.organisation_id), channel=channel, thread=thread
        )

    def direct(self, name: str) -> str:
        """A person's direct channel."""
        return f"direct:{self.people[name]}"

    async def browser(self, name: str) -> "Browser":
        """A browser in which that persona is signed in."""
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app), base_url=f"http://{self.host}"
        )
        browser = Browser(client, self.desk)
        page = await browser.get("/sign-in")
        answer = await client.post(
            "/persona", data={"csrf": browser.csrf(page), "person": str(self.people[name])}
        )
        assert answer.headers["location"] == "/chat"
        return browser


@dataclass
class Browser:
    """What a person without scripts can do: follow links and submit forms."""

    client: httpx.AsyncClient
    desk: Desk

    @staticmethod
    def csrf(page: httpx.Response) -> str:
        """The page's token."""
        found = CSRF.search(page.text)
        assert found, page.text[:500]
        return found[1]

    async def get(self, path: str) -> httpx.Response:
        """Fetch, following redirects."""
        return await self.client.get(path, follow_redirects=True)

    async def post(self, path: str, page: str = "/chat", **fields: str) -> httpx.Response:
        """Submit a form of that page; the answer itself, redirects not followed."""
        shown = await self.get(page)
        base = {"csrf": self.csrf(shown), "nonce": f"nonce-{next(_numbers)}"}
        return await self.client.post(path, data={**base, **fields})

    async def say(self, text: str, channel: str, thread: str = "", **fields: str) -> httpx.Response:
        """Write in a channel or a thread."""
        return await self.post("/chat/send", text=text, channel=channel, thread=thread, **fields)


PEOPLE = {
    "ana": ("Ana Ruiz", "customer"),
    "bob": ("Bob Stone", "customer"),
    "sam": ("Sam Okafor", "agent"),
    "kim": ("Kim Larsen", "admin"),
}


async def new_organisation(database: Database) -> tuple[UUID, str, dict[str, UUID]]:
    """An organisation with a host name of its own and four people."""
    organisation_id, now = new_id(), CLOCK.now()
    host = f"{organisation_id.hex[-10:]}.localhost"
    async with database.owner() as session:
        session.add(
            Organisation(id=organisation_id, slug=host, name="Acme", is_demo=True, created_at=now)
        )
        await session.flush()
        await list_in_directory(session, "host", host, organisation_id)
    people = {name: new_id() for name in PEOPLE}
    async with database.unit_of_work(organisation_id) as uow:
        await uow.session.execute(
            insert(Person),
            [
                {
                    "id": people[key],
                    "organisation_id": organisation_id,
                    "name": name,
                    "role": role,
                    "email": f"{key}@example.org",
                    "created_at": now,
                    "updated_at": now,
                }
                for key, (name, role) in PEOPLE.items()
            ],
        )
    return organisation_id, host, people


async def build_site(database: Database, listener: Listener, *, demo: bool = True) -> Site:
    """A fresh organisation's web chat; in demo mode one may be anybody."""
    organisation_id, host, people = await new_organisation(database)
    desk = Desk()

    async def personas(uow: UnitOfWork) -> list[Persona]:
        return [Persona(people[key], name, role) for key, (name, role) in PEOPLE.items()]

    door = Door(database, Hosts(database).organisation_of, public_url=f"http://{host}")
    app = FastAPI()
    app.include_router(build_pages(door, personas if demo else None, link_person))
    app.include_router(build_web(door, desk, listener, CLOCK, personas if demo else None))
    return Site(
        organisation_id,
        host,
        SecurityHeaders(app, https=False),
        database,
        WebPlatform(database, CLOCK),
        desk,
        people,
    )
