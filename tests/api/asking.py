"""How the REST tests speak: shortcuts for what nearly every one of them does."""

from typing import Any

import httpx

V1 = "/api/v1"


async def given_ticket(client: httpx.AsyncClient, **said: Any) -> dict[str, Any]:
    """A ticket that the client opened."""
    said.setdefault("subject", "Cannot reset my password")
    answer = await client.post(f"{V1}/tickets", json=said)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem that was answered, checked for its shape."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said: dict[str, Any] = answer.json()
    assert said["status"] == status
    assert said["code"] == code, said
    assert said["type"] == f"urn:deskhand:problem:{code}"
    assert said["title"]
    assert said["detail"]
    assert said["request_id"] == answer.headers["x-request-id"]
    return said


def fields(answer: httpx.Response) -> set[str]:
    """The fields that a 422 names."""
    assert answer.status_code == 422, answer.text
    return {error["field"] for error in answer.json()["errors"]}
