"""Coming and going with a password; the demo's personas stay in the demo."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import update

from api.pages.app import build_pages
from api.pages.headers import SecurityHeaders
from api.pages.hosts import Hosts
from api.pages.session import Door
from core.access.passwords import hash_password
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.errors import NotFound
from core.people.models import Person
from tests.adapters.web.site import new_organisation
from tests.postgres import drop_database, fresh_database

PASSWORD = "correct horse battery staple"


@pytest_asyncio.fixture(scope="module")
async def database() -> AsyncIterator[Database]:
    """A database of this module's own."""
    url = await fresh_database()
    database = Database(build_engine(url, pool_size=3), {})
    yield database
    await database.close()
    await drop_database(url)


@pytest.fixture
async def client(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at an https site where Ana has a password; no personas."""
    organisation_id, host, people = await new_organisation(database)
    async with database.unit_of_work(organisation_id) as uow:
        hashed = await hash_password(PASSWORD)
        change = update(Person).where(Person.id == people["ana"]).values(password_hash=hashed)
        await uow.session.execute(change)
    door = Door(database, Hosts(database).organisation_of, public_url=f"https://{host}")
    app = FastAPI()
    app.include_router(build_pages(door))
    transport = httpx.ASGITransport(app=SecurityHeaders(app, https=True))
    async with httpx.AsyncClient(transport=transport, base_url=f"https://{host}") as client:
        yield client


async def sign_in(client: httpx.AsyncClient, password: str, **more: str) -> httpx.Response:
    """Fill in the form as it was served."""
    page = await client.get("/sign-in", params=more)
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    return await client.post(
        "/sign-in", data={**fields, "email": " Ana@Example.org", "password": password}
    )


async def test_the_right_password_opens_a_session_in_a_guarded_cookie(
    client: httpx.AsyncClient,
) -> None:
    answer = await sign_in(client, PASSWORD, next="/chat/direct")
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat/direct")
    cookie = next(
        c for c in answer.headers.get_list("set-cookie") if c.startswith("deskhand_session=")
    )
    for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert word in cookie


async def test_a_wrong_one_says_so_and_keeps_the_address(client: httpx.AsyncClient) -> None:
    answer = await sign_in(client, "wrong")
    assert answer.status_code == 422
    assert "deskhand_session" not in client.cookies
    assert 'value=" Ana@Example.org"' in answer.text
    assert 'aria-describedby="problem"' in answer.text


async def test_signing_in_needs_our_own_form(client: httpx.AsyncClient) -> None:
    fields = {"email": "ana@example.org", "password": PASSWORD}
    answer = await client.post("/sign-in", data=fields)
    assert answer.status_code == 403
    assert "open for too long" in answer.text
    assert "deskhand_session" not in client.cookies


async def test_without_the_demo_there_are_no_personas(client: httpx.AsyncClient) -> None:
    page = await client.get("/sign-in")
    assert "Who would you like to be" not in page.text
    assert (await client.post("/persona", data={"person": "x"})).status_code in {404, 405}


async def test_browsers_are_told_to_stay_on_https(client: httpx.AsyncClient) -> None:
    assert (await client.get("/sign-in")).headers["strict-transport-security"]


async def test_next_never_leads_off_the_site(client: httpx.AsyncClient) -> None:
    answer = await sign_in(client, PASSWORD, next="//evil.example")
    assert answer.headers["location"] == "/chat"


async def test_hosts_without_an_organisation_are_nobodys(database: Database) -> None:
    with pytest.raises(NotFound):
        await Hosts(database).organisation_of("unknown.example")
