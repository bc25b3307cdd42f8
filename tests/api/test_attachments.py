"""TKT-05, SEC-12, INT-27: files by REST, both ways."""

import hashlib
import io
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image

from core.access.actor import Role
from core.conversation.files import LARGEST
from tests.api.asking import V1, given_ticket
from tests.api.conftest import Rest
from tests.builders import MovableClock

Json = dict[str, Any]


async def bring(
    client: httpx.AsyncClient, number: int | None, name: str, content: bytes, **headers: str
) -> httpx.Response:
    """Bring a file to a ticket, or to one that is yet to be opened."""
    path = f"{V1}/attachments" if number is None else f"{V1}/tickets/{number}/attachments"
    return await client.post(path, files={"file": (name, content)}, headers=headers)


def picture(width: int = 1200, height: int = 600) -> bytes:
    """A PNG of that size."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (52, 87, 201)).save(out, "PNG")
    return out.getvalue()


async def test_a_file_is_brought_named_and_read_back(rest: Rest, agent: httpx.AsyncClient) -> None:
    number = (await given_ticket(agent))["number"]
    content = picture()
    answer = await bring(agent, number, "../..\\shot\u202egnp.png", content)
    assert answer.status_code == 201, answer.text
    kept: Json = answer.json()
    assert kept["name"] == "shotgnp.png"
    assert kept["media_type"] == "image/png"
    assert (kept["width"], kept["height"]) == (1200, 600)
    assert kept["sha256"] == hashlib.sha256(content).hexdigest()
    said = {"text": "See the picture", "attachment_ids": [kept["id"]]}
    reply = await agent.post(f"{V1}/tickets/{number}/reply", json=said)
    assert [one["id"] for one in reply.json()["attachments"]] == [kept["id"]]
    messages = (await agent.get(f"{V1}/tickets/{number}/messages")).json()["items"]
    assert messages[-1]["attachments"][0]["message_id"] == messages[-1]["id"]
    read = await agent.get(f"{V1}/attachments/{kept['id']}")
    assert read.content == content
    assert read.headers["content-type"] == "image/png"
    assert "sandbox" in read.headers["content-security-policy"]
    assert read.headers["x-content-type-options"] == "nosniff"
    same = {"If-None-Match": read.headers["etag"]}
    again = await agent.get(f"{V1}/attachments/{kept['id']}", headers=same)
    assert (again.status_code, again.content) == (304, b"")
    small = await agent.get(f"{V1}/attachments/{kept['id']}/thumbnail")
    assert small.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(small.content)).size == (480, 240)


async def test_what_could_run_in_a_browser_is_downloaded(
    rest: Rest, agent: httpx.AsyncClient
) -> None:
    number = (await given_ticket(agent))["number"]
    page = b"<!doctype html><script>alert(1)</script>"
    kept = (await bring(agent, number, 'a "page".html', page)).json()
    assert kept["media_type"] == "text/html"
    read = await agent.get(f"{V1}/attachments/{kept['id']}")
    assert read.headers["content-type"] == "application/octet-stream"
    assert read.headers["content-disposition"].startswith("attachment; ")
    assert read.content == page


async def test_25_mb_are_taken_and_one_byte_more_is_refused(
    rest: Rest, agent: httpx.AsyncClient
) -> None:
    number = (await given_ticket(agent))["number"]
    content = b"\x00log " * (LARGEST // 5 + 1)
    taken = await bring(agent, number, "big.bin", content[:LARGEST])
    assert taken.status_code == 201
    assert taken.json()["size"] == LARGEST
    read = await agent.get(f"{V1}/attachments/{taken.json()['id']}")
    assert hashlib.sha256(read.content).hexdigest() == taken.json()["sha256"]
    for more in (1, 200_000):
        refused = await bring(agent, number, "big.bin", (content + content)[: LARGEST + more])
        assert refused.status_code == 413
        assert refused.json()["code"] == "file.too_large"
        assert "25 MB" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("holiday.png", b"MZ\x90\x00" + b"\x00" * 200),
        ("report.exe", b"just words"),
        ("run.txt", b"#!/bin/sh\nrm x"),
        ("empty.txt", b""),
    ],
)
async def test_programs_and_nothing_are_refused_in_words(
    rest: Rest, agent: httpx.AsyncClient, name: str, content: bytes
) -> None:
    number = (await given_ticket(agent))["number"]
    refused = await bring(agent, number, name, content)
    assert (refused.status_code, refused.json()["code"]) == (422, "file.refused")
    assert refused.json()["detail"].startswith(f"{name} was not taken: ")
    assert await rest.office.sql("SELECT 1 FROM attachments") == []


async def test_a_file_of_a_note_is_hidden_like_the_note(
    rest: Rest, agent: httpx.AsyncClient
) -> None:
    ana = await rest.office.given_customer()
    ticket = await rest.office.given_ticket(ana)
    customer = await rest.of(ana)
    stranger = await rest.given(Role.CUSTOMER)
    secret = (await bring(agent, ticket.number, "plan.txt", b"psst")).json()["id"]
    # Not said yet: the bringer's alone.
    for client in (customer, stranger):
        assert (await client.get(f"{V1}/attachments/{secret}")).status_code == 404
    said = {"text": "For us", "attachment_ids": [secret]}
    assert (await agent.post(f"{V1}/tickets/{ticket.number}/notes", json=said)).status_code == 201
    public = (await bring(agent, ticket.number, "answer.txt", b"hello")).json()["id"]
    said = {"text": "For you", "attachment_ids": [public]}
    await agent.post(f"{V1}/tickets/{ticket.number}/reply", json=said)
    assert (await customer.get(f"{V1}/attachments/{public}")).text == "hello"
    for path in (secret, f"{secret}/thumbnail", f"{secret}/link"):
        assert (await customer.get(f"{V1}/attachments/{path}")).status_code == 404
    assert (await stranger.get(f"{V1}/attachments/{public}")).status_code == 404
    assert "plan.txt" not in (await customer.get(f"{V1}/tickets/{ticket.number}/messages")).text


async def test_nobody_names_or_removes_the_files_of_others(
    rest: Rest, agent: httpx.AsyncClient
) -> None:
    number = (await given_ticket(agent))["number"]
    other = await rest.given(Role.AGENT)
    kept = (await bring(agent, number, "a.txt", b"a")).json()["id"]
    said = {"text": "Mine", "attachment_ids": [kept]}
    refused = await other.post(f"{V1}/tickets/{number}/reply", json=said)
    assert refused.json()["errors"][0]["field"] == "attachment_ids"
    assert (await agent.post(f"{V1}/tickets/{number}/reply", json=said)).status_code == 201
    assert (await agent.post(f"{V1}/tickets/{number}/reply", json=said)).status_code == 422
    assert (await other.delete(f"{V1}/attachments/{kept}")).status_code == 403
    assert (await agent.delete(f"{V1}/attachments/{kept}")).status_code == 204
    assert (await agent.get(f"{V1}/attachments/{kept}")).status_code == 404
    messages = (await agent.get(f"{V1}/tickets/{number}/messages")).json()["items"]
    assert messages[-1]["attachments"] == []


async def test_a_ticket_is_opened_with_files(rest: Rest, agent: httpx.AsyncClient) -> None:
    kept = (await bring(agent, None, "log.txt", b"line\n")).json()["id"]
    said = {"subject": "It fails", "attachment_ids": [kept]}
    number = (await agent.post(f"{V1}/tickets", json=said)).json()["number"]
    messages = (await agent.get(f"{V1}/tickets/{number}/messages")).json()["items"]
    assert [one["name"] for one in messages[0]["attachments"]] == ["log.txt"]


async def test_the_same_file_with_the_same_key_is_kept_once(
    rest: Rest, agent: httpx.AsyncClient
) -> None:
    number = (await given_ticket(agent))["number"]
    key = {"Idempotency-Key": "once"}
    first = await bring(agent, number, "a.txt", b"a", **key)
    again = await bring(agent, number, "a.txt", b"a", **key)
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    other = await bring(agent, number, "a.txt", b"b", **key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.reused")
    assert len(await rest.office.sql("SELECT 1 FROM attachments")) == 1
    assert len(await _keys(rest.app)) == 1


async def _keys(app: FastAPI) -> list[str]:
    return [key async for key, _ in app.state.services.files.store.list_keys("")]


async def test_no_transaction_waits_for_the_storage(
    rest: Rest, agent: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = (await given_ticket(agent))["number"]
    kept = (await bring(agent, number, "shot.png", picture())).json()["id"]
    store, lent = rest.app.state.services.files.store, []
    read = store.read

    async def watched(key: str) -> AsyncIterator[bytes]:
        lent.append(rest.office.database.engine.pool.status())
        async for piece in read(key):
            yield piece

    monkeypatch.setattr(store, "read", watched)
    for path in (kept, f"{kept}/thumbnail"):
        assert (await agent.get(f"{V1}/attachments/{path}")).status_code == 200
    assert lent
    assert all("Current Checked out connections: 0" in said for said in lent), lent


async def test_a_link_ends(rest: Rest, agent: httpx.AsyncClient, clock: MovableClock) -> None:
    from api.pages.downloads import build_downloads

    services = rest.app.state.services
    assert services.vault is not None
    router = build_downloads(rest.office.database, services.files, services.vault)
    rest.app.include_router(router)
    number = (await given_ticket(agent))["number"]
    kept = (await bring(agent, number, "a.txt", b"by link")).json()["id"]
    url = (await agent.get(f"{V1}/attachments/{kept}/link")).json()["url"]
    stranger = await rest.client()
    assert (await stranger.get(url)).text == "by link"
    assert (await stranger.get(url[:-4] + "AAAA")).status_code == 404
    clock.move(minutes=16)
    assert (await stranger.get(url)).status_code == 404
