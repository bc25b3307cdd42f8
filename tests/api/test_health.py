"""OPS-06: what monitoring sees, and what it sees when something is gone."""

import asyncio

import pytest
from sqlalchemy import text

from api.app import create_app
from core.assistant.extracting import Extractive
from core.events.listening import Listener
from core.events.sequencer import sequence_events
from tests.api.asking import V1, given_ticket
from tests.api.conftest import Rest
from tests.postgres import drop_database

UP = {"state": "up", "problem": None}


async def listening(rest: Rest, url: str, **checks: object) -> Listener:
    """The application with a listener that listens, and further checks."""
    listener = Listener(url)
    await listener.start()
    rest.app = create_app(
        rest.office.database,
        address="http://desk.test",
        listener=listener,
        assistant=Extractive(),
        checks=checks,  # type: ignore[arg-type]
    )
    return listener


async def test_a_process_that_lives_and_is_ready(rest: Rest, database_url: str) -> None:
    listener = await listening(rest, database_url)
    client = await rest.client()
    assert (await client.get("/healthz")).json() == {"status": "alive"}
    ready = await client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {
        "ready": True,
        "checks": {"database": UP, "migrations": UP, "listener": UP},
    }
    await listener.stop()


async def test_a_database_that_is_gone_is_named(rest: Rest, database_url: str) -> None:
    listener = await listening(rest, database_url)
    client = await rest.client()
    await drop_database(database_url)
    async with asyncio.timeout(60):
        while listener.connected.is_set():
            await asyncio.sleep(0.01)
    ready = await client.get("/readyz")
    assert ready.status_code == 503
    checks = ready.json()["checks"]
    assert {name for name, check in checks.items() if check["state"] == "down"} == {
        "database",
        "migrations",
        "listener",
    }
    assert "host=" not in ready.text
    assert (await client.get("/healthz")).status_code == 200
    assert "deskhand_database_up 0.0" in (await client.get("/metrics")).text
    await listener.stop()


@pytest.mark.parametrize(
    ("statement", "down"),
    [
        ("UPDATE alembic_version SET version_num = 'old'", {"migrations"}),
        ("DROP TABLE alembic_version", {"migrations"}),
    ],
)
async def test_another_schema_is_named(
    rest: Rest, database_url: str, statement: str, down: set[str]
) -> None:
    listener = await listening(rest, database_url)
    async with rest.office.database.owner() as session:
        await session.execute(text(statement))
    ready = (await (await rest.client()).get("/readyz")).json()
    assert {name for name, check in ready["checks"].items() if check["state"] == "down"} == down
    await listener.stop()


async def test_a_listener_and_further_dependencies_are_named(rest: Rest, database_url: str) -> None:
    async def broken() -> None:
        raise OSError("password=hunter2 refused")

    async def works() -> None:
        return

    listener = await listening(rest, database_url, slack=broken, mail=works)
    await listener.stop()
    listener.connected.clear()
    ready = await (await rest.client()).get("/readyz")
    checks = ready.json()["checks"]
    assert (checks["listener"]["state"], checks["slack"]["state"]) == ("down", "down")
    assert (checks["mail"], checks["database"]) == (UP, UP)
    assert "hunter2" not in ready.text


async def test_metrics_count_requests_and_what_waits(rest: Rest) -> None:
    await rest.office.given_channel("triage")
    agent = await rest.given("agent")
    number = (await given_ticket(agent))["number"]
    await agent.get(f"{V1}/tickets/{number}")
    await agent.get(f"{V1}/tickets/424242")
    await agent.request("BREW", f"{V1}/tickets")
    await sequence_events(rest.office.database)
    said = (await (await rest.client()).get("/metrics")).text
    for line in (
        'deskhand_requests_total{method="POST",route="/api/v1/tickets",status="201"} 1.0',
        'deskhand_requests_total{method="GET",route="/api/v1/tickets/{number}",status="404"} 1.0',
        'deskhand_request_seconds_count{method="GET",route="/api/v1/tickets/{number}"} 2.0',
        'deskhand_deliveries_waiting{state="queued"} 1.0',
        "deskhand_receipts_waiting 0.0",
        "deskhand_database_up 1.0",
    ):
        assert line in said
    assert str(number) not in said
    assert "BREW" not in said
    assert str(rest.office.organisation_id) not in said
