"""API-09, TKT-12: several requests in one, each with its own rights and answer."""

from typing import Any

import httpx
import pytest

from core.access.actor import Role
from tests.api.asking import V1, given_ticket, problem
from tests.api.conftest import Rest, given_targets
from tests.api.operations import operations_of

BATCH = f"{V1}/batch"
WRITING = {"POST", "PATCH", "PUT", "DELETE"}


def item(method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
    return {"method": method, "path": f"{V1}{path}", "body": body, **more}


async def send(client: httpx.AsyncClient, *items: dict[str, Any], **more: Any) -> httpx.Response:
    headers = more.pop("headers", {})
    return await client.post(BATCH, json={"items": items, **more}, headers=headers)


async def count(client: httpx.AsyncClient) -> int:
    page = (await client.get(f"{V1}/tickets", params={"count": True})).json()
    return int(page["total"])


async def test_each_item_is_done_or_refused_by_itself(agent: httpx.AsyncClient) -> None:
    one, two = await given_ticket(agent), await given_ticket(agent)
    answer = await send(
        agent,
        item("POST", f"/tickets/{one['number']}/claim"),
        item("PATCH", f"/tickets/{two['number']}", {"priority": "huge"}),
        item("PATCH", f"/tickets/{two['number']}", {"add_tags": ["vip"]}, if_match='"r9"'),
        item("DELETE", f"/tickets/{two['number']}?reason=mine"),
        item("POST", "/tickets", {"subject": "New"}),
        item("POST", "/tickets/987654/claim"),
        item("PATCH", f"/tickets/{two['number']}", {"add_tags": ["vip"], "status": "Pending"}),
    )
    assert answer.status_code == 200
    said = answer.json()
    statuses = [one["status"] for one in said["items"]]
    assert statuses == [200, 422, 412, 403, 201, 404, 200]
    assert (said["done"], said["failed"]) == (3, 4)
    codes = [one["body"].get("code") for one in said["items"]]
    assert codes == [None, "invalid_input", "ticket.stale", "denied", None, "not_found", None]
    opened = said["items"][4]
    assert opened["location"] == f"{V1}/tickets/{opened['body']['number']}"
    assert opened["etag"].startswith('"r1-')
    after = (await agent.get(f"{V1}/tickets/{two['number']}")).json()
    assert (after["tags"], after["status"], after["priority"]) == (["vip"], "Pending", "medium")


async def test_a_hundred_tickets_change_in_one_call(rest: Rest, agent: httpx.AsyncClient) -> None:
    opening = [item("POST", "/tickets", {"subject": f"Storm {n}"}) for n in range(100)]
    numbers = [one["body"]["number"] for one in (await send(agent, *opening)).json()["items"]]
    change = {"priority": "high", "add_tags": ["storm"]}
    answer = await send(agent, *(item("PATCH", f"/tickets/{n}", change) for n in numbers))
    assert (answer.json()["done"], answer.json()["failed"]) == (100, 0)
    [(events, tickets)] = await rest.office.sql(
        "SELECT count(*), count(DISTINCT ticket_id) FROM events"
        " WHERE type IN ('TicketUpdated', 'TicketPriorityChanged')"
    )
    assert (events, tickets) == (200, 100)
    too_many = await send(agent, *(item("PATCH", f"/tickets/{n}", change) for n in [*numbers, 1]))
    assert problem(too_many, 422, "invalid_input")["errors"][0]["field"] == "items"


async def test_duplicates_are_merged_in_one_call_and_the_others_are_told(
    agent: httpx.AsyncClient,
) -> None:
    survivor, *doubles = [(await given_ticket(agent))["number"] for _ in range(4)]
    into = {"into": survivor}
    merging = [item("POST", f"/tickets/{number}/merge", into) for number in doubles]
    answer = await send(
        agent,
        *merging,
        item("POST", f"/tickets/{survivor}/merge", into),
        item("POST", "/tickets/987654/merge", into),
        item("POST", f"/tickets/{doubles[0]}/merge", {"into": "x"}),
    )
    said = answer.json()
    assert [one["status"] for one in said["items"]] == [200, 200, 200, 422, 404, 422]
    assert (said["done"], said["failed"]) == (3, 3)
    assert [one["body"]["number"] for one in said["items"][:3]] == [survivor] * 3
    for number in doubles:
        read = (await agent.get(f"{V1}/tickets/{number}")).json()
        assert read["number"] == survivor


async def test_all_or_nothing_is_one_transaction(agent: httpx.AsyncClient) -> None:
    ticket = await given_ticket(agent)
    items = (
        item("POST", "/tickets", {"subject": "New"}),
        item("POST", f"/tickets/{ticket['number']}/reply", {"text": "Hello"}),
        item("PATCH", f"/tickets/{ticket['number']}", {"category": "Nowhere"}),
    )
    refused = await send(agent, *items, all_or_nothing=True, headers={"Idempotency-Key": "one"})
    said = problem(refused, 422, "batch.undone")
    assert said["errors"][0]["field"] == "items.2"
    assert "there is no category 'Nowhere'" in said["errors"][0]["problem"]
    assert await count(agent) == 1
    messages = await agent.get(f"{V1}/tickets/{ticket['number']}/messages")
    assert len(messages.json()["items"]) == 1
    # Nothing was done, so the key is free; the same items without the wrong one stand.
    done = await send(agent, *items[:2], all_or_nothing=True, headers={"Idempotency-Key": "one"})
    assert done.json()["done"] == 2
    assert await count(agent) == 2


async def test_a_repeated_batch_is_answered_alike_and_done_once(agent: httpx.AsyncClient) -> None:
    items = [item("POST", "/tickets", {"subject": f"Once {n}"}) for n in range(3)]
    first = await send(agent, *items, headers={"Idempotency-Key": "all"})
    second = await send(agent, *items, headers={"Idempotency-Key": "all"})
    assert second.content == first.content
    assert second.headers["idempotency-replayed"] == "true"
    assert await count(agent) == 3


async def test_an_item_has_a_key_of_its_own(agent: httpx.AsyncClient) -> None:
    items = [item("POST", "/tickets", {"subject": f"Once {n}"}, key=f"k{n}") for n in range(3)]
    first = (await send(agent, *items[:2])).json()
    second = (await send(agent, *items)).json()
    assert second["items"][:2] == first["items"]
    assert second["done"] == 3
    assert await count(agent) == 3
    alone = await agent.post(
        f"{V1}/tickets", json={"subject": "Once 0"}, headers={"Idempotency-Key": "k0"}
    )
    assert alone.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/batch", 404),
        ("POST", "/attachments", 404),
        ("DELETE", "/tickets", 404),
        ("POST", "/tickets/1/../../../../healthz", 404),
        ("POST", "/nothing", 404),
        ("POST", "/ask", 200),
    ],
)
async def test_only_acts_can_be_put_into_a_batch(
    agent: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await send(agent, item(method, path, {"question": "how do I reset"}))
    assert [one["status"] for one in answer.json()["items"]] == [status]


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": []},
        {"items": [{"method": "GET", "path": f"{V1}/tickets"}]},
        {"items": [{"method": "POST", "path": "/chat/send"}]},
        {"items": [{"method": "POST", "path": f"{V1}/tickets", "key": "ü"}]},
    ],
)
async def test_a_wrong_batch_is_refused_whole(agent: httpx.AsyncClient, wrong: Any) -> None:
    problem(await agent.post(BATCH, json=wrong), 422, "invalid_input")


@pytest.mark.parametrize("role", list(Role))
async def test_an_item_has_no_more_rights_than_the_request_alone(rest: Rest, role: Role) -> None:
    client = await rest.given(role)
    targets = await given_targets(rest, await rest.given(Role.ADMIN))
    targets["number"] = (await given_ticket(client))["number"]
    compared = 0
    for operation in operations_of(rest.app):
        if operation.method not in WRITING or operation.id == "run_batch":
            continue
        if "requestBody" in operation.said and operation.example is None:
            continue
        path, body = operation.url(**targets), operation.example
        batched = await client.post(
            BATCH, json={"items": [{"method": operation.method, "path": path, "body": body}]}
        )
        [inside] = batched.json()["items"]
        alone = await client.request(operation.method, path, json=body)
        refused = {401, 403}
        assert (inside["status"] in refused) == (alone.status_code in refused), operation.id
        compared += 1
    assert compared > 30
