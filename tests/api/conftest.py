"""Fixtures of the REST tests: the real application over a database of the test's own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from adapters.files.store import build_memory_store
from api.app import create_app
from core.access.actor import Actor, Role
from core.access.keys import create_key
from core.access.vault import Vault
from core.assistant.extracting import Extractive
from core.conversation.files import Files
from core.events.listening import Listener
from tests.api.asking import V1, given_ticket
from tests.builders import Office

ADDRESS = "http://desk.test"


class Rest:
    """REST as programs reach it: clients with keys, on the application in this process."""

    def __init__(self, app: FastAPI, office: Office, closing: AsyncExitStack) -> None:
        self.app = app
        self.office = office
        self._closing = closing

    async def client(self, secret: str | None = None) -> httpx.AsyncClient:
        """A client with that key, or a stranger."""
        headers = {b"Authorization": f"Bearer {secret}".encode("latin-1")} if secret else {}
        transport = httpx.ASGITransport(app=self.app)
        client = httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers)
        return await self._closing.enter_async_context(client)

    async def secret_of(self, person_id: UUID, role: Role, *scopes: str) -> str:
        """A key of that person, with all of the role's scopes unless some are named."""
        key = await self.office.do(
            create_key, self.office.desk, role=role, scopes=list(scopes), person_id=person_id
        )
        return key.secret

    async def of(self, actor: Actor, *scopes: str) -> httpx.AsyncClient:
        """A client that acts as that person."""
        assert actor.person_id is not None
        return await self.client(await self.secret_of(actor.person_id, actor.role, *scopes))

    async def given(self, role: Role | str, *scopes: str) -> httpx.AsyncClient:
        """A client of a new person of that role."""
        return await self.of(await self.office.given_person("Robin", role), *scopes)


def build_app(office: Office, listener: Listener) -> FastAPI:
    """The application as the bootstrap builds it, without pages."""
    return create_app(
        office.database,
        address=ADDRESS,
        listener=listener,
        assistant=Extractive(),
        files=Files(build_memory_store()),
        vault=Vault("k" * 40),
    )


async def given_targets(rest: Rest, admin: httpx.AsyncClient) -> dict[str, Any]:
    """Things that exist, by the name of the path parameter that leads to them."""
    number = (await given_ticket(admin))["number"]
    said = (await admin.post(f"{V1}/tickets/{number}/reply", json={"text": "Hello"})).json()
    team = (await admin.post(f"{V1}/teams", json={"name": "Targets"})).json()
    article = (await admin.post(f"{V1}/articles", json={"title": "T", "body": "B"})).json()
    person = await rest.office.given_customer()
    field = (await admin.post(f"{V1}/fields", json={"key": "target", "label": "Target"})).json()
    macro = (await admin.post(f"{V1}/macros", json={"name": "target", "text": "Hello"})).json()
    return {
        "number": number,
        "message_id": said["id"],
        "team_id": team["id"],
        "slug": article["slug"],
        "person_id": person.person_id,
        "category_id": (await admin.get(f"{V1}/categories")).json()["items"][0]["id"],
        "field_id": field["id"],
        "name": macro["name"],
        "status_id": (await admin.get(f"{V1}/statuses")).json()["items"][0]["id"],
    }


@pytest.fixture
async def rest(office: Office, database_url: str) -> AsyncIterator[Rest]:
    """REST over the founded organisation. Nobody listens to notifications."""
    async with AsyncExitStack() as closing:
        yield Rest(build_app(office, Listener(database_url)), office, closing)


@pytest.fixture
async def agent(rest: Rest) -> httpx.AsyncClient:
    """A client of an agent."""
    return await rest.given(Role.AGENT)


@pytest.fixture
async def admin(rest: Rest) -> httpx.AsyncClient:
    """A client of an administrator."""
    return await rest.given(Role.ADMIN)
