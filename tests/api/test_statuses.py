"""API-08, API-02: every status that REST answers with is driven once, and errors share a shape."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import httpx
import pytest
import structlog
from sqlalchemy import text

from api.problems import STATUS
from core.access.actor import Role
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.errors import ErrorKind
from core.events.listening import Listener
from core.reactions import REACTIONS
from tests.api.asking import V1, given_ticket, problem
from tests.api.conftest import Rest, build_app
from tests.builders import Office

Drive = Callable[[Rest, httpx.AsyncClient], Awaitable[httpx.Response]]
JSON = {"Content-Type": "application/json"}


async def _ok(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    return await agent.get(f"{V1}/tickets")


async def _created(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    return await agent.post(f"{V1}/tickets", json={"subject": "x"})


async def _accepted(rest: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    await rest.office.given_channel("triage")
    await given_ticket(agent)
    await rest.office.sql("UPDATE deliveries SET state = 'dead'")
    dead = (await agent.get(f"{V1}/deliveries", params={"state": "dead"})).json()["items"]
    return await agent.post(f"{V1}/deliveries/{dead[0]['id']}/redrive")


async def _no_content(rest: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    manager = await rest.given(Role.MANAGER)
    return await manager.delete(f"{V1}/tickets/{(await given_ticket(agent))['number']}")


async def _not_modified(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    path = f"{V1}/tickets/{(await given_ticket(agent))['number']}"
    etag = (await agent.get(path)).headers["etag"]
    return await agent.get(path, headers={"If-None-Match": etag})


async def _not_json(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    return await agent.post(f"{V1}/tickets", content=b'{"subject": ', headers=JSON)


async def _not_utf8(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    return await agent.post(f"{V1}/tickets", content=b'{"subject": "\xff"}', headers=JSON)


async def _stranger(rest: Rest, _: httpx.AsyncClient) -> httpx.Response:
    return await (await rest.client()).get(f"{V1}/tickets")


async def _made_up_key(rest: Rest, _: httpx.AsyncClient) -> httpx.Response:
    return await (await rest.client("dh_made_up")).get(f"{V1}/tickets")


async def _not_allowed(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    return await agent.get(f"{V1}/api-keys")


async def _no_such_ticket(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    return await agent.get(f"{V1}/tickets/999999")


async def _no_such_path(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    return await agent.get(f"{V1}/unicorns")


async def _no_such_method(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    return await agent.put(f"{V1}/tickets", json={})


async def _conflict(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    number = (await given_ticket(agent))["number"]
    return await agent.post(f"{V1}/tickets/{number}/reopen")


async def _stale(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    path = f"{V1}/tickets/{(await given_ticket(agent))['number']}"
    await agent.patch(path, json={"priority": "high"})
    return await agent.patch(path, json={"priority": "low"}, headers={"If-Match": '"r1"'})


async def _too_large(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    return await agent.post(f"{V1}/tickets", content=b" " * (1024 * 1024 + 1), headers=JSON)


async def _too_large_in_pieces(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 65536

    return await agent.post(f"{V1}/tickets", content=pieces(), headers=JSON)


async def _refused_input(_: Rest, agent: httpx.AsyncClient) -> httpx.Response:
    return await agent.post(f"{V1}/tickets", json={"subject": ""})


@pytest.mark.parametrize(
    ("drive", "status", "code"),
    [
        (_ok, 200, None),
        (_created, 201, None),
        (_accepted, 202, None),
        (_no_content, 204, None),
        (_not_modified, 304, None),
        (_not_json, 400, "body.unreadable"),
        (_not_utf8, 400, "body.unreadable"),
        (_stranger, 401, "unauthenticated"),
        (_made_up_key, 401, "api_key.refused"),
        (_not_allowed, 403, "denied"),
        (_no_such_ticket, 404, "not_found"),
        (_no_such_path, 404, "not_found"),
        (_no_such_method, 405, "method_not_allowed"),
        (_conflict, 409, "ticket.impossible"),
        (_stale, 412, "ticket.stale"),
        (_too_large, 413, "body.too_large"),
        (_too_large_in_pieces, 413, "body.too_large"),
        (_refused_input, 422, "invalid_input"),
    ],
)
async def test_each_status_has_its_case(
    rest: Rest, agent: httpx.AsyncClient, drive: Drive, status: int, code: str | None
) -> None:
    answer = await drive(rest, agent)
    if code is None:
        assert answer.status_code == status, answer.text
        assert bool(answer.content) == (status not in {204, 304})
    else:
        problem(answer, status, code)


async def test_a_database_that_is_down_is_503_and_loses_nothing() -> None:
    url = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2"
    database = Database(build_engine(url), REACTIONS)
    app = build_app(Office(database, None, None), Listener(url))  # type: ignore[arg-type]
    async with AsyncExitStack() as closing:
        rest = Rest(app, None, closing)  # type: ignore[arg-type]
        client = await rest.client("dh_any_key_at_all")
        answer = await client.get(f"{V1}/tickets")
        problem(answer, 503, "unavailable")
        assert answer.headers["retry-after"]
    await database.close()


def test_every_kind_of_trouble_has_a_status() -> None:
    assert set(STATUS) == set(ErrorKind)
    assert STATUS[ErrorKind.LIMITED] == 429


async def test_what_nobody_expected_is_a_500_with_the_request_id(
    rest: Rest, agent: httpx.AsyncClient
) -> None:
    async with rest.office.database.owner() as session:
        await session.execute(text("DROP TABLE tags CASCADE"))
    with structlog.testing.capture_logs() as logged:
        answer = await agent.get(f"{V1}/tags", headers={"X-Request-ID": "ticket-4711"})
    assert [line["event"] for line in logged if line["log_level"] == "error"] == ["request.failed"]
    said = problem(answer, 500, "unexpected")
    assert said["request_id"] == "ticket-4711"
    assert "tags" not in answer.text.replace("/tags", "")


async def test_401_says_how_to_sign_in_and_405_what_is_possible(rest: Rest) -> None:
    stranger = await rest.client()
    assert (await stranger.get(f"{V1}/tickets")).headers["www-authenticate"].startswith("Bearer")
    assert (await stranger.put("/healthz")).headers["allow"] == "GET"


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "a\tb", "<script>"])
async def test_a_request_id_of_ours_replaces_a_strange_one(rest: Rest, sent: str) -> None:
    answer = await (await rest.client()).get("/healthz", headers={"X-Request-ID": sent})
    assert answer.headers["x-request-id"] not in {sent, ""}
