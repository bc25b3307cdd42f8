"""TKT-03, SEC-08, SEC-11: inputs are refused by name, kept as text, and break nothing."""

import json
import time
from typing import Any

import httpx
import pytest

from core.access.actor import Role
from core.tickets.configuration.categories import CategoryDraft, save_category
from tests.api.asking import V1, fields, given_ticket
from tests.api.conftest import Rest, given_targets
from tests.api.operations import Operation, operations_of

INJECTIONS = (
    "' OR '1'='1",
    "'; DROP TABLE tickets; --",
    "1; SELECT pg_sleep(3) --",
    "' UNION SELECT key_hash FROM api_keys --",
    '"); DELETE FROM people; --',
    "%' AND (SELECT 1 FROM pg_sleep(3)) IS NOT NULL --",
    "{{7*7}}${7*7}%s%n:name",
)
JUNK: tuple[Any, ...] = (
    None,
    "",
    " ",
    "x" * 50_000,
    "\x00",
    "\ud800",
    "💥" * 50,
    -1,
    2**70,
    1e308,
    True,
    [],
    [None],
    ["\x00"] * 60,
    {},
    {"a": {"b": [{}]}},
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "0195a3c2-7b1e-7d40-9a51-3f2b8c6d4e10",
)
TABLES = ("tickets", "people", "messages", "teams", "articles", "categories", "api_keys")


@pytest.mark.parametrize(
    ("draft", "named"),
    [
        ({}, {"subject"}),
        ({"subject": "   "}, {"subject"}),
        ({"subject": "x" * 201}, {"subject"}),
        ({"subject": 7}, {"subject"}),
        ({"subject": "x", "description": "x" * 40_001}, {"description"}),
        ({"subject": "x", "priority": "whenever"}, {"priority"}),
        ({"subject": "x", "category": "Unheard of"}, {"category"}),
        ({"subject": "x", "category": "Printers"}, {"description"}),
        ({"subject": "x", "category": "Printers", "description": " "}, {"description"}),
        ({"subject": "x", "tags": ["ok", 5]}, {"tags.1"}),
        ({"subject": "x", "tags": ["no spaces, please"]}, {"tags"}),
        ({"subject": "x", "customer": "not an address @"}, {"customer"}),
        ({"subject": "x", "team": "None"}, {"team"}),
        ({"subject": "x", "colour": "red"}, {"colour"}),
        ({"subject": 1, "priority": "?", "colour": 1}, {"subject", "priority", "colour"}),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_stored(
    rest: Rest, agent: httpx.AsyncClient, draft: dict[str, Any], named: set[str]
) -> None:
    needs = CategoryDraft(name="Printers", required_fields=["description"])
    await rest.office.do(save_category, rest.office.desk, needs)
    before = await _counts(rest)
    assert fields(await agent.post(f"{V1}/tickets", json=draft)) == named
    assert await _counts(rest) == before


async def test_a_change_with_one_wrong_field_changes_none(agent: httpx.AsyncClient) -> None:
    ticket = await given_ticket(agent)
    path = f"{V1}/tickets/{ticket['number']}"
    for wrong, named in (
        ({"priority": "?"}, "priority"),
        ({"status": "Asleep"}, "status"),
        ({"category": "Unheard of"}, "category"),
        ({"due_at": "2026-12-01T10:00:00"}, "due_at"),
        ({"add_tags": ["a b"]}, "tags"),
    ):
        answer = await agent.patch(path, json={"subject": "Changed"} | wrong)
        assert fields(answer) == {named}
        assert (await agent.get(path)).json() == ticket


async def _counts(rest: Rest) -> dict[str, int]:
    found = {}
    for table in TABLES:
        rows = await rest.office.sql(f"SELECT count(*) AS n FROM {table}")
        found[table] = rows[0].n
    return found


def _url(operation: Operation, targets: dict[str, Any]) -> str:
    known = {name: targets[name] for name in operation.parameters("path") if name in targets}
    return operation.url(**known)


async def test_no_parameter_lets_sql_through(rest: Rest) -> None:
    assert await inject_everywhere(rest, every=3) > 130


async def inject_everywhere(rest: Rest, *, every: int) -> int:
    """Put so many of the injections, others each time, into each input; how many were sent."""
    admin = await rest.given(Role.ADMIN)
    targets = await given_targets(rest, admin)
    before = await _counts(rest)
    sent = 0
    for operation in operations_of(rest.app):
        if operation.path.endswith("/stream"):
            continue
        for where, name in _inputs(operation):
            for payload in INJECTIONS[sent % every :: every]:
                started = time.monotonic()
                answer = await _inject(admin, operation, targets, where, name, payload)
                assert answer.status_code < 500, (operation.id, name, payload, answer.text)
                assert time.monotonic() - started < 2.5, (operation.id, name, payload)
                sent += 1
    after = await _counts(rest)
    assert all(after[table] >= before[table] for table in TABLES)
    return sent


def _inputs(operation: Operation) -> list[tuple[str, str]]:
    found = [("query", name) for name in operation.parameters("query")]
    found += [("path", name) for name in operation.parameters("path")]
    found += [("header", name) for name in operation.parameters("header")]
    return found + [("body", name) for name in operation.body.get("properties", {})]


async def _inject(
    client: httpx.AsyncClient,
    operation: Operation,
    targets: dict[str, Any],
    where: str,
    name: str,
    payload: str,
) -> httpx.Response:
    url, body = _url(operation, targets), operation.example
    if where == "path":
        known = {name: payload.replace("/", "")}
        url = operation.url(**known)
    if where == "body":
        body = (body or {}) | {name: payload}
    return await client.request(
        operation.method,
        url,
        params={name: payload} if where == "query" else None,
        headers={name: payload} if where == "header" else None,
        json=body,
    )


async def test_junk_in_any_field_is_never_a_fault_of_ours(rest: Rest) -> None:
    assert await fill_with_junk(rest, every=4) > 125


async def fill_with_junk(rest: Rest, *, every: int) -> int:
    """Put so much of the junk, other each time, into each field; how often that was."""
    admin = await rest.given(Role.ADMIN)
    targets = await given_targets(rest, admin)
    sent = 0
    for operation in operations_of(rest.app):
        for name in operation.body.get("properties", {}):
            for junk in JUNK[sent % every :: every]:
                body = (operation.example or {}) | {name: junk}
                answer = await _send(admin, operation, targets, body)
                assert answer.status_code < 500, (operation.id, name, junk, answer.text)
                sent += 1
        for whole in (None, [], "text", 5, {"": ""}):
            if operation.body:
                answer = await _send(admin, operation, targets, whole)
                assert answer.status_code < 500, (operation.id, whole, answer.text)
    return sent


async def _send(
    client: httpx.AsyncClient, operation: Operation, targets: dict[str, Any], body: Any
) -> httpx.Response:
    return await client.request(
        operation.method,
        _url(operation, targets),
        content=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b"\x00", b'{"subject": NaN}', b'{"subject": 1e999}', b"{}" * 2, b"\xff"],
)
async def test_a_body_that_is_no_json_is_refused(agent: httpx.AsyncClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await agent.post(f"{V1}/tickets", content=body, headers=headers)
    assert answer.status_code in {400, 422}, answer.text


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", ""])
async def test_only_json_is_read(agent: httpx.AsyncClient, kind: str) -> None:
    answer = await agent.post(
        f"{V1}/tickets", content=b'{"subject": "x"}', headers={"Content-Type": kind}
    )
    assert answer.status_code == 422


async def test_script_and_markup_are_kept_as_text(agent: httpx.AsyncClient) -> None:
    subject = "<script>alert(1)</script> 'quoted' \u202e"
    ticket = await given_ticket(agent, subject=subject, description="<img onerror=x>")
    read = await agent.get(f"{V1}/tickets/{ticket['number']}")
    assert read.json()["subject"] == subject
    assert read.headers["content-type"] == "application/json"
    assert read.headers["x-content-type-options"] == "nosniff"
