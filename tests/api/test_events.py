"""Following events: in order, nothing lost, nothing that a reader may not know."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import pytest

from core.access.actor import Actor, Role
from core.access.keys import revoke_key
from core.events.listening import Listener
from core.events.sequencer import sequence_events
from core.tickets.claiming import claim
from core.tickets.replying import note, reply
from tests.api.asking import V1, fields, given_ticket, problem
from tests.api.conftest import Rest, build_app
from tests.api.serving import served
from tests.builders import Office

INTERNAL = ("ClockChanged", "PersonCreated", "ApiKeyCreated", "TeamChanged", "CategoryChanged")


async def place(office: Office) -> None:
    """Give all committed events their position."""
    while await sequence_events(office.database):
        pass


async def all_of(client: httpx.AsyncClient, limit: int = 3, after: int = 0) -> list[dict[str, Any]]:
    """All events that the client may see, page by page."""
    found: list[dict[str, Any]] = []
    while True:
        query = {"after": after, "limit": limit}
        page = (await client.get(f"{V1}/events", params=query)).json()
        found += page["events"]
        if page["next"] == after:
            return found
        after = page["next"]


async def _journey(rest: Rest) -> tuple[Actor, Actor, int]:
    ana, sam = await rest.office.given_customer("Ana"), await rest.office.given_person("Sam")
    ticket = await rest.office.given_ticket(ana)
    await rest.office.do(claim, sam, ticket.number)
    await rest.office.do(note, sam, ticket.number, "canary: rude")
    await rest.office.do(reply, sam, ticket.number, "Hello")
    staff = await rest.of(sam)
    path = f"{V1}/tickets/{ticket.number}"
    await staff.patch(path, json={"add_tags": ["canary"], "reason": "canary reason"})
    await staff.patch(path, json={"priority": "high", "reason": "canary reason"})
    await place(rest.office)
    return ana, sam, ticket.number


async def test_pages_follow_each_other_without_doubles_or_gaps(rest: Rest) -> None:
    await _journey(rest)
    admin = await rest.given(Role.ADMIN)
    await place(rest.office)
    events = await all_of(admin)
    rows = await rest.office.sql("SELECT id::text FROM events ORDER BY position")
    assert [event["id"] for event in events] == [row.id for row in rows]
    positions = [event["position"] for event in events]
    assert positions == sorted(set(positions))
    assert await all_of(admin, after=positions[-1]) == []
    middle = positions[len(positions) // 2]
    assert [e["position"] for e in await all_of(admin, after=middle)] == [
        p for p in positions if p > middle
    ]


async def test_an_event_without_position_waits_and_is_then_seen(
    rest: Rest, agent: httpx.AsyncClient
) -> None:
    await place(rest.office)
    before = (await agent.get(f"{V1}/events", params={"limit": 500})).json()["next"]
    await given_ticket(agent)
    page = (await agent.get(f"{V1}/events", params={"after": before})).json()
    assert page == {"events": [], "next": before}
    await place(rest.office)
    assert "TicketOpened" in {event["type"] for event in await all_of(agent, after=before)}


async def test_a_customer_hears_of_its_own_tickets_and_nothing_internal(rest: Rest) -> None:
    ana, _, number = await _journey(rest)
    ben = await rest.office.given_customer("Ben")
    seen = await all_of(await rest.of(ana))
    kinds = [event["type"] for event in seen]
    assert kinds == [
        "TicketOpened",
        "MessagePosted",
        "TicketClaimed",
        "MessagePosted",
        "TicketPriorityChanged",
    ]
    assert {event["ticket"] for event in seen} == {f"TIK-{number}"}
    text = json.dumps(seen)
    for secret in ("canary", "reason_id", "internal", *INTERNAL):
        assert secret not in text
    assert await all_of(await rest.of(ben)) == []


async def test_staff_hear_of_what_is_their_business(rest: Rest) -> None:
    _, sam, number = await _journey(rest)
    pat = await rest.office.given_person("Pat")
    await rest.office.given_team("Payroll", pat, private=True)
    manager = await rest.given(Role.MANAGER)
    await manager.post(f"{V1}/tickets/{number}/assign", json={"to": "Payroll"})
    await manager.delete(f"{V1}/tickets/{number}")
    await place(rest.office)
    ticket_events = {
        name: {e["type"] for e in await all_of(client) if e["ticket"]}
        for name, client in {
            "outside": await rest.of(sam),
            "inside": await rest.of(await rest.office.again(pat)),
            "manager": manager,
        }.items()
    }
    assert ticket_events["outside"] == set()
    # Somebody who keeps a copy must learn of the deletion.
    assert "TicketDeleted" in ticket_events["inside"]
    assert ticket_events["inside"] == ticket_events["manager"]
    everything = {event["type"] for event in await all_of(manager)}
    assert "PersonCreated" in everything
    assert "ApiKeyCreated" not in everything
    admin = await rest.given(Role.ADMIN)
    await place(rest.office)
    assert "ApiKeyCreated" in {event["type"] for event in await all_of(admin)}


async def test_the_scope_for_events_is_its_own(rest: Rest) -> None:
    problem(await (await rest.given("agent", "tickets:write")).get(f"{V1}/events"), 403, "denied")
    client = await rest.given("agent", "events:read")
    assert (await client.get(f"{V1}/events")).status_code == 200
    assert fields(await client.get(f"{V1}/events", params={"after": -1})) == {"after"}
    problem(await client.get(f"{V1}/tickets"), 403, "denied")


@pytest.fixture
async def address(rest: Rest, database_url: str) -> AsyncIterator[str]:
    """Where the application is really served, with a listener."""
    listener = Listener(database_url)
    await listener.start()
    async with served(build_app(rest.office, listener)) as url:
        yield url
    await listener.stop()


class Stream:
    """An open stream of events, as a client reads it."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def next(self) -> dict[str, str]:
        """The next event's fields; empty when the stream has ended."""
        said: dict[str, str] = {}
        async with asyncio.timeout(60):
            async for line in self._lines:
                if not line and said:
                    return said
                name, _, value = line.partition(":")
                if name:
                    said[name] = value.strip()
        return said


@asynccontextmanager
async def following(address: str, secret: str, after: str = "") -> AsyncIterator[Stream]:
    """A client on the stream."""
    sent = {"Authorization": f"Bearer {secret}"} | ({"Last-Event-ID": after} if after else {})
    async with (
        httpx.AsyncClient(base_url=address, headers=sent) as client,
        client.stream("GET", f"{V1}/events/stream") as response,
    ):
        yield Stream(response)


async def test_the_stream_pushes_what_happens_in_order(rest: Rest, address: str) -> None:
    sam = await rest.office.given_person("Sam")
    assert sam.person_id is not None
    secret = await rest.secret_of(sam.person_id, sam.role)
    client = await rest.client(secret)
    await place(rest.office)
    async with following(address, secret) as stream:
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        number = (await given_ticket(client))["number"]
        await place(rest.office)
        await client.post(f"{V1}/tickets/{number}/claim")
        await place(rest.office)
        heard = [await stream.next() for _ in range(5)]
    kinds = [event["event"] for event in heard]
    assert [k for k in kinds if k.startswith("Ticket")] == ["TicketOpened", "TicketClaimed"]
    assert all(json.loads(event["data"])["position"] == int(event["id"]) for event in heard)
    # A client that comes back goes on exactly where it was.
    opened = next(event for event in heard if event["event"] == "TicketOpened")
    async with following(address, secret, after=opened["id"]) as stream:
        again = [await stream.next() for _ in range(4)]
    assert again == heard[heard.index(opened) + 1 :]


async def test_an_idle_stream_holds_no_connection_to_the_database(rest: Rest, address: str) -> None:
    sam = await rest.office.given_person("Sam")
    assert sam.person_id is not None
    secret = await rest.secret_of(sam.person_id, sam.role)
    pool = rest.office.database.engine.pool
    async with following(address, secret), following(address, secret):
        async with asyncio.timeout(60):
            while pool.checkedout():  # type: ignore[attr-defined]
                await asyncio.sleep(0.01)
        assert (await (await rest.client()).get("/healthz")).status_code == 200


async def test_a_revoked_key_ends_its_stream(rest: Rest, address: str) -> None:
    sam = await rest.office.given_person("Sam")
    assert sam.person_id is not None
    secret = await rest.secret_of(sam.person_id, sam.role)
    keys = await rest.office.sql("SELECT id FROM api_keys WHERE person_id = :p", p=sam.person_id)
    async with following(address, secret) as stream:
        await rest.office.do(revoke_key, rest.office.desk, keys[0].id)
        await rest.office.given_ticket(sam)
        await place(rest.office)
        with suppress(httpx.RemoteProtocolError):
            assert await stream.next() == {}


async def test_strangers_are_refused_before_the_stream_begins(rest: Rest, address: str) -> None:
    for secret, status in (("dh_wrong", 401), (None, 401)):
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        async with httpx.AsyncClient(base_url=address, headers=headers) as client:
            answer = await client.get(f"{V1}/events/stream")
        assert (answer.status_code, answer.headers["content-type"]) == (
            status,
            "application/problem+json",
        )
    denied = await rest.given("agent", "tickets:read")
    problem(await denied.get(f"{V1}/events/stream"), 403, "denied")
    known = await rest.given("agent")
    answer = await known.get(f"{V1}/events/stream", headers={"Last-Event-ID": "five"})
    assert fields(answer) == {"Last-Event-ID"}
